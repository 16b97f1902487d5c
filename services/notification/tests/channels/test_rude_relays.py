"""Relays that misbehave: nothing is lost, nothing is taken for sent, and doubt is admitted only where there is one."""

import asyncio

import aiosmtplib
import pytest

from notification.channels.email.composing import MailComposer
from notification.channels.email.pacing import Limits, Pace
from notification.channels.email.sender import EmailSender
from notification.messages.domain.outcomes import Deferred, Rejected, Taken
from recoup_testing.loops import eventually
from recoup_testing.mail_example import DELIVERY, MARKS, ONE_LANE, ORIGIN
from recoup_testing.rude_smtp import HANGS_UP, SAYS_NOTHING, STAGES, RudeRelay, serving_rudely

KEPT = Taken(provider_id="250 kept")


def sender_to(port: int, timeout: float = 5, pace: Pace | None = None) -> EmailSender:
    def relay() -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(hostname="127.0.0.1", port=port, timeout=timeout)

    return EmailSender(relay, MailComposer(ORIGIN, MARKS, {}), pace or Pace(ONE_LANE))


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "EHLO"])
async def test_a_temporary_refusal_at_any_stage_is_tried_again_without_doubt(stage: str) -> None:
    relay = RudeRelay({stage: b"450 4.3.0 not now\r\n"})
    async with serving_rudely(relay) as port:
        sender = sender_to(port)
        outcome = await sender.send(DELIVERY)
        relay.answers.clear()
        assert await sender.send(DELIVERY) == KEPT
    assert isinstance(outcome, Deferred)
    assert not outcome.in_doubt
    assert "not now" in outcome.reason


async def test_a_relay_that_refuses_ehlo_is_greeted_as_of_old() -> None:
    async with serving_rudely(RudeRelay({"EHLO": b"502 what?\r\n"})) as port:
        assert await sender_to(port).send(DELIVERY) == KEPT


@pytest.mark.parametrize("stage", STAGES)
async def test_a_connection_lost_is_in_doubt_only_once_the_words_had_left(stage: str) -> None:
    relay = RudeRelay({stage: HANGS_UP})
    async with serving_rudely(relay) as port:
        sender = sender_to(port)
        outcome = await sender.send(DELIVERY)
        relay.answers.clear()
        assert await sender.send(DELIVERY) == KEPT
    assert isinstance(outcome, Deferred)
    assert outcome.in_doubt is (stage in ("DATA", "CONTENT"))


@pytest.mark.parametrize("stage", STAGES)
async def test_a_relay_that_says_nothing_is_left_after_a_while(stage: str) -> None:
    async with serving_rudely(RudeRelay({stage: SAYS_NOTHING})) as port:
        outcome = await sender_to(port, timeout=0.1).send(DELIVERY)
    assert isinstance(outcome, Deferred)
    assert outcome.in_doubt is (stage in ("DATA", "CONTENT"))


async def test_a_conversation_that_was_broken_off_is_nobody_elses() -> None:
    relay = RudeRelay({"RCPT": SAYS_NOTHING})

    async def both_wait() -> bool:
        return relay.stages.count("RCPT") == 2

    async with serving_rudely(relay) as port:
        sender = sender_to(port, pace=Pace(Limits(3, 3)))
        first, second = (asyncio.create_task(sender.send(DELIVERY)) for _ in range(2))
        await eventually(both_wait)
        relay.answers.clear()
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        assert await sender.send(DELIVERY) == KEPT
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)


async def test_answers_that_drip_are_waited_for() -> None:
    async with serving_rudely(RudeRelay(drips=True)) as port:
        assert await sender_to(port).send(DELIVERY) == KEPT


@pytest.mark.parametrize(
    "answer", [b"550 " + b"x" * 1_000_000 + b"\r\n", b"550-x\r\n" * 100_000 + b"550 x\r\n"]
)
async def test_an_answer_without_end_fills_neither_memory_nor_events(answer: bytes) -> None:
    async with serving_rudely(RudeRelay({"RCPT": answer})) as port:
        outcome = await sender_to(port).send(DELIVERY)
    assert isinstance(outcome, Deferred | Rejected)
    assert len(outcome.reason) <= 500


@pytest.mark.parametrize("answer", [b"\xff\xfe\x00\r\n", b"999 what\r\n", b"ok\r\n", b"\r\n"])
@pytest.mark.parametrize("stage", ["CONNECT", "MAIL", "RCPT", "CONTENT"])
async def test_what_is_no_answer_is_no_success(stage: str, answer: bytes) -> None:
    async with serving_rudely(RudeRelay({stage: answer})) as port:
        outcome = await sender_to(port, timeout=0.5).send(DELIVERY)
    assert isinstance(outcome, Deferred | Rejected)


@pytest.mark.parametrize("answer", [b"220 go\r\n\x00\x00not TLS\r\n", b"454 later\r\n", HANGS_UP])
async def test_tls_that_breaks_off_sends_nothing(answer: bytes) -> None:
    relay = RudeRelay({"EHLO": b"250-relay\r\n250 STARTTLS\r\n", "STARTTLS": answer})
    async with serving_rudely(relay) as port:
        outcome = await sender_to(port, timeout=1).send(DELIVERY)
    assert isinstance(outcome, Deferred)
    assert not outcome.in_doubt
    assert relay.contents == []
