"""What came back is filed with the message it answers: returned, complained of, or replied to."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from httpx import AsyncClient

from notification.messages.domain.marks import Marked
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId, derived
from recoup_events.notification import (
    AddressBounced,
    AddressOptedOut,
    AddressReturned,
    ContactRefused,
    DeliveryProof,
    MessageComplained,
    MessageDelivered,
    MessageSent,
    MessageUndelivered,
    ReplyMeaning,
    ReplyReceived,
    ReturnKind,
)
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR
from recoup_testing.inbound_mail_example import bounce, complaint, reply
from recoup_testing.mail_example import MARKS

Recorded = Callable[[], Awaitable[list[Event]]]
Send = Callable[[], Awaitable[MessageSent]]
ACME = TenantId("acme")


@pytest.fixture
def send(
    receive: Callable[[Event], Awaitable[None]],
    recorded: Recorded,
    effects: Effects[Any, Any],
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    clock: TurnedClock,
) -> Send:
    """One mail more to Ada, about the same invoice; the latest that left, if it may not."""
    asked = count()

    async def send() -> MessageSent:
        nth = next(asked)
        clock.turn(timedelta(days=7) if nth else timedelta())
        for event in (registered, issued)[: 0 if nth else 2]:
            await receive(event)
        await receive(requested.model_copy(update={"reminder_id": derived("rem", nth)}))
        await effects.step()
        latest = of(MessageSent, await recorded())[-1]
        assert isinstance(latest, MessageSent)
        return latest

    return send


def marked(sent: MessageSent) -> Marked:
    return Marked(tenant=ACME, message_id=sent.message_id)


def path(sent: MessageSent) -> str:
    return f"{MARKS.return_path(marked(sent))}@bounces.acme.example"


def id_of(sent: MessageSent) -> str:
    return f"<{MARKS.message_id(marked(sent))}@acme.example>"


async def hand_in(ops: AsyncClient, mail: bytes) -> dict[str, Any]:
    answer = await ops.post(
        "/v1/inbound-mails", content=mail, headers={"Content-Type": "message/rfc822"}
    )
    assert answer.status_code == 200, answer.text
    taken: dict[str, Any] = answer.json()
    return taken


def of(kind: type[Event], events: list[Event]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


async def test_a_bounce_returns_the_message_and_silences_the_address(
    ops: AsyncClient, send: Send, recorded: Recorded
) -> None:
    sent = await send()
    taken = await hand_in(ops, bounce(path(sent), said="550 5.1.1 <ada@example.com>: no such user"))
    assert taken == {
        "kind": "bounce",
        "message_id": sent.message_id,
        "reply_id": None,
        "meaning": None,
    }
    (undelivered,) = of(MessageUndelivered, await recorded())
    assert (undelivered.kind, undelivered.address_unknown) == (ReturnKind.NOBODY, True)
    assert undelivered.reason == "550 5.1.1 <[address]>: no such user"
    (bounced,) = of(AddressBounced, await recorded())
    assert bounced.channel is Medium.EMAIL
    shown = (await ops.get(f"/v1/messages/{sent.message_id}")).json()
    assert shown["state"] == "undelivered"


async def test_the_same_bounce_again_says_nothing_new(
    ops: AsyncClient, send: Send, recorded: Recorded
) -> None:
    sent = await send()
    await hand_in(ops, bounce(path(sent), "5.2.2", "mailbox full"))
    before = len(await recorded())
    await hand_in(ops, bounce(path(sent), "5.2.2", "mailbox full"))
    assert len(await recorded()) == before


async def test_the_fourth_mail_that_comes_back_silences_an_address_that_may_be_right(
    ops: AsyncClient, send: Send, recorded: Recorded
) -> None:
    for nth in range(4):
        assert len(of(AddressBounced, await recorded())) == 0
        await hand_in(ops, bounce(path(await send()), "4.2.2", "mailbox full"))
        assert len(of(AddressReturned, await recorded())) == nth + 1
    (bounced,) = of(AddressBounced, await recorded())
    assert "4 messages came back" in bounced.reason
    await send()
    refused = (await recorded())[-1]
    assert isinstance(refused, ContactRefused)
    assert refused.rule == "policy.bounced"
    lifted = {"channel": "email", "address": "ada@example.com", "source": "Ada called: it works."}
    assert (await ops.post("/v1/addresses/confirmations", json=lifted)).status_code == 201
    await hand_in(ops, bounce(path(await send()), "4.2.2", "mailbox full"))
    assert len(of(AddressBounced, await recorded())) == 1


async def test_a_filter_that_took_offence_says_nothing_of_the_address(
    ops: AsyncClient, send: Send, recorded: Recorded
) -> None:
    await hand_in(ops, bounce(path(await send()), "5.7.1", "blocked by policy"))
    assert of(AddressReturned, await recorded()) == of(AddressBounced, await recorded()) == []


async def test_a_complaint_ends_the_mails_to_the_address(
    ops: AsyncClient, send: Send, recorded: Recorded
) -> None:
    sent = await send()
    for _ in range(2):
        assert (await hand_in(ops, complaint(id_of(sent))))["kind"] == "complaint"
    assert len(of(MessageComplained, await recorded())) == 1
    assert len(of(AddressOptedOut, await recorded())) == 1
    (delivered,) = of(MessageDelivered, await recorded())
    assert delivered.proof is DeliveryProof.CONFIRMED


async def test_a_reply_is_kept_proves_the_delivery_and_waits_for_a_person(
    ops: AsyncClient, send: Send, recorded: Recorded
) -> None:
    sent = await send()
    text = "What is this about?\n\nOn Mon, Acme <ar@acme.example> wrote:\n> Please pay"
    mail = reply(text, answers=id_of(sent)).as_bytes()
    first, again = await hand_in(ops, mail), await hand_in(ops, mail)
    assert first == again
    assert (first["kind"], first["meaning"]) == ("reply", "unclear")
    assert len(of(ReplyReceived, await recorded())) == 1
    assert len(of(MessageDelivered, await recorded())) == 1
    shown = (await ops.get(f"/v1/replies/{first['reply_id']}")).json()
    assert (shown["text"], shown["subject"]) == ("What is this about?", "Re: Invoice")
    assert (shown["state"], shown["message_id"]) == ("open", sent.message_id)
    path = f"/v1/replies/{first['reply_id']}/handling"
    done = await ops.post(path, json={"note": "Explained on the phone."})
    assert (done.json()["state"], done.json()["note"]) == ("handled", "Explained on the phone.")
    assert (await ops.post(path, json={"note": "Again."})).status_code == 409


async def test_stop_by_mail_ends_the_creditors_mails(
    ops: AsyncClient, send: Send, recorded: Recorded
) -> None:
    sent = await send()
    taken = await hand_in(ops, reply("STOP", answers=id_of(sent)).as_bytes())
    assert taken["meaning"] == ReplyMeaning.OPT_OUT
    (opted_out,) = of(AddressOptedOut, await recorded())
    assert opted_out.creditor_id == CREDITOR
    assert (await ops.get(f"/v1/replies/{taken['reply_id']}")).json()["state"] == "settled"


async def test_somebody_else_can_opt_out_nobody_but_themselves(
    ops: AsyncClient, send: Send, recorded: Recorded
) -> None:
    sent = await send()
    await hand_in(ops, reply("STOP", answers=id_of(sent), sender="eve@evil.example").as_bytes())
    (opted_out,) = of(AddressOptedOut, await recorded())
    asked = {"channel": "email", "address": "ada@example.com"}
    shown = (await ops.post("/v1/addresses/lookups", json=asked)).json()
    assert shown["address_hash"] != opted_out.address_hash
    assert shown["opt_outs"] == []


async def test_what_answers_nothing_of_ours_is_not_kept(
    ops: AsyncClient, send: Send, recorded: Recorded
) -> None:
    await send()
    before = len(await recorded())
    for mail in (
        reply("Buy this!", answers="<x@y.example>").as_bytes(),
        bounce("b+" + "a" * 39 + "@bounces.acme.example"),
        b"\xff\x00",
    ):
        assert (await hand_in(ops, mail))["kind"] == "unknown"
    assert len(await recorded()) == before
    assert (await ops.post("/v1/inbound-mails", content=b" ")).status_code == 400


async def test_another_tenant_can_speak_for_nobody_here(
    asking: Callable[[str], Any], send: Send, recorded: Recorded
) -> None:
    sent = await send()
    async with asking("rival") as rival:
        assert (await hand_in(rival, bounce(path(sent))))["kind"] == "unknown"
    assert of(MessageUndelivered, await recorded()) == []
