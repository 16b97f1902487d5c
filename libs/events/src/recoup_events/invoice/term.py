"""Terms: how much of an invoice is due when. Each is a receivable, and that is what is chased."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from pydantic import Field

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import InvoiceId, ReceivableId, receivable_id_of
from recoup_events.kernel.money import Money

MOST_TERMS = 60


class Term(Value):
    """A part of an invoice with a due date of its own."""

    receivable_id: ReceivableId
    due_date: date
    amount: Money


class ChangedTerm(Term):
    """A term as it stands now that its invoice was adjusted or cancelled."""

    change: Money
    """Below zero when less is owed on it than before."""
    balance: Money
    """What is still owed on it."""

    @property
    def plain(self) -> Term:
        """As it stands, without what was done to it."""
        return Term(receivable_id=self.receivable_id, due_date=self.due_date, amount=self.amount)


Schedule = Annotated[tuple[Term, ...], Field(min_length=1, max_length=MOST_TERMS)]
"""The soonest due comes first; together they are the whole invoice."""


def schedule_of(invoice_id: InvoiceId, amounts: Iterable[tuple[date, Money]]) -> tuple[Term, ...]:
    """The terms of an invoice of which these amounts are due on these days."""
    return tuple(
        Term(receivable_id=receivable_id_of(invoice_id, place), due_date=day, amount=amount)
        for place, (day, amount) in enumerate(amounts)
    )
