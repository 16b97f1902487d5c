"""Approvals over HTTP: two keys, one request at a time, and what is approved is done at once."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient, Response

from recoup_cli.demo_creditor import BOLTS
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.timers import Ticker
from recoup_service.service import Service
from recoup_testing.clock import TurnedClock
from recoup_testing.money import eur_json

Shown = dict[str, Any]
Asking = Callable[[str], Any]
DUTCH = [{"currency": "EUR", "holder": "Bolts GmbH", "iban": "NL91ABNA0417164300"}]
AUSTRIAN = [{"currency": "EUR", "holder": "Bolts GmbH", "iban": "AT611904300234573201"}]
Ask = Callable[[list[Shown]], Awaitable[Response]]


@pytest.fixture
async def second(asking: Asking) -> AsyncIterator[AsyncClient]:
    """Another person's key."""
    async with asking("acme") as client:
        yield client


@pytest.fixture
async def creditor(erp: AsyncClient) -> str:
    shown: Shown = (await erp.put("/v1/creditors/by/code/default", json=dict(BOLTS))).json()
    return f"/v1/creditors/{shown['id']}"


@pytest.fixture
def ask(erp: AsyncClient, creditor: str) -> Ask:
    async def asked(accounts: list[Shown]) -> Response:
        return await erp.put(f"{creditor}/bank-accounts", json={"bank_accounts": accounts})

    return asked


async def iban(erp: AsyncClient, creditor: str) -> str:
    (account,) = (await erp.get(creditor)).json()["bank_accounts"]
    return str(account["iban"])


async def test_bank_accounts_are_changed_by_two_keys(
    erp: AsyncClient, second: AsyncClient, creditor: str, ask: Ask
) -> None:
    asked = await ask(DUTCH)
    assert asked.status_code == 202
    path = asked.headers["Location"]
    assert asked.json()["state"] == "requested"
    assert asked.json()["request"]["bank_accounts"][0]["iban"] == DUTCH[0]["iban"]
    alone = await erp.post(f"{path}/approval")
    assert (alone.status_code, alone.json()["code"]) == (409, "second_person_needed")
    assert await iban(erp, creditor) == "DE89370400440532013000"
    approved = (await second.post(f"{path}/approval")).json()
    assert approved["state"] == "approved"
    assert approved["decided_by"] != approved["requested_by"]
    assert await iban(erp, creditor) == DUTCH[0]["iban"]


async def test_the_same_again_waits_once_and_something_else_takes_its_place(
    erp: AsyncClient, second: AsyncClient, creditor: str, ask: Ask
) -> None:
    first = (await ask(DUTCH)).headers["Location"]
    assert (await ask(DUTCH)).headers["Location"] == first
    other = (await ask(AUSTRIAN)).headers["Location"]
    assert other != first
    assert (await erp.get(first)).json()["state"] == "refused"
    late = await second.post(f"{first}/approval")
    assert (late.status_code, late.json()["code"]) == (409, "approval_closed")
    assert (await second.post(f"{other}/approval")).json()["state"] == "approved"
    assert await iban(erp, creditor) == AUSTRIAN[0]["iban"]


async def test_what_stands_already_needs_nobody_and_ends_what_waits(
    erp: AsyncClient, ask: Ask
) -> None:
    waits = (await ask(DUTCH)).headers["Location"]
    assert (await ask(BOLTS["bank_accounts"])).status_code == 200
    assert (await erp.get(waits)).json()["state"] == "refused"


async def test_what_is_refused_changes_nothing_and_can_be_asked_for_anew(
    erp: AsyncClient, second: AsyncClient, creditor: str, ask: Ask
) -> None:
    waits = (await ask(DUTCH)).headers["Location"]
    refused = (await second.post(f"{waits}/refusal", json={"reason": "a fraud"})).json()
    assert (refused["state"], refused["reason"]) == ("refused", "a fraud")
    assert await iban(erp, creditor) == "DE89370400440532013000"
    again = (await ask(DUTCH)).headers["Location"]
    assert again != waits


async def test_what_nobody_decides_expires(
    erp: AsyncClient,
    second: AsyncClient,
    ask: Ask,
    clock: TurnedClock,
    service: Service,
    command_runner: CommandRunner,
) -> None:
    waits = (await ask(DUTCH)).headers["Location"]
    clock.turn(timedelta(days=30))
    ticker = Ticker(command_runner, clock, "system:invoice", service.timer_handlers)
    while not await ticker.quiet():
        await ticker.step()
    assert (await erp.get(waits)).json()["state"] == "expired"
    late = await second.post(f"{waits}/approval")
    assert (late.status_code, late.json()["code"]) == (409, "approval_closed")


async def test_an_erp_that_sends_its_creditors_again_asks_for_other_accounts(
    erp: AsyncClient, creditor: str, ask: Ask
) -> None:
    sent = {**BOLTS, "bank_accounts": DUTCH}
    shown = (await erp.put("/v1/creditors/by/code/default", json=sent)).json()
    assert shown["bank_accounts"][0]["iban"] == "DE89370400440532013000"
    waits = (await ask(DUTCH)).json()
    assert waits["state"] == "requested"


async def test_one_person_sets_a_limit_and_two_raise_it(
    erp: AsyncClient, second: AsyncClient, creditor: str
) -> None:
    async def limit(euros: str | None) -> Response:
        body = {"write_off_limit": None if euros is None else eur_json(euros)}
        return await erp.put(f"{creditor}/books", json=body)

    assert (await limit("50.00")).status_code == 200
    assert (await limit("40.00")).status_code == 200
    assert (await limit(None)).status_code == 202
    raised = await limit("60.00")
    assert raised.status_code == 202
    assert raised.json()["request"]["books"]["write_off_limit"] == eur_json("60.00")
    assert (await erp.get(creditor)).json()["books"]["write_off_limit"] == eur_json("40.00")
    await second.post(f"{raised.headers['Location']}/approval")
    assert (await erp.get(creditor)).json()["books"]["write_off_limit"] == eur_json("60.00")
