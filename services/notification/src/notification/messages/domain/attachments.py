"""What goes along with a message: asked for once it may be sent, attached if it shows the same figures."""

from datetime import date, datetime, timedelta
from typing import Final

from notification.messages.domain.verdict import Allowed, Lawful
from recoup_events.invoice.document_set import DocumentSetMade
from recoup_events.kernel.attachments import (
    OF_AN_INVOICE,
    AttachedFile,
    AttachmentLacking,
    Lack,
)
from recoup_events.kernel.event import Value
from recoup_events.notification import DocumentedItem, MessageDocumentsRequested

PATIENCE: Final = timedelta(hours=1)
"""A reminder without its papers reminds; one that never leaves does not."""
MOST_SETS: Final = 5
"""How often they are made, because the figures have moved or the day has."""


class WantedDocuments(Value):
    """What is to be made, in the figures of the message."""

    level: int
    language: str
    country: str
    as_of: date
    items: tuple[DocumentedItem, ...]

    def agrees_with(self, made: DocumentSetMade) -> bool:
        """Its account was received up to the moment when they were made, so nothing else can differ."""
        shown = {each.receivable_id: each.balance for each in made.shown}
        return all(shown.get(item.receivable_id) == item.balance for item in self.items)

    def lacking(self, lack: Lack) -> tuple[AttachmentLacking, ...]:
        """All of it, for one reason."""
        found = {
            (kind, item.invoice_id if kind in OF_AN_INVOICE else None): None
            for item in self.items
            for kind in item.attachments
        }
        return tuple(
            AttachmentLacking(kind=kind, invoice_id=invoice, lack=lack) for kind, invoice in found
        )


class DocumentSet(Value):
    """What was asked for last, and what came of it."""

    request: MessageDocumentsRequested
    number: int
    """How many were asked for with it."""
    made: DocumentSetMade | None = None

    def is_of(self, wanted: WantedDocuments) -> bool:
        return WantedDocuments.model_validate(self.request, from_attributes=True) == wanted


class Attached(Value):
    """What goes along, and what does not."""

    files: tuple[AttachedFile, ...] = ()
    lacking: tuple[AttachmentLacking, ...] = ()


def wanted_documents(allowed: Lawful, level: int) -> WantedDocuments | None:
    """``None`` where no step attaches anything."""
    if not isinstance(allowed, Allowed) or not any(item.attachments for item in allowed.items):
        return None
    return WantedDocuments(
        level=level,
        language=allowed.recipient.language,
        country=allowed.recipient.country,
        as_of=allowed.today,
        items=tuple(
            DocumentedItem(
                invoice_id=item.invoice_id,
                receivable_id=item.receivable_id,
                amount=item.amount,
                balance=item.balance,
                attachments=item.attachments,
            )
            for item in allowed.items
        ),
    )


def attached(
    wanted: WantedDocuments | None, asked: DocumentSet | None, now: datetime, *, files: bool
) -> Attached | WantedDocuments:
    """What is wanted where it has to be asked for, or asked for anew."""
    if wanted is None:
        return Attached()
    if not files:
        return Attached(lacking=wanted.lacking(Lack.NO_FILE_STORE))
    if asked is None:
        return wanted
    if asked.made is None and now >= asked.request.until:
        return Attached(lacking=wanted.lacking(Lack.NOT_IN_TIME))
    if asked.made is not None and asked.is_of(wanted) and wanted.agrees_with(asked.made):
        return Attached(files=asked.made.files, lacking=asked.made.lacking)
    if asked.number >= MOST_SETS:
        return Attached(lacking=wanted.lacking(Lack.FIGURES_MOVED))
    return wanted
