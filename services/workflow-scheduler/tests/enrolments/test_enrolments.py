from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.dispute import DisputeOpened, Reason
from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.ids import DisputeId
from recoup_events.kernel.slices import Slice
from recoup_events.workflow_scheduler import EnrolmentPaused
from recoup_testing.creditors import CREDITOR
from recoup_testing.reminders_example import CUSTOMER, IDS, INVOICE, RECEIVABLE, berlin, eur
from recoup_testing.service_harness import ServiceHarness

PATH = f"/v1/enrolments/{IDS['enrolment_id']}"
ANY_VERSION = {"If-Match": "*"}
HOLD = {"reason": "The new owner asked for a week."}
OPENED = DisputeOpened(
    dispute_id=DisputeId("dsp_1"),
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    slices=(Slice(invoice_id=INVOICE, receivable_id=RECEIVABLE, amount=eur("30.00")),),
    reason=Reason.PRICE,
    statement="We agreed on less.",
)


async def send(console: AsyncClient, verb: str, body: dict[str, Any] | None) -> dict[str, Any]:
    answer = await console.post(f"{PATH}/{verb}", json=body, headers=ANY_VERSION)
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def test_an_enrolment_shows_what_happens_next(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued
) -> None:
    await harness.receive(issued)
    await harness.until(berlin("2026-03-03 12:00"))
    answer = await console.get(PATH)
    shown = answer.json()
    assert answer.headers["ETag"] == '"7"'
    assert (shown["state"], shown["chased"]) == ("running", {"amount": "100.00", "currency": "EUR"})
    assert shown["next"][:2] == [
        {"name": "friendly", "kind": "remind", "level": 1, "planned_for": "2026-03-05T09:00:00Z"},
        {"name": "nudge", "kind": "remind", "level": 1, "planned_for": "2026-03-09T09:00:00Z"},
    ]


async def test_after_the_last_step_it_shows_when_chasing_gives_up(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued
) -> None:
    await harness.receive(issued)
    await harness.until(berlin("2026-04-02 12:00"))
    shown = (await console.get(PATH)).json()
    [last] = shown["next"]
    assert (last["name"], last["planned_for"]) == ("decide_what_next", "2026-05-01T08:00:00Z")


async def test_a_dispute_shows_as_a_pause_and_the_parts_add_up(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued
) -> None:
    await harness.receive(issued, OPENED)
    shown = (await console.get(PATH)).json()
    [pause] = shown["pauses"]
    assert (pause["cause"], pause["cause_id"], pause["everything"]) == ("dispute", "dsp_1", False)
    assert [part["amount"] for part in (shown["balance"], shown["chased"], pause["amount"])] == [
        "100.00",
        "70.00",
        "30.00",
    ]


async def test_a_hold_stands_still_and_resuming_shifts_the_steps(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued
) -> None:
    await harness.receive(issued)
    await harness.until(berlin("2026-03-06 09:00"))
    held = await send(console, "pause", HOLD)
    assert (held["state"], held["pauses"][0]["reason"]) == ("paused", HOLD["reason"])
    assert held["next"][0]["planned_for"] is None
    await harness.until(berlin("2026-03-16 09:00"))
    resumed = await send(console, "resume", None)
    assert (resumed["state"], resumed["next"][0]["name"]) == ("running", "nudge")
    assert resumed["next"][0]["planned_for"] == "2026-03-19T09:00:00Z"


async def test_a_hold_of_an_amount_leaves_the_rest_to_chase(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued
) -> None:
    await harness.receive(issued)
    held = await send(console, "pause", {**HOLD, "amount": {"amount": "60.00", "currency": "EUR"}})
    assert (held["state"], held["chased"]["amount"]) == ("running", "40.00")


@pytest.mark.parametrize(
    ("amount", "pointer"),
    [
        ({"amount": "100.01", "currency": "EUR"}, "/amount"),
        ({"amount": "0.00", "currency": "EUR"}, "/amount/amount"),
        ({"amount": 60.5, "currency": "EUR"}, "/amount/amount"),
        ({"amount": "1.00", "currency": "USD"}, "/amount/currency"),
    ],
)
async def test_an_amount_that_cannot_be_held_is_refused_where_it_lies(
    harness: ServiceHarness,
    console: AsyncClient,
    issued: InvoiceIssued,
    amount: dict[str, Any],
    pointer: str,
) -> None:
    await harness.receive(issued)
    body = {**HOLD, "amount": amount}
    answer = await console.post(f"{PATH}/pause", json=body, headers=ANY_VERSION)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_a_stopped_enrolment_shows_why_and_takes_no_more_orders(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued
) -> None:
    await harness.receive(issued)
    stopped = await send(console, "stop", {"reason": "Handed to the court."})
    assert (stopped["state"], stopped["outcome"]) == ("ended", "stopped")
    assert (stopped["reason"], stopped["next"]) == ("Handed to the court.", [])
    again = await console.post(f"{PATH}/resume", headers=ANY_VERSION)
    assert (again.status_code, again.json()["code"]) == (409, "enrolment_refused")


async def test_an_order_says_on_which_version_it_was_decided(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued
) -> None:
    await harness.receive(issued)
    blind = await console.post(f"{PATH}/pause", json=HOLD)
    stale = await console.post(f"{PATH}/pause", json=HOLD, headers={"If-Match": '"1"'})
    fresh = await console.post(f"{PATH}/pause", json=HOLD, headers={"If-Match": '"3"'})
    assert [a.status_code for a in (blind, stale, fresh)] == [428, 412, 200]


async def test_an_order_sent_twice_under_one_key_is_done_once(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued
) -> None:
    await harness.receive(issued)
    headers = {**ANY_VERSION, "Idempotency-Key": "hold-1"}
    first = await console.post(f"{PATH}/pause", json=HOLD, headers=headers)
    second = await console.post(f"{PATH}/pause", json=HOLD, headers=headers)
    assert second.content == first.content
    assert second.headers["Idempotent-Replayed"] == "true"
    assert len([f for f in await harness.recorded() if isinstance(f, EnrolmentPaused)]) == 1


async def test_an_invoice_not_heard_of_yet_is_not_found(
    harness: ServiceHarness, console: AsyncClient
) -> None:
    assert (await console.get(PATH)).status_code == 404
    await harness.receive(OPENED)
    assert (await console.get(PATH)).status_code == 404


@pytest.mark.parametrize("verb", ["pause", "stop"])
async def test_a_reason_is_needed(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued, verb: str
) -> None:
    await harness.receive(issued)
    answer = await console.post(f"{PATH}/{verb}", json={}, headers=ANY_VERSION)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/reason"
