"""What a promise does to what is chased, in the running service."""

from datetime import date
from typing import Any, TypeVar

import pytest
from httpx import AsyncClient

from recoup_events.invoice import (
    Condition,
    CustomerConditionRecorded,
    PaymentApplied,
)
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import AllocationId, ConditionId
from recoup_events.workflow_scheduler import (
    EnrolmentPaused,
    EnrolmentResumed,
    PauseCause,
    PromiseBroken,
    PromiseKept,
    PromiseWithdrawn,
    StepDue,
    Withdrawal,
)
from recoup_testing.reminders_example import CUSTOMER, IDS, INVOICE, berlin, paid, taken_back
from recoup_testing.service_harness import ServiceHarness

ENROLMENT = f"/v1/enrolments/{IDS['enrolment_id']}"
PROMISE: dict[str, Any] = {
    "reference": "PTP-1",
    "customer_id": CUSTOMER,
    "slices": [{"invoice_id": INVOICE}],
    "due_on": "2026-03-13",
    "words": "By Friday.",
}
E = TypeVar("E", bound=Event)


async def made(console: AsyncClient, **changes: object) -> dict[str, Any]:
    answer = await console.post("/v1/promises", json=PROMISE | changes)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def chased(console: AsyncClient) -> tuple[str, str]:
    shown = (await console.get(ENROLMENT)).json()
    return shown["state"], shown["chased"]["amount"]


async def of(harness: ServiceHarness, kind: type[E]) -> list[E]:
    return [event for event in await harness.recorded() if isinstance(event, kind)]


def booked(amount: str, left: str, on: date, id: str = "alc_1") -> PaymentApplied:
    return paid(amount, left=left).model_copy(
        update={"value_date": on, "allocation_id": AllocationId(id)}
    )


@pytest.mark.usefixtures("reminded")
async def test_a_promise_pauses_its_slice_and_the_rest_is_chased(console: AsyncClient) -> None:
    part = {"invoice_id": INVOICE, "amount": {"currency": "EUR", "amount": "60.00"}}
    promise = await made(console, slices=[part])
    assert (promise["state"], promise["last_day"]) == ("open", "2026-03-15")
    assert await chased(console) == ("running", "40.00")


async def test_a_whole_promise_lets_the_steps_stand_still(
    reminded: ServiceHarness, console: AsyncClient
) -> None:
    await made(console)
    assert await chased(console) == ("paused", "0.00")
    before = await of(reminded, StepDue)
    await reminded.until(berlin("2026-03-15 23:00"))
    assert await of(reminded, StepDue) == before


async def test_money_in_time_keeps_it_and_what_is_not_promised_is_chased_to_the_cent(
    reminded: ServiceHarness, console: AsyncClient
) -> None:
    part = {"invoice_id": INVOICE, "amount": {"currency": "EUR", "amount": "60.00"}}
    promise = await made(console, slices=[part])
    await reminded.receive(booked("20.00", "80.00", date(2026, 3, 10)))
    assert await chased(console) == ("running", "40.00")
    await reminded.receive(booked("45.00", "35.00", date(2026, 3, 12), "alc_2"))
    assert await chased(console) == ("running", "35.00")
    shown = (await console.get(f"/v1/promises/{promise['id']}")).json()
    assert (shown["state"], shown["kept_on"]) == ("kept", "2026-03-12")
    assert shown["paid"]["amount"] == "60.00"


async def test_the_day_after_it_is_broken_and_the_next_step_comes_at_once(
    reminded: ServiceHarness, console: AsyncClient
) -> None:
    promise = await made(console)
    await reminded.until(berlin("2026-03-16 12:00"))
    [broken] = await of(reminded, PromiseBroken)
    assert broken.promise_id == promise["id"]
    resumed = (await of(reminded, EnrolmentResumed))[-1]
    assert (resumed.cause, resumed.cause_id) == (PauseCause.PROMISE, promise["id"])
    assert await chased(console) == ("running", "100.00")
    latest = (await of(reminded, StepDue))[-1]
    assert latest.taken_on == date(2026, 3, 16)


@pytest.mark.parametrize(
    ("resumes", "step", "day"),
    [
        ("as_planned", "nudge", "2026-03-19"),
        ("at_once", "nudge", "2026-03-16"),
        ("step_harder", "firm", "2026-03-16"),
    ],
)
async def test_how_chasing_goes_on_is_the_policys(
    reminded: ServiceHarness, console: AsyncClient, resumes: str, step: str, day: str
) -> None:
    policy = (await console.get("/v1/promise-policy")).json() | {"resumes": resumes}
    await console.put("/v1/promise-policy", json=policy, headers={"If-Match": "*"})
    await made(console)
    await reminded.until(berlin("2026-03-16 01:00"))
    following = (await console.get(ENROLMENT)).json()["next"][0]
    assert (following["name"], following["planned_for"][:10]) == (step, day)


async def test_money_booked_late_makes_it_kept_after_all(
    reminded: ServiceHarness, console: AsyncClient
) -> None:
    await made(console)
    await reminded.until(berlin("2026-03-17 12:00"))
    await reminded.receive(booked("100.00", "0.00", date(2026, 3, 13)))
    [kept] = await of(reminded, PromiseKept)
    assert kept.broken_on == date(2026, 3, 16)
    await reminded.receive(
        taken_back("100.00", left="100.00").model_copy(update={"value_date": date(2026, 3, 13)})
    )
    again = (await of(reminded, PromiseBroken))[-1]
    assert again.kept_on == date(2026, 3, 13)
    assert await chased(console) == ("running", "100.00")


@pytest.mark.usefixtures("reminded")
async def test_one_slice_is_promised_once(console: AsyncClient) -> None:
    await made(console)
    again = await console.post("/v1/promises", json=PROMISE | {"reference": "PTP-2"})
    assert (again.status_code, again.json()["code"]) == (422, "slice_unfit")


@pytest.mark.usefixtures("reminded")
async def test_a_reference_names_one_promise(console: AsyncClient) -> None:
    first = await made(console)
    again = await console.post("/v1/promises", json=PROMISE)
    assert (again.status_code, again.json()["code"]) == (409, "duplicate_reference")
    assert again.headers["Location"] == f"/v1/promises/{first['id']}"


@pytest.mark.usefixtures("reminded")
@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"slices": [{"invoice_id": "inv_9"}]}, "unknown_receivable", "/slices/0"),
        ({"due_on": "2026-03-05"}, "promise_day_unfit", "/due_on"),
        ({"given_by": "call"}, "invalid_request", None),
    ],
)
async def test_what_cannot_be_promised_is_refused_with_where_it_stands(
    console: AsyncClient, changes: dict[str, Any], code: str, pointer: str | None
) -> None:
    answer = await console.post("/v1/promises", json=PROMISE | changes)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    if pointer is not None:
        assert answer.json()["errors"][0]["pointer"] == pointer


async def test_a_withdrawn_promise_is_chased_at_once(
    reminded: ServiceHarness, console: AsyncClient
) -> None:
    promise = await made(console)
    answer = await console.post(
        f"/v1/promises/{promise['id']}/withdrawal",
        json={"reason": "by_customer", "note": "Contests it after all."},
        headers={"If-Match": '"1"'},
    )
    assert (answer.status_code, answer.json()["withdrawn"]) == (200, "by_customer")
    assert await chased(console) == ("running", "100.00")


async def test_nobody_is_held_to_a_promise_in_an_insolvency(
    reminded: ServiceHarness, console: AsyncClient
) -> None:
    await made(console)
    await reminded.receive(
        CustomerConditionRecorded(
            customer_id=CUSTOMER,
            condition_id=ConditionId("cnd_1"),
            condition=Condition.INSOLVENCY,
            source="court",
            effective_from=date(2026, 3, 6),
        )
    )
    [over] = await of(reminded, PromiseWithdrawn)
    assert over.reason is Withdrawal.CONDITION


async def test_a_promise_before_a_pause_of_the_same_slice_is_a_pause_of_its_own(
    reminded: ServiceHarness, console: AsyncClient
) -> None:
    promise = await made(console)
    [paused] = await of(reminded, EnrolmentPaused)
    assert (paused.cause, paused.cause_id) == (PauseCause.PROMISE, promise["id"])
    assert paused.chased.minor_units == 0
