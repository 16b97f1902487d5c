from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import CustomerRegistered
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId, customer_id_of
from recoup_events.notification import ChannelOptedOut
from recoup_eventstore.command_runner import CommandRunner

ACME = TenantId("acme")
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
Receive = Callable[[Event], Awaitable[None]]
SMS = {"customer_id": "cus_1", "person_id": "per_ada", "channel": "sms"}
CONSENT = SMS | {"basis": "express_consent", "words": "Yes, text me."}
OPT_OUT = SMS | {"source": "Reply STOP"}


@pytest.fixture(autouse=True)
async def a_known_customer(receive: Receive, registered: CustomerRegistered) -> None:
    await receive(registered)


def about_sms(shown: dict[str, Any]) -> dict[str, Any]:
    (word,) = [word for word in shown["words"] if word["channel"] == "sms"]
    return dict(word)


async def test_a_consent_is_shown_with_its_words_and_a_version(ops: AsyncClient) -> None:
    answer = await ops.post("/v1/consents", json=CONSENT)
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    assert about_sms(answer.json()) == {
        "person_id": "per_ada",
        "channel": "sms",
        "creditor_id": None,
        "standing": "granted",
        "basis": "express_consent",
        "words": "Yes, text me.",
    }
    seen = await ops.get("/v1/consents", params={"customer_id": "cus_1"})
    assert (seen.json(), seen.headers["ETag"]) == (answer.json(), '"1"')


async def test_of_persons_who_said_nothing_there_is_no_word(ops: AsyncClient) -> None:
    answer = await ops.get("/v1/consents", params={"customer_id": "cus_1"})
    never = {"created_at": None, "updated_at": None}
    assert answer.json() == never | {"customer_id": "cus_1", "words": []}


async def test_a_person_is_one_of_the_customers(ops: AsyncClient) -> None:
    stranger = await ops.post("/v1/consents", json=CONSENT | {"person_id": "per_eve"})
    assert (stranger.status_code, stranger.json()["code"]) == (422, "unknown_person")
    assert stranger.json()["errors"][0]["pointer"] == "/person_id"
    twice = await ops.post("/v1/consents", json=CONSENT | {"person_external_id": "P-1"})
    assert twice.status_code == 422


async def test_a_consent_can_be_withdrawn_once(ops: AsyncClient) -> None:
    await ops.post("/v1/consents", json=CONSENT)
    withdrawal = SMS | {"words": "No more texts."}
    answer = await ops.post("/v1/consents/withdrawals", json=withdrawal)
    assert about_sms(answer.json())["standing"] == "withdrawn"
    again = await ops.post("/v1/consents/withdrawals", json=withdrawal)
    assert (again.status_code, again.json()["code"]) == (409, "consent_refused")
    assert "record an opt-out" in again.json()["detail"]


async def test_an_opt_out_is_taken_without_a_version_and_said_in_public(
    ops: AsyncClient, recorded: Callable[[], Awaitable[list[Event]]]
) -> None:
    for _ in range(2):
        answer = await ops.post("/v1/consents/opt-outs", json=OPT_OUT)
        assert about_sms(answer.json())["standing"] == "opted_out"
    assert [type(event) for event in await recorded()] == [ChannelOptedOut]


async def test_a_contract_does_not_overrule_an_opt_out(ops: AsyncClient) -> None:
    await ops.post("/v1/consents/opt-outs", json=OPT_OUT)
    answer = await ops.post("/v1/consents", json=CONSENT | {"basis": "contract"})
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["pointer"] == "/basis"


async def test_an_unknown_customer_is_told_to_wait_or_look_again(ops: AsyncClient) -> None:
    unknown = {"customer_id": "cus_2"}
    named = await ops.post("/v1/consents", json=CONSENT | unknown)
    assert (named.status_code, named.json()["code"]) == (422, "unknown_customer")
    assert named.json()["errors"][0]["pointer"] == "/customer_id"
    asked = await ops.get("/v1/consents", params=unknown)
    assert (asked.status_code, asked.json()["code"]) == (404, "not_found")
    for answer in (named, asked):
        assert "in a few seconds" in answer.json()["detail"]


async def test_a_customer_may_be_named_with_the_erps_id(
    ops: AsyncClient, command_runner: CommandRunner, registered: CustomerRegistered
) -> None:
    id = customer_id_of(ACME, "C-1")
    stream = Stream(Account(ACME, id), "customer", id)
    cause = Cause(at=MONDAY, actor="test", correlation_id=command_runner.new_id())
    event = registered.model_copy(update={"customer_id": id})
    async with command_runner.work() as work:
        await work.lock([stream.account])
        await work.apply(Envelope(command_runner.new_id(), stream, 1, cause, event))
    body = {field: value for field, value in CONSENT.items() if field != "customer_id"}
    answer = await ops.post("/v1/consents", json=body | {"customer_external_id": "C-1"})
    assert (answer.status_code, answer.json().get("customer_id")) == (201, id)


async def test_another_tenants_customer_is_unknown(
    asking: Callable[[str], AbstractAsyncContextManager[AsyncClient]],
) -> None:
    async with asking("globex") as globex:
        answer = await globex.post("/v1/consents/opt-outs", json=OPT_OUT)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_customer")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"channel": "fax"}, "/channel"),
        ({"words": "  "}, "/words"),
        ({"basis": "hope"}, "/basis"),
        ({"until": "2027"}, "/until"),
    ],
)
async def test_a_mistake_is_named_where_it_is(
    ops: AsyncClient, change: dict[str, str], pointer: str
) -> None:
    answer = await ops.post("/v1/consents", json=CONSENT | change)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
