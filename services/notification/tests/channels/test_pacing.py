"""A destination that is slow, or asks for patience, waits alone."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import pytest

from notification.channels.email import pacing, places
from notification.channels.email.pacing import Limits, Pace
from notification.channels.email.places import Places
from notification.messages.domain.outcomes import Deferred, Rejected, Taken
from notification.messages.domain.sender import Delivery
from recoup_testing.mail_example import DELIVERY, addressed, sender_to
from recoup_testing.smtp import Relay, serving

NINE = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
LANES = Limits(connections=4, connections_per_domain=2)
KEPT = Taken(provider_id="250 Kept")


def at(minutes: float, address: str = "ada@slow.example") -> Delivery:
    return addressed(address).model_copy(update={"at": NINE + timedelta(minutes=minutes)})


@pytest.mark.parametrize("answer", ["421 4.7.0 too much mail from you", "451 4.7.1 later, please"])
async def test_a_domain_that_asks_for_patience_is_left_alone_and_the_others_are_not(
    answer: str,
) -> None:
    relay = Relay(to_recipient=[answer])
    async with serving(relay) as port:
        sender = sender_to(port)
        assert await sender.send(at(0)) == Deferred(reason=answer)
        held = await sender.send(at(0.5))
        assert await sender.send(at(0.5, "ada@quick.example")) == KEPT
        assert await sender.send(at(1)) == KEPT
    assert held == Deferred(
        reason="slow.example takes mail slowly, so this one waits",
        not_before=NINE + timedelta(minutes=1),
    )
    assert len(relay.taken) == 2


async def test_each_further_refusal_doubles_the_wait_and_a_mail_taken_ends_it() -> None:
    relay = Relay(to_recipient=["451 4.7.1 later"] * 3)
    async with serving(relay) as port:
        sender = sender_to(port)
        for minute in (0, 1, 3):
            assert await sender.send(at(minute)) == Deferred(reason="451 4.7.1 later")
        assert await sender.send(at(6.9)) == Deferred(
            reason="slow.example takes mail slowly, so this one waits",
            not_before=NINE + timedelta(minutes=7),
        )
        assert [await sender.send(at(7)), await sender.send(at(7))] == [KEPT] * 2


@pytest.mark.parametrize("answer", ["452 4.2.2 mailbox full", "550 5.7.1 not from you"])
async def test_what_is_said_of_one_mailbox_or_mail_slows_nobody(answer: str) -> None:
    relay = Relay(to_recipient=[answer])
    async with serving(relay) as port:
        sender = sender_to(port)
        assert isinstance(await sender.send(at(0)), Deferred | Rejected)
        assert await sender.send(at(0)) == KEPT


async def test_no_more_go_to_a_domain_in_a_minute_than_was_set() -> None:
    limits = Limits(connections=1, connections_per_domain=1, mails_per_domain_and_minute=2)
    relay = Relay()
    async with serving(relay) as port:
        sender = sender_to(port, limits=limits)
        assert [await sender.send(at(0.1)) for _ in range(2)] == [KEPT] * 2
        third = await sender.send(at(0.9))
        assert await sender.send(at(0.9, "ada@other.example")) == KEPT
        assert await sender.send(at(1)) == KEPT
    assert isinstance(third, Deferred)
    assert third.not_before == NINE + timedelta(minutes=1)


async def test_a_domain_that_does_not_answer_holds_its_own_connections_alone() -> None:
    relay = Relay(hanging={"slow.example"})
    async with serving(relay) as port:
        sender = sender_to(port, limits=LANES)
        slow = [asyncio.create_task(sender.send(at(0))) for _ in range(5)]
        quick = [sender.send(at(0, "ada@quick.example")) for _ in range(20)]
        assert await asyncio.gather(*quick) == [KEPT] * 20
        assert not any(task.done() for task in slow)
        assert relay.hanging_now == 2
        relay.let_go.set()
        assert await asyncio.gather(*slow) == [KEPT] * 5


async def test_what_waits_too_long_for_its_turn_makes_room_and_was_not_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pacing, "_PATIENCE_SECONDS", 0)
    relay = Relay(hanging={"slow.example"})
    async with serving(relay) as port:
        sender = sender_to(port)
        first = asyncio.create_task(sender.send(at(0)))
        await relay.hung.wait()
        waited = await sender.send(at(0))
        relay.let_go.set()
        assert await first == KEPT
    assert isinstance(waited, Deferred)
    assert waited.not_before == NINE + timedelta(minutes=1)
    assert len(relay.taken) == 1


async def test_nobody_waits_for_a_domain_that_has_not_answered_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    relay = Relay(hanging={"slow.example"})
    async with serving(relay) as port:
        sender = sender_to(port)
        first = asyncio.create_task(sender.send(at(0)))
        await relay.hung.wait()
        monkeypatch.setattr(pacing, "_STUCK_SECONDS", 0)
        held = await sender.send(at(0))
        relay.let_go.set()
        assert await first == KEPT
    assert isinstance(held, Deferred)
    assert held.not_before == NINE + timedelta(minutes=1)


async def test_conversations_that_wait_for_their_destination_make_room_for_as_many_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(places, "SLOW_SECONDS", 0)
    two, slow = Places(2), contextlib.AsyncExitStack()
    async with slow:
        for _ in range(2):
            await slow.enter_async_context(two.one())
            await asyncio.sleep(0.01)  # it gives way when the loop has turned
        async with asyncio.timeout(5), two.one(), two.one():
            assert two._free.locked()
    assert (two._slow, two._free.locked()) == (0, False)


async def test_nothing_is_kept_of_domains_that_take_mail() -> None:
    pace = Pace(LANES)
    async with pace.turn("quick.example", DELIVERY.at) as held:
        assert held is None
    assert (pace._turns, pace._slowed) == ({}, {})
