"""The documents that go along with one message: asked for once, made once, and kept for a while."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from pydantic import AwareDatetime

from recoup_events.invoice.document_set import DocumentSetMade, ShownBalance
from recoup_events.kernel.attachments import AttachedFile, AttachmentLacking
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.notification import MessageDocumentsRequested
from recoup_eventstore.decider import Decider

MAKE, FORGET = "make", "forget"
"""The timers: as soon as they are asked for, and once nobody has to keep them."""
WAIT: Final = timedelta(seconds=30)
"""Before the store is tried again."""


DAY: Final = timedelta(days=1)


class DocumentSetAsked(Event, type="document_set.asked.v1"):
    request: MessageDocumentsRequested
    at: AwareDatetime
    kept_until: AwareDatetime


class DocumentSetDeferred(Event, type="document_set.deferred.v1"):
    """The store did not take them; the message waits a while longer."""

    retry_at: AwareDatetime


class DocumentSetKept(Event, type="document_set.kept.v1"):
    """The store did not delete them."""

    until: AwareDatetime


class DocumentSetForgotten(Event, type="document_set.forgotten.v1"):
    """The files are deleted; which there were stays on record."""


class AskDocuments(Command):
    request: MessageDocumentsRequested
    at: AwareDatetime
    kept_until: AwareDatetime


class RecordDocuments(Command):
    shown: tuple[ShownBalance, ...]
    files: tuple[AttachedFile, ...]
    lacking: tuple[AttachmentLacking, ...]


class DeferDocuments(Command):
    at: AwareDatetime


class ForgetDocuments(Command):
    done: bool
    """Whether their files are deleted; else the store is tried again another day."""
    at: AwareDatetime


class DocumentSet(Value):
    asked: DocumentSetAsked | None = None
    make_at: AwareDatetime | None = None
    """``None`` once they are made."""
    files: tuple[AttachedFile, ...] = ()
    """Those that are kept."""
    kept_until: AwareDatetime | None = None


SetCommand = AskDocuments | RecordDocuments | DeferDocuments | ForgetDocuments
SetEvent = (
    DocumentSetAsked
    | DocumentSetMade
    | DocumentSetDeferred
    | DocumentSetKept
    | DocumentSetForgotten
)


def decide(command: SetCommand, documents: DocumentSet) -> Sequence[SetEvent]:
    """Each once, whatever is received or done again."""
    match command:
        case AskDocuments() if documents.asked is None:
            return [DocumentSetAsked.model_validate(command, from_attributes=True)]
        case RecordDocuments() if documents.asked is not None and documents.make_at is not None:
            request = documents.asked.request
            return [
                DocumentSetMade(
                    set_id=request.set_id,
                    message_id=request.message_id,
                    customer_id=request.customer_id,
                    **dict(command),
                )
            ]
        case DeferDocuments(at=at) if documents.make_at is not None:
            return [DocumentSetDeferred(retry_at=at + WAIT)]
        case ForgetDocuments(done=done, at=at) if documents.files:
            return [DocumentSetForgotten() if done else DocumentSetKept(until=at + DAY)]
        case _:
            return []


def evolve(documents: DocumentSet, event: SetEvent) -> DocumentSet:
    match event:
        case DocumentSetAsked(at=at):
            return DocumentSet(asked=event, make_at=at, kept_until=event.kept_until)
        case DocumentSetDeferred(retry_at=at):
            return documents.model_copy(update={"make_at": at})
        case DocumentSetMade(files=files):
            return documents.model_copy(update={"make_at": None, "files": files})
        case DocumentSetKept(until=until):
            return documents.model_copy(update={"kept_until": until})
        case DocumentSetForgotten():
            return documents.model_copy(update={"files": ()})


def timers(documents: DocumentSet) -> Mapping[str, datetime]:
    if documents.make_at is not None:
        return {MAKE: documents.make_at}
    if documents.kept_until is not None and documents.files:
        return {FORGET: documents.kept_until}
    return {}


DOCUMENT_SET: Decider[SetCommand, DocumentSet, SetEvent] = Decider(
    "document_set", DocumentSet(), decide, evolve, timers
)
