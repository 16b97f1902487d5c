"""Words for tests about what goes along with messages: asked for by notification, made by invoice."""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from recoup_events.invoice.document_set import DocumentSetMade, ShownBalance
from recoup_events.kernel.attachments import AttachedFile, AttachmentKind
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    CustomerId,
    InvoiceId,
    MessageId,
    PersonId,
    ReminderId,
    receivable_id_of,
)
from recoup_events.kernel.money import Money
from recoup_events.notification import DocumentedItem, MessageDocumentsRequested
from recoup_testing.clock import TurnedClock
from recoup_testing.money import eur

COPY, LETTER, INTEREST, STATEMENT = (
    AttachmentKind.INVOICE_COPY,
    AttachmentKind.REMINDER_LETTER,
    AttachmentKind.INTEREST,
    AttachmentKind.STATEMENT,
)
PDF = b"%PDF-1.7 an invoice"


def asked(clock: TurnedClock, *items: DocumentedItem, **more: Any) -> MessageDocumentsRequested:
    """A message asks for what its items attach."""
    about = {
        "message_id": MessageId("msg_1"),
        "reminder_id": ReminderId("rem_1"),
        "customer_id": CustomerId("cus_1"),
        "person_id": PersonId("per_1"),
        "channel": Channel.EMAIL,
        "set_id": "dst_1",
        "level": 1,
        "language": "de",
        "country": "DE",
        "as_of": date(2026, 2, 20),
        "until": clock.now() + timedelta(hours=1),
    }
    return MessageDocumentsRequested(**about | more, items=items)


def item_of(invoice: dict[str, Any], cents: int, *attachments: AttachmentKind) -> DocumentedItem:
    """An invoice as its API shows it."""
    return DocumentedItem(
        invoice_id=InvoiceId(invoice["id"]),
        receivable_id=receivable_id_of(InvoiceId(invoice["id"]), 0),
        amount=eur(cents),
        balance=Money.parse(**invoice["balance"]),
        attachments=attachments,
    )


def answer(
    request: MessageDocumentsRequested, balance: Money | None = None, **more: Any
) -> DocumentSetMade:
    """As the invoice service makes them; ``balance`` is what they show."""
    file = AttachedFile(
        kind=COPY,
        invoice_id=request.items[0].invoice_id,
        name="1-Rechnung-R-1.pdf",
        content_type="application/pdf",
        size=len(PDF),
        sha256=sha256(PDF).hexdigest(),
        key="acme/cus_1/made/dst_1/1",
    )
    shown = tuple(
        ShownBalance(receivable_id=item.receivable_id, balance=balance or item.balance)
        for item in request.items
    )
    about = {"set_id": request.set_id, "message_id": request.message_id, "files": (file,)}
    about |= {"customer_id": request.customer_id, "shown": shown, "lacking": ()}
    return DocumentSetMade(**about | more)


def asked_in(recorded: list[Event]) -> list[MessageDocumentsRequested]:
    return [event for event in recorded if isinstance(event, MessageDocumentsRequested)]
