"""What is promised, or spoken of, of an invoice."""

from recoup_events.invoice import MOST_TERMS
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import InvoiceId, receivable_id_of
from recoup_events.kernel.money import Money
from workflow_scheduler.enrolments.domain.enrolment import Enrolment


class Part(Value):
    """What is promised of an invoice, or of one of its terms."""

    invoice_id: InvoiceId
    amount: Money | None = None
    """``None``: all of it that is chased."""
    term: int | None = None
    """The number of the term; the soonest due come first where none is named."""


def part_of(enrolment: Enrolment, amount: Money | None = None) -> Part:
    """The term that an enrolment is about."""
    term = next(
        place
        for place in range(MOST_TERMS)
        if receivable_id_of(enrolment.invoice_id, place) == enrolment.receivable_id
    )
    return Part(invoice_id=enrolment.invoice_id, amount=amount, term=term + 1)
