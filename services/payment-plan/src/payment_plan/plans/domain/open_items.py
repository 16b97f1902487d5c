"""What a customer owes, term by term, and what of it nobody contests and no plan covers."""

from collections.abc import Sequence
from datetime import date

from recoup_events import dispute
from recoup_events.invoice import (
    InvoiceAmended,
    InvoiceIssued,
    PaymentReleased,
    PaymentReserved,
    Term,
)
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CreditorId, InvoiceId
from recoup_events.payment_plan.base import PaymentPlanEvent
from recoup_eventstore.decider import View
from recoup_receivables.balance import MOVES
from recoup_receivables.owed import FOLLOWED, Owed, follow, receivables_of

CHANGES: tuple[type[Event], ...] = (
    *(*MOVES, InvoiceAmended, PaymentReserved, PaymentReleased),
    *(event for event in FOLLOWED if issubclass(event, dispute.DisputeEvent)),
)
"""What others say that changes it."""


class OpenItem(Owed):
    """What one term wants, and when; what of it is ``chased`` can be offered to be paid over time."""

    invoice_id: InvoiceId = InvoiceId("")
    creditor_id: CreditorId = CreditorId("")
    due_date: date = date.max

    @property
    def owed_in(self) -> tuple[CreditorId, str]:
        """To whom, and in which currency."""
        return self.creditor_id, self.chased.currency


def terms_of(event: Event) -> Sequence[str]:
    """A promise is no reason against a plan, so that what becomes of it is not followed here."""
    return receivables_of(event) if isinstance(event, (*CHANGES, PaymentPlanEvent)) else ()


def _evolve(known: OpenItem, recorded: Envelope[Event]) -> OpenItem:
    event = recorded.event
    followed = follow(known, event)
    match event:
        case InvoiceIssued(invoice_id=id, creditor_id=creditor_id, terms=terms):
            due = _due(known, terms)
            return followed.model_copy(
                update={"invoice_id": id, "creditor_id": creditor_id, "due_date": due}
            )
        case InvoiceAmended(terms=terms):
            return followed.model_copy(update={"due_date": _due(known, terms)})
        case _:
            return followed


def _due(known: OpenItem, terms: Sequence[Term]) -> date:
    return next(term.due_date for term in terms if term.receivable_id == known.receivable_id)


def _longest_due_first(known: OpenItem) -> str | None:
    if not known.balance or not known.chased:
        return None
    return f"{owed_to(known.creditor_id)}{known.due_date} {known.receivable_id}"


def owed_to(creditor_id: CreditorId) -> str:
    """How the places of what is owed to a creditor begin."""
    return f"{creditor_id} "


OPEN_ITEMS = View(
    "open_items",
    OpenItem(),
    terms_of,
    _evolve,
    subscribes=CHANGES,
    place=_longest_due_first,
    own_id="receivable_id",
)
