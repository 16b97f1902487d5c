"""What a provider of texts reports: genuine or not at all, in any order, twice, and late."""

from collections.abc import Awaitable, Callable
from itertools import permutations
from typing import Any

import pytest
from httpx import AsyncClient

from notification.channels.sms.callbacks import TEXTS
from notification.channels.sms.signature import SmsSignature
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.event import Event
from recoup_events.notification import (
    AddressBounced,
    AddressOptedOut,
    MessageDelivered,
    MessageUndelivered,
)
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.text_provider import TextProvider
from recoup_testing.texted import text_sent

STATES = ("queued", "sent", "delivered", "delivered")
Receive = Callable[[Event], Awaitable[None]]
Recorded = Callable[[], Awaitable[list[Event]]]


@pytest.fixture
def provider(ops: AsyncClient) -> TextProvider:
    return TextProvider(ops)


@pytest.fixture
async def place(
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    effects: Effects[Any, Any],
    sink: Any,
) -> str:
    """Of a text that was just handed over, in the words of callbacks."""
    return f"acme/{await text_sent(receive, (registered, issued), requested, effects, sink)}"


async def state_of(ops: AsyncClient, place: str) -> dict[str, Any]:
    shown: dict[str, Any] = (await ops.get(f"/v1/messages/{place.split('/')[-1]}")).json()
    return shown


async def test_a_text_that_arrived_is_delivered(
    ops: AsyncClient, provider: TextProvider, place: str
) -> None:
    assert (await provider.report(place, "delivered")).status_code == 204
    shown = await state_of(ops, place)
    assert (shown["state"], shown["delivered"]["proof"]) == ("delivered", "confirmed")


@pytest.mark.parametrize(
    ("code", "reason", "learned"),
    [
        ("30003", "30003: the phone was off or out of reach", None),
        ("30005", "30005: nobody has this number", AddressBounced),
        ("21610", "21610: the recipient has replied STOP", AddressOptedOut),
        ("30999", "30999: undelivered", None),
    ],
)
async def test_a_text_that_did_not_arrive_says_why_and_what_that_means_for_the_number(
    provider: TextProvider,
    place: str,
    recorded: Recorded,
    code: str,
    reason: str,
    learned: type[Event] | None,
) -> None:
    await provider.report(place, "undelivered", ErrorCode=code, To="+4930901820")
    kinds = [type(event) for event in await recorded()]
    (returned,) = [e for e in await recorded() if isinstance(e, MessageUndelivered)]
    assert returned.reason == reason
    assert [kind for kind in kinds if kind in (AddressBounced, AddressOptedOut)] == (
        [learned] if learned else []
    )


@pytest.mark.parametrize("order", sorted(set(permutations(STATES))))
async def test_reports_in_any_order_and_twice_end_alike(
    provider: TextProvider, place: str, recorded: Recorded, order: tuple[str, ...]
) -> None:
    for state in order:
        assert (await provider.report(place, state)).status_code == 204
    arrived = [event for event in await recorded() if isinstance(event, MessageDelivered)]
    assert len(arrived) == 1


async def test_a_forged_report_is_refused_and_changes_nothing(
    ops: AsyncClient, provider: TextProvider, place: str
) -> None:
    path, form = f"{TEXTS}/{place}", {"MessageSid": "SM1", "MessageStatus": "failed"}
    genuine = SmsSignature(provider.token, provider.public_url)
    elsewhere = genuine.of(f"{TEXTS}/acme/msg_other", list(form.items()))
    changed = genuine.of(path, [("MessageSid", "SM1"), ("MessageStatus", "delivered")])
    guessed = SmsSignature("", provider.public_url).of(path, list(form.items()))
    for signature in ("", "nonsense", elsewhere, changed, guessed):
        answer = await provider.call(path, form, signature)
        assert (answer.status_code, answer.json()["code"]) == (403, "signature_wrong")
    assert (await state_of(ops, place))["state"] == "sent"


async def test_whoever_goes_on_forging_is_answered_no_more(
    provider: TextProvider, place: str
) -> None:
    answers = [
        (await provider.call(f"{TEXTS}/{place}", {"MessageStatus": "failed"}, "x")).status_code
        for _ in range(125)
    ]
    assert answers[-1] == 429
    assert set(answers) == {403, 429}


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a", b"&".join([b"a=1"] * 1000), b""])
async def test_what_is_no_form_is_refused(ops: AsyncClient, place: str, body: bytes) -> None:
    answer = await ops.post(f"{TEXTS}/{place}", content=body, headers={"X-Twilio-Signature": "x"})
    assert answer.status_code == 403


@pytest.mark.parametrize("unknown", ["acme/msg_0", "other/{id}"])
async def test_a_report_of_another_tenants_or_nobodys_text_finds_none(
    ops: AsyncClient, provider: TextProvider, place: str, unknown: str
) -> None:
    answer = await provider.report(unknown.format(id=place.split("/")[-1]), "failed")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await state_of(ops, place))["state"] == "sent"


async def test_a_state_that_nobody_knows_changes_nothing(
    ops: AsyncClient, provider: TextProvider, place: str
) -> None:
    assert (await provider.report(place, "teleported")).status_code == 204
    assert (await state_of(ops, place))["state"] == "sent"
