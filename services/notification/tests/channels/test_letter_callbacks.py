"""What the provider of letters calls back with: signed just now, or refused."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from httpx import AsyncClient, Response

from notification.channels.letter.signature import FRESH, LetterSignature
from notification.channels.letter.tracking import Tracked, report_of
from notification.messages.domain import commands
from recoup_events.invoice import AddressUse, CustomerAddress, CustomerRegistered, InvoiceIssued
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Event
from recoup_events.kernel.postal_address import PostalAddress
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.clock import TurnedClock

SIGNATURE = LetterSignature("the-secret-of-nobodys-webhook")
PATH = "/open/callbacks/letters"


def stamp(at: datetime) -> str:
    return str(int(at.timestamp() * 1000))


def test_a_callback_that_was_signed_just_now_is_genuine(clock: TurnedClock) -> None:
    at, body = stamp(clock.now()), b'{"id": 1}'
    assert SIGNATURE.genuine(at, body, SIGNATURE.of(at, body), clock.now())


@pytest.mark.parametrize("late", [FRESH + timedelta(seconds=2), -FRESH - timedelta(seconds=2)])
def test_an_old_one_that_is_sent_again_is_not(clock: TurnedClock, late: timedelta) -> None:
    at, body = stamp(clock.now()), b'{"id": 1}'
    assert not SIGNATURE.genuine(at, body, SIGNATURE.of(at, body), clock.now() + late)


@pytest.mark.parametrize("at", ["", "now", "-5", "9" * 40, "\u0661\u0662"])
def test_what_is_no_moment_is_refused(clock: TurnedClock, at: str) -> None:
    assert not SIGNATURE.genuine(at, b"", SIGNATURE.of(at, b""), clock.now())


def test_what_was_changed_or_signed_with_no_secret_is_refused(clock: TurnedClock) -> None:
    at = stamp(clock.now())
    assert not SIGNATURE.genuine(at, b"2", SIGNATURE.of(at, b"1"), clock.now())
    nobody = LetterSignature("")
    assert not nobody.genuine(at, b"1", nobody.of(at, b"1"), clock.now())


@pytest.fixture
async def posted(
    receive: Callable[[Event], Awaitable[None]],
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    effects: Effects[Any, Any],
    sink: Any,
) -> str:
    """The id of a letter that a provider took."""
    post = CustomerAddress(
        use=AddressUse.BILLING, address=PostalAddress(lines=("1",), city="Berlin", country="DE")
    )
    await receive(registered.model_copy(update={"addresses": (post,)}))
    await receive(issued)
    await receive(requested.model_copy(update={"channel": Channel.LETTER}))
    await effects.step()
    return str(sink.postings[0].message_id)


async def call(ops: AsyncClient, now: datetime, id: str, name: str, **more: str) -> Response:
    letter = {"id": "ltr_1", "metadata": {"tenant": "acme", "message_id": id}}
    event = {"event_type": {"id": f"letter.{name}"}, "date_created": now.isoformat()}
    body = json.dumps({**event, "body": letter}).encode()
    signed = {"Lob-Signature": SIGNATURE.of(stamp(now), body), **more}
    headers = {"Lob-Signature-Timestamp": stamp(now), **signed}
    return await ops.post(PATH, content=body, headers=headers)


@pytest.mark.parametrize("order", [("mailed", "delivered"), ("delivered", "mailed", "delivered")])
async def test_a_letter_that_arrived_is_delivered_in_whatever_order_that_is_told(
    ops: AsyncClient, clock: TurnedClock, posted: str, order: tuple[str, ...]
) -> None:
    for name in order:
        assert (await call(ops, clock.now(), posted, name)).status_code == 204
    shown = (await ops.get(f"/v1/messages/{posted}")).json()
    assert (shown["state"], shown["delivered"]["proof"]) == ("delivered", "tracked")


async def test_what_was_delivered_to_the_house_may_still_come_back(
    ops: AsyncClient, clock: TurnedClock, posted: str
) -> None:
    for name in ("delivered", "returned_to_sender"):
        await call(ops, clock.now(), posted, name)
    assert (await ops.get(f"/v1/messages/{posted}")).json()["state"] == "undelivered"


async def test_a_forged_one_is_refused_and_one_about_nothing_of_ours_finds_nothing(
    ops: AsyncClient, clock: TurnedClock, posted: str
) -> None:
    forged = await call(ops, clock.now(), posted, "delivered", **{"Lob-Signature": "00" * 32})
    assert (forged.status_code, forged.json()["code"]) == (403, "signature_wrong")
    unknown = await call(ops, clock.now(), "msg_0", "delivered")
    assert unknown.status_code == 404
    assert (await ops.get(f"/v1/messages/{posted}")).json()["state"] == "sent"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("mailed", commands.ReportTaken),
        ("certified.in_transit", commands.ReportTaken),
        ("delivered", commands.ReportDelivered),
        ("certified.delivered", commands.ReportDelivered),
        ("returned_to_sender", commands.ReportUndelivered),
        ("certified.returned_to_sender", commands.ReportUndelivered),
        ("created", type(None)),
        ("rendered_pdf", type(None)),
        ("viewed", type(None)),
    ],
)
def test_what_the_post_says_is_a_report_or_nothing(
    clock: TurnedClock, name: str, kind: type[Any]
) -> None:
    assert type(report_of(Tracked(name=name, at=clock.now()), "ltr_1")) is kind


def test_only_an_address_that_does_not_exist_is_silenced(clock: TurnedClock) -> None:
    """Nobody at home for a signature says nothing about the next letter."""
    plain = report_of(Tracked(name="returned_to_sender", at=clock.now()), "ltr_1")
    signed = report_of(Tracked(name="certified.returned_to_sender", at=clock.now()), "ltr_1")
    assert isinstance(plain, commands.ReportUndelivered)
    assert isinstance(signed, commands.ReportUndelivered)
    assert (plain.address_unknown, signed.address_unknown) == (True, False)
