"""A STOP from one address silences it, whoever's customer it belongs to, and no other address."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from notification.messages.domain.outcomes import Rejected
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId, InvoiceId, TenantId, creditor_id_of
from recoup_events.notification import (
    AddressBounced,
    AddressOptedOut,
    ContactRefused,
    MessageFailed,
    MessageSent,
)
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.creditors import CREDITOR_REGISTERED
from recoup_testing.persons import person
from recoup_testing.reminders import about_invoice
from recoup_testing.terms import issued_as

ReceiveFor = Callable[[Account, Event], Awaitable[None]]
RecordedEvent = Callable[[], Awaitable[list[Event]]]
SHARED = "ap@shared.example"
STOP = {"channel": "email", "address": SHARED, "source": "Reply STOP of 5 January"}
PERSONS = (person("Ada", email=SHARED), person("Eve", email="eve@example.com"))


@pytest.fixture
def remind(
    receive_for: ReceiveFor,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
) -> Callable[..., Awaitable[None]]:
    """Two customers share an address; each has another person beside it."""

    async def remind(reminder: str = "rem") -> None:
        for n in (1, 2):
            ids = {"customer_id": CustomerId(f"cus_{n}"), "invoice_id": InvoiceId(f"inv_{n}")}
            item = about_invoice(requested.items[0], InvoiceId(f"inv_{n}"))
            about = {"reminder_id": f"{reminder}_{n}", "items": (item,)}
            account = Account(TenantId("acme"), ids["customer_id"])
            for event in (
                registered.model_copy(update=ids | {"persons": PERSONS}),
                issued_as(issued, **ids),
                requested.model_copy(update=ids | about),
            ):
                await receive_for(account, event)

    return remind


async def test_a_stop_silences_the_address_for_every_customer_that_shares_it(
    ops: AsyncClient,
    remind: Callable[..., Awaitable[None]],
    effects: Effects[Any, Any],
    sink: Any,
    recorded: RecordedEvent,
) -> None:
    await remind()
    answer = await ops.post("/v1/addresses/opt-outs", json=STOP)
    assert answer.status_code == 201
    await effects.step()
    assert [posting.content.address for posting in sink.postings] == ["eve@example.com"] * 2
    refused = [event for event in await recorded() if isinstance(event, ContactRefused)]
    assert {each.rule for each in refused} == {"policy-channel-opt-out"}
    assert {each.customer_id for each in refused} == {"cus_1", "cus_2"}
    assert SHARED not in "".join(event.model_dump_json() for event in refused)


async def test_a_stop_told_to_the_provider_is_the_addresses_own(
    remind: Callable[..., Awaitable[None]],
    effects: Effects[Any, Any],
    sink: Any,
    recorded: RecordedEvent,
) -> None:
    await remind()
    sink.outcomes = [Rejected(reason="21610 unsubscribed", opted_out=True)]
    await effects.step()
    (opted_out,) = [event for event in await recorded() if isinstance(event, AddressOptedOut)]
    silenced = sink.postings[0].content
    assert opted_out.address_hash == silenced.address_hash
    sink.postings.clear()
    await remind("again")
    await effects.step()
    assert silenced.address not in [posting.content.address for posting in sink.postings]


async def test_an_address_that_nobody_has_is_not_written_to_again_until_it_is_confirmed(
    ops: AsyncClient,
    remind: Callable[..., Awaitable[None]],
    effects: Effects[Any, Any],
    sink: Any,
    recorded: RecordedEvent,
) -> None:
    await remind()
    sink.outcomes = [Rejected(reason="550 5.1.1 no such user", bounced=True)] * 2
    await effects.step()
    bounced = [event for event in await recorded() if isinstance(event, AddressBounced)]
    assert len(bounced) == len({event.address_hash for event in bounced})
    assert [type(event) for event in await recorded()].count(MessageFailed) == 2
    named = {"channel": "email", "address": sink.postings[0].content.address}
    looked_up = (await ops.post("/v1/addresses/lookups", json=named)).json()
    assert looked_up["bounces"][0]["reason"] == "550 5.1.1 no such user"
    confirmation = named | {"source": "Called on 5 January"}
    confirmed = await ops.post("/v1/addresses/confirmations", json=confirmation)
    assert confirmed.json()["bounces"] == []
    await remind("again")
    await effects.step()
    assert [type(event) for event in await recorded()].count(MessageSent) > 2


async def test_an_opt_out_is_shown_and_taken_back_in_its_own_words(ops: AsyncClient) -> None:
    stopped = (await ops.post("/v1/addresses/opt-outs", json=STOP)).json()
    assert [each["source"] for each in stopped["opt_outs"]] == [STOP["source"]]
    named = {"channel": "email", "address": "AP@Shared.example"}
    assert (await ops.post("/v1/addresses/lookups", json=named)).json() == stopped
    back = await ops.post("/v1/addresses/opt-ins", json=named | {"words": "Do write again."})
    assert (back.status_code, back.json()["opt_outs"]) == (201, [])
    again = await ops.post("/v1/addresses/opt-ins", json=named | {"words": "Do write again."})
    assert (again.status_code, again.json()["code"]) == (409, "consent_refused")


async def test_what_is_no_address_is_refused(ops: AsyncClient) -> None:
    wrong = await ops.post("/v1/addresses/opt-outs", json=STOP | {"channel": "sms"})
    assert wrong.status_code == 422


@pytest.mark.usefixtures("registered")
async def test_a_no_to_a_creditor_that_nobody_knows_is_refused_and_not_lost(
    ops: AsyncClient, receive_for: ReceiveFor
) -> None:
    stop = {**STOP, "creditor": "nuts"}
    answer = await ops.post("/v1/addresses/opt-outs", json=stop)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_creditor")
    assert answer.json()["errors"][0]["pointer"] == "/creditor"
    nuts = creditor_id_of(TenantId("acme"), "nuts")
    known = CREDITOR_REGISTERED.model_copy(update={"creditor_id": nuts})
    await receive_for(Account(TenantId("acme"), nuts), known)
    silenced = await ops.post("/v1/addresses/opt-outs", json=stop)
    assert silenced.json()["opt_outs"][0]["creditor_id"] == nuts
