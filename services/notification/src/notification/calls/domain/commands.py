"""What may be asked of a call."""

from pydantic import AwareDatetime

from notification.calls.domain.check import Allowed
from notification.calls.domain.events import CallRequested
from notification.messages.domain.verdict import Refusal
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import CallId, CreditorId, CustomerId, InvoiceId, PersonId
from recoup_events.notification import CallOutcome, Recorded


class CallCommand(Command):
    """A request to a call."""


class AnswerCall(CallCommand):
    """Say whether the call may be made, as it was judged just now."""

    requested: CallRequested
    verdict: Allowed | Refusal


class RecordOutcome(CallCommand):
    """Say how the call went."""

    outcome: CallOutcome
    called_at: AwareDatetime | None
    """``None`` is now."""
    note: str | None
    recorded: Recorded | None = None
    at: AwareDatetime


class RecordReceived(CallCommand):
    """The person called, and was spoken to."""

    call_id: CallId
    customer_id: CustomerId
    creditor_id: CreditorId
    person_id: PersonId
    invoices: tuple[InvoiceId, ...]
    called_at: AwareDatetime | None
    """``None`` is now."""
    note: str | None
    at: AwareDatetime


class GiveUp(CallCommand):
    """The call was not made after all."""

    reason: str
