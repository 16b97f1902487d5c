"""The three answers to "may this message be sent now?"."""

from datetime import date, datetime

from notification.debtors.domain.debtor import Profile, Recipient
from notification.messages.domain.receivable import SetAside, Terms
from recoup_compliance.contact_ledger.line import Evidence
from recoup_events.kernel.attachments import AttachmentKind
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import DebtId, InvoiceId, ReceivableId
from recoup_events.kernel.money import Money


class AllowedItem(Value):
    """One receivable of the reminder that is still asked for."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    terms: Terms
    template: str
    amount: Money
    balance: Money
    set_aside: SetAside
    attachments: tuple[AttachmentKind, ...] = ()
    """What its step attaches."""


class Lawful(Value):
    """This person may be written to now."""

    customer: Profile
    recipient: Recipient
    address: str
    debts: tuple[DebtId, ...]
    today: date
    """The person's."""
    rules_version: str
    evidence: Evidence


class Allowed(Lawful):
    """It may be sent now, about these items."""

    items: tuple[AllowedItem, ...]


class Refusal(Value):
    """It must not be sent now; said in public with the rule and the facts it rests on."""

    rule: str
    rules_version: str
    citation: str
    inputs: dict[str, str]
    retry_at: datetime | None
    """When to look again, ``None`` when the message is over."""
    evidence: Evidence


class CreditorUnknown(Value):
    """In whose name it would be sent has not arrived yet."""


class Unknown(Value):
    """A receivable the message is about has not arrived yet; nothing can be said about it."""

    receivable_id: ReceivableId
