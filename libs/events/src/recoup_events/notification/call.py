"""Calls: which were permitted, which were refused, and how those that were made went."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import AwareDatetime, Field

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import (
    CallId,
    CreditorId,
    CustomerId,
    DebtId,
    InvoiceId,
    PersonId,
    ReceivableId,
    TaskId,
)
from recoup_events.kernel.money import Money
from recoup_events.kernel.personal import AboutPerson, Personal
from recoup_events.notification.base import NotificationEvent


class CallOutcome(StrEnum):
    """How a call went."""

    REACHED = "reached"
    """The person was spoken to: a conversation."""
    THIRD_PARTY = "third_party"
    """Somebody else answered."""
    VOICEMAIL = "voicemail"
    NOT_REACHED = "not_reached"
    """It rang, and nobody answered."""
    NOT_CONNECTED = "not_connected"
    """Busy or out of service; it does not count as an attempt."""
    WRONG_NUMBER = "wrong_number"
    """The number is not the person's; it does not count as an attempt to reach the person."""

    @property
    def counts(self) -> bool:
        """Whether caps count it as an attempt to reach the person."""
        return self not in (CallOutcome.NOT_CONNECTED, CallOutcome.WRONG_NUMBER)


class Recorded(StrEnum):
    """Whether a call was recorded."""

    NOT_RECORDED = "not_recorded"
    WITH_AGREEMENT = "with_agreement"
    """Everybody on the line had agreed before."""
    WITHOUT_AGREEMENT = "without_agreement"
    """Lawful only where whoever records is enough."""


class RecordingRule(Value):
    """Who has to agree before the call is recorded."""

    agreement: Literal["one_party", "all_parties"]
    place: str
    """Whose law it is: the stricter of both sides'."""
    citation: str
    say: str
    """What whoever calls says first, if it is to be recorded."""


class CallItem(Value):
    """A receivable that is spoken of, and what was chased of it when the call was asked for."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money


class CapLeft(Value):
    """A number that limits contacts, and what is left of it."""

    rule: str
    limit: int
    days: int
    left: int = Field(ge=0)
    """How many more would be allowed after this one."""


class CallEvent(NotificationEvent):
    """One call to one person of a customer."""

    call_id: CallId
    customer_id: CustomerId
    creditor_id: CreditorId
    """In whose name it is."""
    person_id: PersonId
    task_id: TaskId | None = None
    """The task that asks for it."""


class CallPermitted(CallEvent, type="call.permitted.v1"):
    """The call may be made, and counts as an attempt from now on."""

    items: tuple[CallItem, ...] = Field(min_length=1)
    debts: tuple[DebtId, ...] = Field(min_length=1)
    address_hash: str
    """A keyed hash of the number; the number itself stays inside notification."""
    until: AwareDatetime
    """Not later: then it has to be asked again."""
    caps: tuple[CapLeft, ...]
    recording: RecordingRule | None = None
    rules_version: str


class CallRefused(CallEvent, type="call.refused.v1"):
    """The call must not be made, and why: evidence of restraint."""

    rule: str
    rules_version: str
    citation: str
    inputs: dict[str, str]
    retry_at: datetime | None
    """The next lawful moment, or ``None`` when there is none."""


class CallMade(AboutPerson, CallEvent, type="call.made.v1"):
    """A permitted call was made."""

    subject: ClassVar[str] = "person_id"

    debts: tuple[DebtId, ...] = Field(min_length=1)
    address_hash: str
    outcome: CallOutcome
    called_at: AwareDatetime
    conversation: bool
    """The person was spoken to: each of the debts starts the rest that the law asks for."""
    within_permission: bool
    """It was made while the permission held."""
    recorded: Recorded | None = None
    """``None`` where nobody said."""
    note: Personal[str | None] = None


class CallReceived(AboutPerson, CallEvent, type="call.received.v1"):
    """The person called, and was spoken to: a conversation, whoever dialled."""

    subject: ClassVar[str] = "person_id"

    invoices: tuple[InvoiceId, ...]
    debts: tuple[DebtId, ...] = Field(min_length=1)
    """Those that were spoken of; each starts the rest that the law asks for."""
    called_at: AwareDatetime
    note: Personal[str | None] = None


class CallNotMade(CallEvent, type="call.not_made.v1"):
    """The permission was not used; it counts as no attempt."""

    reason: str
