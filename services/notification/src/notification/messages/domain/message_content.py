"""The words of one message, addressed; the same for every attempt to send them."""

from notification.messages.domain.credit_notice import CreditNotice
from notification.templates.domain.words import Words
from recoup_events.invoice import SenderIdentity
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import InvoiceId, PersonId, ReceivableId
from recoup_events.kernel.money import Money
from recoup_events.kernel.personal import AboutPerson, Personal


class ContentItem(Value):
    """One receivable that is spoken of, and how much of it is asked for."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money


class MessageContent(AboutPerson):
    """Words on their way to somebody, about this much money."""

    sender: SenderIdentity
    """The creditor\'s."""
    person_id: PersonId
    recipient: Personal[str]
    address: Personal[str]
    """An email address, or a telephone number in E.164."""
    address_hash: str
    """What the outside may know of the address."""
    items: tuple[ContentItem, ...]
    notice: CreditNotice | None = None
    """What it tells of the customer's credit; the items are then what it says is overdue."""
    words: Personal[Words]
