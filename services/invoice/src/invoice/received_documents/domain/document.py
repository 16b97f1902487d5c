"""A document: announced, received, and forgotten when somebody asks for it."""

from collections.abc import Sequence
from enum import StrEnum

from invoice.received_documents.domain import commands
from invoice.received_documents.domain.errors import DocumentRefused
from recoup_events.invoice.document import (
    DocumentAnnounced,
    DocumentForgotten,
    DocumentReceived,
    FileOfDocument,
)
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CustomerId, DocumentId, derived
from recoup_eventstore.decider import Decider

CHUNK_BYTES = 512 * 1024
DocumentEvent = DocumentAnnounced | DocumentReceived | DocumentForgotten


class DocumentState(StrEnum):
    AWAITED = "awaited"
    RECEIVED = "received"
    FORGOTTEN = "forgotten"


class NoDocument(Value):
    """Nothing was announced under this id."""


class Document(Value):
    file: FileOfDocument
    state: DocumentState
    content_type: str | None = None
    """Once it is received."""
    reason: str | None = None
    """Why it was forgotten."""

    @property
    def chunks(self) -> int:
        return -(-self.file.size // CHUNK_BYTES)

    def length_of(self, chunk: int) -> int:
        return min(CHUNK_BYTES, self.file.size - chunk * CHUNK_BYTES)


State = NoDocument | Document
NOTHING: State = NoDocument()


def document_id_of(customer_id: CustomerId, sha256: str) -> DocumentId:
    """The same bytes for the same customer are the same document."""
    return DocumentId(derived("doc", customer_id, sha256))


def decide(command: commands.DocumentCommand, state: State) -> Sequence[DocumentEvent]:
    """List every move a document allows; what is not listed is refused."""
    match state, command:
        case NoDocument(), commands.AnnounceDocument():
            return [DocumentAnnounced(**dict(command))]
        case Document(state=DocumentState.FORGOTTEN), commands.AnnounceDocument():
            return [DocumentAnnounced(**dict(command))]
        case Document(), commands.AnnounceDocument():
            return []
        case Document(), commands.ReceiveDocument():
            return _received(state, command)
        case Document(state=DocumentState.FORGOTTEN), commands.ForgetDocument():
            return []
        case Document(file=file), commands.ForgetDocument(reason=reason):
            return [
                DocumentForgotten(
                    document_id=file.document_id, customer_id=file.customer_id, reason=reason
                )
            ]
        case _:
            raise DocumentRefused("There is no such document; announce it first.")


def _received(document: Document, command: commands.ReceiveDocument) -> Sequence[DocumentReceived]:
    match document.state:
        case DocumentState.AWAITED:
            return [DocumentReceived(**dict(document.file), content_type=command.content_type)]
        case DocumentState.RECEIVED:
            return []
        case DocumentState.FORGOTTEN:
            raise DocumentRefused("The document was forgotten meanwhile; announce it again.")


def evolve(state: State, event: DocumentEvent) -> State:
    match state, event:
        case _, DocumentAnnounced():
            return Document(file=event.file, state=DocumentState.AWAITED)
        case _, DocumentReceived():
            return Document(
                file=event.file, state=DocumentState.RECEIVED, content_type=event.content_type
            )
        case Document(), DocumentForgotten():
            return state.model_copy(
                update={"state": DocumentState.FORGOTTEN, "reason": event.reason}
            )
        case _:
            return state


DOCUMENT: Decider[commands.DocumentCommand, State, DocumentEvent] = Decider(
    "document", NOTHING, decide, evolve
)
