"""When an invoice is chased, as its creditor says, and what was done before it came here."""

from collections.abc import Sequence
from datetime import date

from invoice.invoices.domain import commands
from invoice.invoices.domain.errors import ChaseUnacceptable, InvoiceRefused
from invoice.invoices.domain.invoice import Invoice
from recoup_events import invoice as events
from recoup_events.invoice import Chase, Taken


def change(command: commands.ChangeChase, invoice: Invoice) -> Sequence[events.InvoiceEvent]:
    """Whatever has become of the invoice, for it may be reopened; what is never chased stays so."""
    check(command.chase, command.chase_from)
    if (command.chase, command.chase_from) == (invoice.chase, invoice.chase_from):
        return []
    if invoice.chase is Chase.NEVER:
        raise InvoiceRefused(
            f"Invoice {invoice.issued.number} is never chased, which is final; to have it chased, "
            "cancel it and issue it anew under a new external_id.",
            pointer="/chase",
        )
    ids = tuple(term.receivable_id for term in invoice.terms)
    return [events.InvoiceChaseChanged(**invoice.ids, receivable_ids=ids, **dict(command))]


def check(chase: Chase, first_day: date | None) -> None:
    """A first day of chasing goes with ``from``, and with nothing else."""
    if chase is Chase.FROM and first_day is None:
        raise ChaseUnacceptable(
            "To be chased from a day on, the invoice needs that day; send chase_from.",
            pointer="/chase_from",
        )
    if chase is not Chase.FROM and first_day is not None:
        raise ChaseUnacceptable(
            f"chase_from belongs to chase 'from', not to {chase.value!r}; send one of them.",
            pointer="/chase_from",
        )


def check_taken(taken: Taken | None, today: date) -> None:
    """What was done before was done by today."""
    if taken is not None and taken.last_contact_on is not None and taken.last_contact_on > today:
        raise ChaseUnacceptable(
            f"The last contact on {taken.last_contact_on} lies ahead of {today}, the customer's "
            "today; send the day on which it was.",
            pointer="/taken/last_contact_on",
        )
