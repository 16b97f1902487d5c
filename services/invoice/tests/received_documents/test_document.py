"""A document by its events: announced once, received once, forgotten when it is asked for."""

from invoice.received_documents.domain.commands import (
    AnnounceDocument,
    ForgetDocument,
    ReceiveDocument,
)
from invoice.received_documents.domain.document import (
    CHUNK_BYTES,
    DOCUMENT,
    Document,
    DocumentState,
    document_id_of,
)
from invoice.received_documents.domain.errors import DocumentRefused
from recoup_events.invoice.document import (
    DocumentAnnounced,
    DocumentForgotten,
    DocumentKind,
    DocumentReceived,
    FileOfDocument,
)
from recoup_events.kernel.ids import CustomerId
from recoup_testing.scenario import Scenario

ADA = CustomerId("cus_1")
FILE = FileOfDocument(
    document_id=document_id_of(ADA, "a" * 64),
    customer_id=ADA,
    kind=DocumentKind.CONTRACT,
    sha256="a" * 64,
    size=CHUNK_BYTES + 1,
)
ANNOUNCED = DocumentAnnounced(**dict(FILE))
RECEIVED = DocumentReceived(**dict(FILE), content_type="application/pdf")
FORGOTTEN = DocumentForgotten(document_id=FILE.document_id, customer_id=ADA, reason="asked for")
ANNOUNCE = AnnounceDocument(**dict(FILE))
RECEIVE = ReceiveDocument(content_type="application/pdf")
FORGET = ForgetDocument(reason="asked for")

document = Scenario(DOCUMENT)


def test_it_is_announced_once() -> None:
    document.given().when(ANNOUNCE).then(ANNOUNCED)
    document.given(ANNOUNCED).when(ANNOUNCE).then_nothing()
    document.given(ANNOUNCED, RECEIVED).when(ANNOUNCE).then_nothing()


def test_it_is_received_once() -> None:
    document.given(ANNOUNCED).when(RECEIVE).then(RECEIVED)
    document.given(ANNOUNCED, RECEIVED).when(RECEIVE).then_nothing()


def test_it_is_forgotten_once_and_may_come_again() -> None:
    document.given(ANNOUNCED, RECEIVED).when(FORGET).then(FORGOTTEN)
    document.given(ANNOUNCED).when(FORGET).then(FORGOTTEN)
    document.given(ANNOUNCED, FORGOTTEN).when(FORGET).then_nothing()
    document.given(ANNOUNCED, RECEIVED, FORGOTTEN).when(ANNOUNCE).then(ANNOUNCED)


def test_what_was_forgotten_meanwhile_is_not_received() -> None:
    document.given(ANNOUNCED, FORGOTTEN).when(RECEIVE).then_refused(DocumentRefused)


def test_what_was_never_announced_is_refused() -> None:
    document.given().when(RECEIVE).then_refused(DocumentRefused)
    document.given().when(FORGET).then_refused(DocumentRefused)


def test_its_chunks_are_all_of_it() -> None:
    state = Document(file=FILE, state=DocumentState.AWAITED)
    assert [state.length_of(n) for n in range(state.chunks)] == [CHUNK_BYTES, 1]
