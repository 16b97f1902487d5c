"""What somebody texts back: a "no" counts at once, and what it answers is found."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from notification.channels.sms.callbacks import TEXTS
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId
from recoup_events.notification import (
    AddressEvent,
    AddressOptedIn,
    AddressOptedOut,
    ReplyMeaning,
    ReplyReceived,
)
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.creditors import CREDITOR, CREDITOR_REGISTERED
from recoup_testing.text_provider import TextProvider
from recoup_testing.texted import text_sent

pytestmark = pytest.mark.servers
Receive = Callable[[Event], Awaitable[None]]
Recorded = Callable[[], Awaitable[list[Event]]]
ADA, OURS = "+4930901820", "+447700900001"


@pytest.fixture
def provider(ops: AsyncClient) -> TextProvider:
    return TextProvider(ops)


@pytest.fixture
async def texted(
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    effects: Effects[Any, Any],
    follow: Callable[[], Awaitable[None]],
    sink: Any,
) -> str:
    """The id of a text to Ada."""
    id = await text_sent(receive, (registered, issued), requested, effects, sink)
    await follow()
    return id


def of(kind: type[Event], events: list[Event]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


async def test_stop_silences_the_number_at_once_and_start_opens_it_again(
    provider: TextProvider, texted: str, recorded: Recorded
) -> None:
    answer = await provider.reply("acme", ADA, "Stop.", MessageSid="SM2")
    assert (answer.status_code, "<Response/>" in answer.text) == (200, True)
    (no,) = of(AddressOptedOut, await recorded())
    (reply,) = of(ReplyReceived, await recorded())
    assert (no.creditor_id, no.address_hash) == (None, reply.address_hash)
    assert (reply.answers, reply.meaning) == (texted, ReplyMeaning.OPT_OUT)
    await provider.reply("acme", ADA, "START", MessageSid="SM3")
    assert len(of(AddressOptedIn, await recorded())) == 1


async def test_a_reply_reported_twice_is_one_and_undoes_nothing_that_came_between(
    provider: TextProvider, texted: str, recorded: Recorded
) -> None:
    for text, id in (("STOP", "SM2"), ("START", "SM3"), ("STOP", "SM2"), ("START", "SM3")):
        await provider.reply("acme", ADA, text, MessageSid=id)
    events = await recorded()
    assert len(of(ReplyReceived, events)) == 2
    wishes = [type(event).__name__ for event in events if isinstance(event, AddressEvent)]
    assert wishes == ["AddressOptedOut", "AddressOptedIn"]


async def test_a_no_to_a_creditors_own_number_is_to_that_creditor(
    provider: TextProvider,
    texted: str,
    recorded: Recorded,
    receive_for: Callable[[Account, Event], Awaitable[None]],
) -> None:
    details = CREDITOR_REGISTERED.details
    own = details.sender.model_copy(update={"sms": OURS})
    changed = CREDITOR_REGISTERED.model_copy(
        update={"details": details.model_copy(update={"sender": own})}
    )
    await receive_for(Account(TenantId("acme"), CREDITOR), changed)
    await provider.reply("acme", ADA, "STOP")
    (no,) = of(AddressOptedOut, await recorded())
    assert no.creditor_id == CREDITOR


async def test_anything_else_is_kept_for_a_person_to_read(
    provider: TextProvider, texted: str, recorded: Recorded
) -> None:
    await provider.reply("acme", ADA, "I paid\x00 this on Monday.")
    (reply,) = of(ReplyReceived, await recorded())
    assert (reply.meaning, reply.person_id, reply.customer_id) == (
        ReplyMeaning.UNCLEAR,
        "per_ada",
        "cus_1",
    )
    assert reply.text == "I paid\N{REPLACEMENT CHARACTER} this on Monday."
    assert of(AddressOptedOut, await recorded()) == []


async def test_a_no_from_a_number_nobody_wrote_to_is_taken_all_the_same(
    provider: TextProvider, texted: str, recorded: Recorded
) -> None:
    await provider.reply("acme", "+4930555555", "STOP")
    assert len(of(AddressOptedOut, await recorded())) == 1
    assert of(ReplyReceived, await recorded()) == []


async def test_a_forged_no_silences_nobody(
    provider: TextProvider, texted: str, recorded: Recorded
) -> None:
    form = {"MessageSid": "SM2", "From": ADA, "To": OURS, "Body": "STOP"}
    answer = await provider.call(f"{TEXTS}/acme/replies", form, "forged")
    assert answer.status_code == 403
    assert of(AddressOptedOut, await recorded()) == []
