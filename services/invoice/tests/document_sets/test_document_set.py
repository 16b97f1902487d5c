"""A set of documents: asked for once, made once, tried again while a mail waits, forgotten in time."""

from datetime import UTC, datetime, timedelta

from invoice.document_sets.domain.document_set import (
    DAY,
    DOCUMENT_SET,
    FORGET,
    MAKE,
    WAIT,
    AskDocuments,
    DeferDocuments,
    DocumentSetAsked,
    DocumentSetDeferred,
    DocumentSetForgotten,
    DocumentSetKept,
    ForgetDocuments,
    RecordDocuments,
    SetEvent,
)
from recoup_events.kernel.attachments import AttachmentKind, AttachmentLacking, Lack
from recoup_events.kernel.ids import CreditorId
from recoup_testing.clock import TurnedClock
from recoup_testing.document_sets import answer, asked, item_of
from recoup_testing.scenario import Scenario

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
KEPT_UNTIL = NOW + timedelta(days=1096)
INVOICE = {"id": "inv_1", "balance": {"amount": "100.00", "currency": "EUR"}}
REQUEST = asked(TurnedClock(NOW), item_of(INVOICE, 100_00), creditor_id=CreditorId("crd_1"))
ASK = AskDocuments(request=REQUEST, at=NOW, kept_until=KEPT_UNTIL)
ASKED = DocumentSetAsked(request=REQUEST, at=NOW, kept_until=KEPT_UNTIL)
MADE = answer(REQUEST)
RECORD = RecordDocuments(shown=MADE.shown, files=MADE.files, lacking=MADE.lacking)
documents = Scenario(DOCUMENT_SET)


def test_it_is_asked_for_and_made_once() -> None:
    documents.given().when(ASK).then(ASKED)
    documents.given(ASKED).when(ASK).then_nothing()
    documents.given(ASKED).when(RECORD).then(MADE)
    documents.given(ASKED, MADE).when(RECORD).then_nothing()
    documents.given(ASKED, MADE).when(DeferDocuments(at=NOW)).then_nothing()


def test_it_is_tried_again_after_a_wait_until_it_is_made() -> None:
    deferred = DocumentSetDeferred(retry_at=NOW + WAIT)
    documents.given(ASKED).when(DeferDocuments(at=NOW)).then(deferred)
    assert _timers(ASKED) == {MAKE: NOW}
    assert _timers(ASKED, deferred) == {MAKE: NOW + WAIT}
    assert _timers(ASKED, deferred, MADE) == {FORGET: KEPT_UNTIL}


def test_its_files_are_forgotten_once_and_tried_again_daily() -> None:
    made = documents.given(ASKED, MADE)
    made.when(ForgetDocuments(done=True, at=KEPT_UNTIL)).then(DocumentSetForgotten())
    kept = DocumentSetKept(until=KEPT_UNTIL + DAY)
    made.when(ForgetDocuments(done=False, at=KEPT_UNTIL)).then(kept)
    assert _timers(ASKED, MADE, kept) == {FORGET: KEPT_UNTIL + DAY}
    gone = documents.given(ASKED, MADE, DocumentSetForgotten())
    gone.when(ForgetDocuments(done=True, at=KEPT_UNTIL)).then_nothing()
    assert _timers(ASKED, MADE, DocumentSetForgotten()) == {}


def test_what_has_no_files_has_nothing_to_forget() -> None:
    lacking = AttachmentLacking(kind=AttachmentKind.STATEMENT, lack=Lack.NOT_RENDERED)
    none = MADE.model_copy(update={"files": (), "lacking": (lacking,)})
    assert _timers(ASKED, none) == {}


def _timers(*events: SetEvent) -> dict[str, datetime]:
    state = DOCUMENT_SET.initial
    for event in events:
        state = DOCUMENT_SET.evolve(state, event)
    return dict(DOCUMENT_SET.timers(state))
