from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from notification.messages.domain.outcomes import Deferred
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import InvoiceId, derived, receivable_id_of
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.clock import TurnedClock

Receive = Callable[[Event], Awaitable[None]]
ID = derived("msg", "rem_1", Channel.EMAIL, "per_ada")
PATH = f"/v1/messages/{ID}"


@pytest.fixture(autouse=True)
async def a_reminder(
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
) -> None:
    for event in (registered, issued, requested):
        await receive(event)


async def test_a_message_that_waits_has_no_words_yet(ops: AsyncClient) -> None:
    shown = (await ops.get(PATH)).json()
    assert (shown["state"], shown["content"], shown["attempts"]) == ("waiting", None, 0)
    assert shown["next_look_at"] == "2026-01-05T11:00:00Z"


async def test_a_sent_message_shows_the_very_words(
    ops: AsyncClient, effects: Effects[Any, Any], sink: Any
) -> None:
    await effects.step()
    answer = await ops.get(PATH)
    shown, words = answer.json(), sink.postings[0].content.words
    assert (shown["state"], shown["provider_id"]) == ("sent", "250 OK")
    assert shown["content"]["text"] == words.text
    assert shown["content"]["digest"] == words.digest
    asked_for = {
        "invoice_id": "inv_1",
        "receivable_id": receivable_id_of(InvoiceId("inv_1"), 0),
        "amount": {"currency": "EUR", "amount": "100.00"},
    }
    assert shown["content"]["items"] == [asked_for]
    assert shown["items"] == [asked_for | {"template": "friendly_reminder", "level": 1}]
    assert shown["person_id"] == "per_ada"
    assert answer.headers["ETag"] == '"5"'


async def test_a_message_in_doubt_says_so(
    ops: AsyncClient, effects: Effects[Any, Any], sink: Any
) -> None:
    sink.outcomes = [Deferred(reason="connection lost", in_doubt=True)]
    await effects.step()
    shown = (await ops.get(PATH)).json()
    assert (shown["state"], shown["attempts_in_doubt"]) == ("in_doubt", 1)
    assert (shown["reason"], shown["next_look_at"]) == ("connection lost", None)


async def test_a_refused_message_shows_the_rule_and_the_next_moment(
    ops: AsyncClient, effects: Effects[Any, Any], clock: TurnedClock
) -> None:
    clock.turn(timedelta(hours=11))
    await effects.step()
    refusal = (await ops.get(PATH)).json()["refusal"]
    assert (refusal["rule"], refusal["retry_at"]) == ("policy-quiet-hours", "2026-01-06T07:00:00Z")


async def test_another_tenants_message_is_not_there(
    asking: Callable[[str], AbstractAsyncContextManager[AsyncClient]],
) -> None:
    async with asking("globex") as globex:
        answer = await globex.get(PATH)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
