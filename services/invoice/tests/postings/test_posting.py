"""A posting is taken over, posted or refused, and nothing is booked twice."""

from datetime import date
from typing import Any

import pytest

from invoice.postings.domain.errors import PostingRefused
from invoice.postings.domain.posting import (
    POSTING,
    CreatePosting,
    ExportPosting,
    RecordPosted,
    RefusePosting,
    SettlePosting,
    posting_date,
)
from recoup_events import invoice as events
from recoup_events.invoice.posting import PostingSettled, SettlementWay
from recoup_events.kernel.ids import CustomerId, InvoiceId, PostingId
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur
from recoup_testing.scenario import Scenario

IDS: dict[str, Any] = {"posting_id": PostingId("pst_1"), "customer_id": CustomerId("cus_1")}
DAY = date(2026, 1, 20)
CREATE = CreatePosting(
    **IDS,
    customer_external_id="C-1",
    creditor_id=CREDITOR,
    creditor="default",
    kind=events.PostingKind.WRITE_OFF,
    invoice_id=InvoiceId("inv_1"),
    external_id="SO-1",
    amount=-eur(40_00),
    effective_on=DAY,
    posting_date=DAY,
    reason="insolvent",
)
CREATED = events.PostingCreated.model_validate(CREATE, from_attributes=True)
EXPORTED = events.PostingExported(**IDS, export="B-1")
POSTED = events.PostingPosted(**IDS, document="4711")
REFUSED = events.PostingRefused(**IDS, reason="closed")

BY_HAND: dict[str, Any] = {
    "way": SettlementWay.CORRECTED_IN_ERP,
    "document": "4712",
    "reason": "first open period",
    "settled_by": "Ada",
}
SETTLE = SettlePosting(**BY_HAND)
SETTLED = PostingSettled(**IDS, **BY_HAND)

posting = Scenario(POSTING)


def test_what_is_booked_waits_for_an_export_which_takes_it_once() -> None:
    posting.given().when(CREATE).then(CREATED)
    posting.given(CREATED).when(CREATE).then_nothing()
    posting.given(CREATED).when(ExportPosting(export="B-1")).then(EXPORTED)
    posting.given(CREATED, EXPORTED).when(ExportPosting(export="B-1")).then_nothing()
    posting.given(CREATED, EXPORTED).when(ExportPosting(export="B-2")).then_refused(PostingRefused)


@pytest.mark.parametrize("before", [(), (EXPORTED,), (EXPORTED, REFUSED)])
def test_it_is_posted_once_under_one_document(before: tuple[events.InvoiceEvent, ...]) -> None:
    posting.given(CREATED, *before).when(RecordPosted(document="4711")).then(POSTED)
    done = posting.given(CREATED, *before, POSTED)
    done.when(RecordPosted(document="4711")).then_nothing()
    done.when(RecordPosted(document="4712")).then_refused(PostingRefused)
    done.when(RefusePosting(reason="closed")).then_refused(PostingRefused)
    done.when(ExportPosting(export="B-2")).then_refused(PostingRefused)


def test_what_was_refused_is_taken_by_another_export() -> None:
    posting.given(CREATED, EXPORTED).when(RefusePosting(reason="closed")).then(REFUSED)
    refused = posting.given(CREATED, EXPORTED, REFUSED)
    refused.when(RefusePosting(reason="closed")).then_nothing()
    refused.when(ExportPosting(export="B-1")).then_nothing()
    refused.when(ExportPosting(export="B-2")).then(events.PostingExported(**IDS, export="B-2"))


def test_what_was_refused_is_settled_by_a_person_once_and_booked_by_nobody_after() -> None:
    posting.given(CREATED, REFUSED).when(SETTLE).then(SETTLED)
    posting.given(CREATED).when(SETTLE).then_refused(PostingRefused)
    posting.given(CREATED, POSTED).when(SETTLE).then_refused(PostingRefused)
    settled = posting.given(CREATED, REFUSED, SETTLED)
    settled.when(SETTLE.model_copy(update={"settled_by": "Ben"})).then_nothing()
    settled.when(SETTLE.model_copy(update={"document": "4713"})).then_refused(PostingRefused)
    settled.when(ExportPosting(export="B-2")).then_refused(PostingRefused)
    settled.when(RecordPosted(document="4712")).then_refused(PostingRefused)
    settled.when(RefusePosting(reason="closed")).then_refused(PostingRefused)


@pytest.mark.parametrize(
    "command", [ExportPosting(export="B-1"), RecordPosted(document="1"), RefusePosting(reason="x")]
)
def test_of_what_was_never_booked_nothing_is_taken_over(command: Any) -> None:
    posting.given().when(command).then_refused(PostingRefused)


@pytest.mark.parametrize(
    ("closed", "posted_on"),
    [
        (None, "2026-01-20"),
        ("2026-01-19", "2026-01-20"),
        ("2026-01-20", "2026-01-21"),
        ("2026-01-31", "2026-02-01"),
    ],
)
def test_nothing_is_posted_into_closed_books(closed: str | None, posted_on: str) -> None:
    until = None if closed is None else date.fromisoformat(closed)
    books = events.Books(books_closed_until=until)
    assert posting_date(DAY, books) == date.fromisoformat(posted_on)
