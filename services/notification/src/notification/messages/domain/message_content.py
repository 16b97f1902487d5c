"""The words of one message, addressed; the same for every attempt to send them."""

from notification.claims.domain.facts import Proof
from notification.messages.domain.closing_notice import ClosingNotice
from notification.messages.domain.credit_notice import CreditNotice
from notification.templates.domain.words import Words
from recoup_events.invoice import SenderIdentity
from recoup_events.kernel.attachments import AttachedFile, AttachmentLacking
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import InvoiceId, PersonId, ReceivableId
from recoup_events.kernel.money import Money
from recoup_events.kernel.personal import AboutPerson, Personal
from recoup_events.kernel.postal_address import PostalAddress


class ContentItem(Value):
    """One receivable that is spoken of, and how much of it is asked for."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money


class Letterhead(Value):
    """Of the creditor, as it stood when the words were written."""

    name: str
    legal_name: str
    address: PostalAddress
    register_line: str | None
    phone: str | None


class MessageContent(AboutPerson):
    """Words on their way to somebody, about this much money."""

    sender: SenderIdentity
    """The creditor\'s."""
    person_id: PersonId
    recipient: Personal[str]
    address: Personal[str]
    """An email address, a telephone number in E.164, or a postal address in one line."""
    post: Personal[PostalAddress | None] = None
    """The same for letters, as it is printed."""
    company: Personal[str | None] = None
    """On envelopes, above whoever it is for."""
    letterhead: Letterhead | None = None
    """For letters."""
    address_hash: str
    """What the outside may know of the address."""
    items: tuple[ContentItem, ...]
    notice: CreditNotice | None = None
    """What it tells of the customer's credit; the items are then what it says is overdue."""
    closing: ClosingNotice | None = None
    """What it says to who wants no more contact, and of which receivables; it has no items."""
    proofs: tuple[Proof, ...] = ()
    """Of all that the words claim."""
    words: Personal[Words]
    files: tuple[AttachedFile, ...] = ()
    """What goes along."""
    lacking: tuple[AttachmentLacking, ...] = ()
    """What was to go along and does not."""
