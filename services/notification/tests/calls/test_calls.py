"""Calls through the API, over memory twins."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from notification.creditors.domain.creditor import account_of
from recoup_events.invoice import (
    Condition,
    CustomerConditionRecorded,
    CustomerRegistered,
    InvoiceIssued,
)
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    ConditionId,
    CustomerId,
    InvoiceId,
    TenantId,
    creditor_id_of,
    receivable_id_of,
)
from recoup_events.notification import (
    AddressBounced,
    CallMade,
    CallPermitted,
    CallReceived,
    CallRefused,
)
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR_REGISTERED

Receive = Callable[[Event], Awaitable[None]]
Recorded = Callable[[], Awaitable[list[Event]]]
BODY: dict[str, Any] = {
    "reference": "dialler-1",
    "customer_id": "cus_1",
    "person_id": "per_ada",
    "invoices": [{"invoice_id": "inv_1"}],
}
ACME = TenantId("acme")
DEFAULT = creditor_id_of(ACME, "default")
NIGHT = timedelta(hours=11)


@pytest.fixture(autouse=True)
async def a_known_customer(
    receive: Receive,
    receive_for: Callable[..., Awaitable[None]],
    registered: CustomerRegistered,
    issued: InvoiceIssued,
) -> None:
    creditor = CREDITOR_REGISTERED.model_copy(update={"creditor_id": DEFAULT})
    await receive_for(account_of(ACME, DEFAULT), creditor)
    await receive(registered)
    await receive(issued.model_copy(update={"creditor_id": DEFAULT}))


async def asked(ops: AsyncClient, **change: Any) -> dict[str, Any]:
    answer = await ops.post("/v1/calls", json=BODY | change)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_a_permitted_call_says_whom_to_dial_about_what_and_until_when(
    ops: AsyncClient, recorded: Recorded
) -> None:
    call = await asked(ops, task_id="tsk_1")
    assert (call["state"], call["phone"], call["task_id"]) == ("permitted", "+4930901820", "tsk_1")
    assert call["permission"]["until"] == "2026-01-05T11:30:00Z"
    amount = {"amount": "100.00", "currency": "EUR"}
    assert call["permission"]["items"] == [
        {
            "invoice_id": "inv_1",
            "receivable_id": receivable_id_of(InvoiceId("inv_1"), 0),
            "amount": amount,
        }
    ]
    assert call["permission"]["caps"][0]["left"] == 6
    assert (await ops.get(f"/v1/calls/{call['id']}")).json() == call
    permitted = [event for event in await recorded() if isinstance(event, CallPermitted)]
    assert "+49" not in permitted[0].model_dump_json()


async def test_a_refused_call_says_by_which_rule_and_when_to_ask_again(
    ops: AsyncClient, clock: TurnedClock, recorded: Recorded
) -> None:
    clock.turn(NIGHT)
    call = await asked(ops)
    assert (call["state"], call["permission"]) == ("refused", None)
    assert call["refusal"]["rule"] == "policy-quiet-hours"
    assert call["refusal"]["retry_at"] == "2026-01-06T07:00:00Z"
    assert "Ask for another call at 2026-01-06T07:00" in call["refusal"]["next_step"]
    assert isinstance((await recorded())[-1], CallRefused)
    made = await ops.post(f"/v1/calls/{call['id']}/outcome", json={"outcome": "reached"})
    assert (made.status_code, made.json()["code"]) == (409, "call_state_refused")


async def test_permissions_count_before_they_are_used_and_those_given_back_do_not(
    ops: AsyncClient, clock: TurnedClock
) -> None:
    calls = [await asked(ops, reference="dialler-0")]
    for n in range(1, 7):
        clock.turn(timedelta(days=1))
        calls.append(await asked(ops, reference=f"dialler-{n}"))
    assert [call["state"] for call in calls] == ["permitted"] * 7
    clock.turn(timedelta(minutes=5))
    refused = await asked(ops, reference="dialler-7")
    assert refused["refusal"]["rule"] == "policy-call-cap"
    back = await ops.post(f"/v1/calls/{calls[6]['id']}/withdrawal", json={"reason": "No agent."})
    assert back.json()["state"] == "not_made"
    assert (await asked(ops, reference="dialler-9"))["state"] == "permitted"


@pytest.mark.parametrize(
    ("says", "state"),
    [
        ({}, "refused"),
        ({"notice": "efforts_end"}, "permitted"),
        ({"notice": "remedy_may_be_used"}, "permitted"),
        ({"notice": "remedy_will_be_used"}, "permitted"),
    ],
)
async def test_who_wants_no_more_contact_may_be_told_three_things(
    ops: AsyncClient, receive: Receive, says: dict[str, str], state: str
) -> None:
    await receive(
        CustomerConditionRecorded(
            customer_id=CustomerId("cus_1"),
            condition_id=ConditionId("con_1"),
            condition=Condition.CEASE_REQUEST,
            source="a letter",
            effective_from=date(2026, 1, 1),
        )
    )
    call = await asked(ops, **says)
    assert (call["state"], call["notice"]) == (state, says.get("notice"))


async def test_of_71_calls_in_two_minutes_one_is_permitted(
    ops: AsyncClient, clock: TurnedClock
) -> None:
    states = []
    for n in range(71):
        states.append((await asked(ops, reference=f"dialler-{n}"))["state"])
        clock.turn(timedelta(seconds=120 / 71))
    assert states == ["permitted"] + ["refused"] * 70


async def test_after_a_conversation_the_person_is_left_alone_for_a_week(
    ops: AsyncClient, clock: TurnedClock
) -> None:
    call = await asked(ops)
    clock.turn(timedelta(minutes=5))
    outcome = {"outcome": "reached", "note": "Pays on Friday."}
    made = (await ops.post(f"/v1/calls/{call['id']}/outcome", json=outcome)).json()
    assert (made["state"], made["outcome"]["conversation"]) == ("made", True)
    assert made["outcome"]["note"] == "Pays on Friday."
    clock.turn(timedelta(days=6))
    again = await asked(ops, reference="dialler-2")
    assert again["refusal"]["rule"] == "policy-call-cool-down"


async def test_when_the_person_calls_it_is_a_conversation_as_well(
    ops: AsyncClient, recorded: Recorded, clock: TurnedClock
) -> None:
    body = BODY | {"note": "Asks for a copy.", "called_at": "2026-01-05T10:00:00Z"}
    answer = await ops.post("/v1/calls/received", json=body)
    call = answer.json()
    assert (answer.status_code, call["state"], call["phone"]) == (201, "received", None)
    assert call["outcome"]["conversation"] is True
    assert (await ops.get(f"/v1/calls/{call['id']}")).json() == call
    assert [type(event) for event in await recorded()] == [CallReceived]
    again = await asked(ops, reference="dialler-2")
    assert again["refusal"]["rule"] == "policy-call-cool-down"
    clock.turn(timedelta(days=7))
    later = await asked(ops, reference="dialler-3")
    assert later["permission"]["caps"][0]["left"] == 6


async def test_what_has_not_happened_yet_is_not_recorded(ops: AsyncClient) -> None:
    body = BODY | {"called_at": "2026-01-05T12:00:00Z"}
    answer = await ops.post("/v1/calls/received", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "called_at_unacceptable")
    stranger = await ops.post("/v1/calls/received", json=BODY | {"person_id": "per_eve"})
    assert (stranger.status_code, stranger.json()["code"]) == (422, "unknown_person")


async def test_a_wrong_number_is_no_attempt_and_is_not_called_again(
    ops: AsyncClient, recorded: Recorded
) -> None:
    call = await asked(ops)
    wrong = await ops.post(f"/v1/calls/{call['id']}/outcome", json={"outcome": "wrong_number"})
    assert wrong.status_code == 200, wrong.text
    assert [type(event) for event in await recorded()][-2:] == [CallMade, AddressBounced]
    again = await asked(ops, reference="dialler-2")
    assert again["refusal"]["rule"] == "policy.bounced"
    number = {"channel": "call", "address": "+4930901820", "source": "Asked at the front desk."}
    assert (await ops.post("/v1/addresses/confirmations", json=number)).status_code == 201
    assert (await asked(ops, reference="dialler-3"))["permission"]["caps"][0]["left"] == 6


async def test_a_reference_names_one_call(ops: AsyncClient) -> None:
    await asked(ops)
    again = await ops.post("/v1/calls", json=BODY)
    assert (again.status_code, again.json()["code"]) == (409, "duplicate_reference")


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"customer_id": "cus_9"}, "unknown_customer", "/customer_id"),
        ({"person_id": "per_eve"}, "unknown_person", "/person_id"),
        ({"phone": "+4930901821"}, "unknown_phone", "/phone"),
        ({"creditor": "nobody"}, "unknown_creditor", "/creditor"),
        ({"invoices": [{"invoice_id": "inv_9"}]}, "unknown_invoice", "/invoices/0"),
        ({"invoices": []}, "invalid_request", "/invoices"),
        ({"phone": "030 90 18 20"}, "invalid_request", "/phone"),
    ],
)
async def test_what_is_asked_for_is_known_here(
    ops: AsyncClient, change: dict[str, Any], code: str, pointer: str
) -> None:
    answer = await ops.post("/v1/calls", json=BODY | change)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_a_permission_says_who_agrees_to_a_recording_and_the_outcome_whether_it_was(
    ops: AsyncClient,
) -> None:
    call = await asked(ops)
    recording = call["permission"]["recording"]
    assert (recording["agreement"], recording["place"]) == ("all_parties", "DE")
    assert recording["citation"] == "StGB 201"
    made = {"outcome": "reached", "recorded": "with_agreement"}
    answer = await ops.post(f"/v1/calls/{call['id']}/outcome", json=made)
    assert answer.json()["outcome"]["recorded"] == "with_agreement"
