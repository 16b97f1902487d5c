"""A mail that may have left is left to a person, unless the tenant wants it sent again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from notification.contact_ledger.domain import events as contact_events
from notification.messages.domain import events as events
from notification.messages.domain.outcomes import Deferred
from notification.messages.domain.retries import WAITS
from notification.messages.domain.sender import Delivery
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.event import Event
from recoup_events.notification import MessageFailed, MessageSent
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.clock import TurnedClock

Receive = Callable[[Event], Awaitable[None]]
Recorded = Callable[[], Awaitable[list[Event]]]
Loop = Effects[Any, Any]
LOST = Deferred(reason="the relay: connection lost", in_doubt=True)


@pytest.fixture
async def chased(
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
) -> None:
    """A customer with an open invoice, and a reminder of it."""
    for event in (registered, issued, requested):
        await receive(event)


@pytest.fixture
async def doubtful(chased: None, effects: Loop, sink: Any, recorded: Recorded) -> str:
    """The id of a mail whose relay went away with its words."""
    sink.outcomes = [LOST]
    await effects.step()
    doubted = (await recorded())[-1]
    assert isinstance(doubted, events.MessageDoubted)
    return doubted.message_id


async def _die(_delivery: Delivery) -> None:
    """As when the process ends between dispatch and record."""
    raise asyncio.CancelledError


@pytest.fixture
async def killed(chased: None, effects: Loop, sink: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(sink, "send", _die)
        with pytest.raises(asyncio.CancelledError):
            await effects.run()


def attempts(recorded: list[Event]) -> list[int]:
    return [e.attempt for e in recorded if isinstance(e, contact_events.MessageDispatched)]


@pytest.mark.usefixtures("killed")
async def test_a_mail_that_was_under_way_at_a_crash_is_not_sent_again_by_itself(
    effects: Loop, sink: Any, recorded: Recorded
) -> None:
    await effects.step()
    assert sink.postings == []
    assert isinstance((await recorded())[-1], events.MessageDoubted)
    assert await effects.quiet()


@pytest.mark.usefixtures("killed")
async def test_whoever_prefers_a_mail_twice_gets_it_again_under_the_same_id(
    effects: Loop, sink: Any, recorded: Recorded, ops: AsyncClient
) -> None:
    answer = await ops.put("/v1/fallbacks", json={"steps": [], "when_in_doubt": "resend"})
    assert answer.json() == {"steps": [], "when_in_doubt": "resend"}
    await effects.step()
    (delivery,) = sink.postings
    told = await recorded()
    assert attempts(told) == [1, 2]
    assert isinstance(told[-1], MessageSent)
    assert told[-1].message_id == delivery.message_id


async def test_a_mail_whose_relay_went_away_with_its_words_waits_for_a_person(
    doubtful: str, effects: Loop, sink: Any, clock: TurnedClock, ops: AsyncClient
) -> None:
    clock.turn(sum(WAITS[1:], WAITS[0]))
    assert await effects.step() == 0
    assert len(sink.postings) == 1
    shown = (await ops.get(f"/v1/messages/{doubtful}")).json()
    assert (shown["state"], shown["attempts_in_doubt"]) == ("in_doubt", 1)
    assert shown["reason"] == LOST.reason


async def test_a_person_has_it_sent_again_under_the_same_id(
    doubtful: str, effects: Loop, sink: Any, recorded: Recorded, ops: AsyncClient
) -> None:
    answer = await ops.post(f"/v1/messages/{doubtful}/resend")
    assert (answer.status_code, answer.json()["state"]) == (200, "waiting")
    await effects.step()
    first, second = sink.postings
    assert (second.message_id, second.content) == (first.message_id, first.content)
    assert attempts(await recorded()) == [1, 2]
    again = await ops.post(f"/v1/messages/{doubtful}/resend")
    assert (again.status_code, again.json()["code"]) == (409, "message_refused")
    assert "state=in_doubt" in again.json()["detail"]


async def test_a_person_gives_it_up_and_says_why(
    doubtful: str, effects: Loop, recorded: Recorded, ops: AsyncClient
) -> None:
    body = {"note": "The customer has it."}
    answer = await ops.post(f"/v1/messages/{doubtful}/give-up", json=body)
    assert (answer.status_code, answer.json()["state"]) == (200, "failed")
    failed = (await recorded())[-1]
    assert isinstance(failed, MessageFailed)
    assert failed.reason.endswith("The customer has it.")
    assert await effects.quiet()
