"""By when a debtor who contests should have an answer: by reason and creditor, in working days where wanted."""

from datetime import UTC, datetime
from typing import Any

import pytest
from httpx import AsyncClient

from dispute.disputes.domain.debtor import Debtor
from dispute.disputes.domain.policy import AnswerTime, DisputePolicy
from recoup_events.dispute import Reason

TUESDAY = datetime(2026, 1, 20, 9, tzinfo=UTC)
SATURDAY = datetime(2026, 1, 24, 9, tzinfo=UTC)
NEW: dict[str, Any] = {
    "customer_external_id": "C-1",
    "invoice_external_id": "SO-1",
    "reference": "TICKET-1",
    "amount": {"amount": "1.00", "currency": "EUR"},
    "reason": "missing_document",
    "statement": "The delivery note is missing.",
}
POLICY = {
    "answer_within": {"days": 20, "working_days": False},
    "by_reason": {"missing_document": {"days": 4, "working_days": True}},
}


@pytest.mark.parametrize(
    ("at", "days", "day"),
    [(TUESDAY, 3, 23), (TUESDAY, 4, 26), (TUESDAY, 5, 27), (SATURDAY, 1, 26)],
)
def test_weekends_are_no_working_days(at: datetime, days: int, day: int) -> None:
    assert AnswerTime(days=days, working_days=True).after(at, Debtor()) == at.replace(day=day)


@pytest.mark.parametrize(
    ("country", "subdivision", "day"),
    [("DE", None, 8), ("US", "US-CA", 6), (None, None, 6)],
)
def test_public_holidays_are_none_where_the_debtor_is(
    country: str | None, subdivision: str | None, day: int
) -> None:
    """Good Friday and Easter Monday of 2026 are 3 and 6 April; two days after Thursday 2 April."""
    thursday = datetime(2026, 4, 2, 9, tzinfo=UTC)
    debtor = Debtor(country=country, subdivision=subdivision)
    answered = AnswerTime(days=2, working_days=True).after(thursday, debtor)
    assert answered == thursday.replace(day=day)


def test_the_time_of_day_is_that_of_the_debtors_clock() -> None:
    """23:30 UTC is the next day in Berlin; when the clocks have gone forward it is an hour sooner in UTC."""
    friday = datetime(2026, 3, 26, 23, 30, tzinfo=UTC)
    debtor = Debtor(time_zone="Europe/Berlin", country="DE")
    answered = AnswerTime(days=1, working_days=True).after(friday, debtor)
    assert answered == datetime(2026, 3, 29, 22, 30, tzinfo=UTC)


def test_without_a_policy_it_is_thirty_days() -> None:
    assert DisputePolicy().answer_by(Reason.QUALITY, TUESDAY, Debtor()) == datetime(
        2026, 2, 19, 9, tzinfo=UTC
    )


async def test_a_dispute_is_opened_under_the_policy_and_keeps_its_day(erp: AsyncClient) -> None:
    before = await erp.get("/v1/dispute-policy")
    assert before.json()["answer_within"] == {"days": 30, "working_days": False}
    version = {"If-Match": before.headers["ETag"]}
    set = await erp.put("/v1/dispute-policy", json=POLICY, headers=version)
    assert (set.status_code, set.json()) == (200, POLICY)
    document = (await erp.post("/v1/disputes", json=NEW)).json()
    assert document["review_at"] == "2026-01-26T09:00:00Z"
    quality = NEW | {"reference": "TICKET-2", "reason": "quality"}
    assert (await erp.post("/v1/disputes", json=quality)).json()["review_at"] == (
        "2026-02-09T09:00:00Z"
    )
    later = POLICY | {"by_reason": {}}
    await erp.put("/v1/dispute-policy", json=later, headers={"If-Match": set.headers["ETag"]})
    shown = (await erp.get(f"/v1/disputes/{document['id']}")).json()
    assert shown["review_at"] == "2026-01-26T09:00:00Z"
