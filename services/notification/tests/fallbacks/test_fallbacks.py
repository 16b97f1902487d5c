"""What does not arrive goes by the next channel of the policy, and is judged anew there."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from notification.messages.domain.events import MessageAsked
from notification.messages.domain.outcomes import Deferred, Rejected, Taken
from recoup_events.invoice import (
    AddressUse,
    CustomerAddress,
    CustomerRegistered,
    InvoiceIssued,
)
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Event
from recoup_events.kernel.postal_address import PostalAddress
from recoup_events.notification import ContactRefused, MessageSent
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.clock import TurnedClock
from recoup_testing.persons import person
from recoup_testing.text_provider import TextProvider

Receive = Callable[[Event], Awaitable[None]]
Recorded = Callable[[], Awaitable[list[Event]]]
PATH = "/v1/fallbacks"
CHAIN = {"steps": [{"channel": "sms", "template": "sms_nudge"}, {"channel": "letter"}]}
POST = CustomerAddress(
    use=AddressUse.BILLING, address=PostalAddress(lines=("1",), city="Berlin", country="DE")
)
BOUNCED = Rejected(reason="550 5.1.1 no such user", bounced=True)


@pytest.fixture
def with_post(registered: CustomerRegistered) -> CustomerRegistered:
    return registered.model_copy(update={"addresses": (POST,)})


@pytest.fixture
def remind(
    receive: Receive,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    effects: Effects[Any, Any],
) -> Callable[[CustomerRegistered], Awaitable[None]]:
    """A reminder to this customer, and whatever follows from it."""

    async def remind(customer: CustomerRegistered) -> None:
        for event in (customer, issued, requested):
            await receive(event)
        while await effects.step():
            pass

    return remind


def channels(sink: Any) -> list[str]:
    return [str(delivery.channel) for delivery in sink.postings]


async def test_nobody_falls_back_unless_that_was_set(
    remind: Any, with_post: CustomerRegistered, sink: Any
) -> None:
    sink.outcomes = [BOUNCED]
    await remind(with_post)
    assert channels(sink) == ["email"]


async def test_a_mail_that_bounces_becomes_a_text_and_then_a_letter(
    ops: AsyncClient, remind: Any, with_post: CustomerRegistered, sink: Any, recorded: Recorded
) -> None:
    assert (await ops.put(PATH, json=CHAIN)).status_code == 200
    sink.outcomes = [BOUNCED, Rejected(reason="21614: no texts there", bounced=True)]
    await remind(with_post)
    assert channels(sink) == ["email", "sms", "letter"]
    mail, text, letter = [e for e in await recorded() if isinstance(e, MessageAsked)]
    assert (mail.instead_of, text.instead_of, letter.instead_of) == (
        None,
        mail.message_id,
        text.message_id,
    )
    assert (text.reason, letter.reason) == (BOUNCED.reason, "21614: no texts there")
    assert (text.template, letter.template) == ("sms_nudge", "friendly_reminder")
    shown = (await ops.get(f"/v1/messages/{text.message_id}")).json()
    assert (shown["instead_of"], shown["instead_because"]) == (mail.message_id, BOUNCED.reason)


async def test_what_arrived_by_one_channel_comes_by_no_other(
    ops: AsyncClient, remind: Any, with_post: CustomerRegistered, sink: Any
) -> None:
    await ops.put(PATH, json=CHAIN)
    sink.outcomes = [BOUNCED, Taken(provider_id="SM1")]
    await remind(with_post)
    assert channels(sink) == ["email", "sms"]


async def test_what_may_have_arrived_comes_by_no_other_channel(
    ops: AsyncClient, remind: Any, with_post: CustomerRegistered, sink: Any, clock: TurnedClock
) -> None:
    await ops.put(PATH, json=CHAIN)
    sink.outcomes = [Deferred(reason="lost", in_doubt=True), BOUNCED]
    await remind(with_post)
    assert channels(sink) == ["email"]


async def test_a_text_that_the_provider_could_not_deliver_becomes_a_letter(
    ops: AsyncClient,
    remind: Any,
    with_post: CustomerRegistered,
    sink: Any,
    effects: Effects[Any, Any],
) -> None:
    await ops.put(PATH, json=CHAIN)
    sink.outcomes = [BOUNCED, Taken(provider_id="SM1")]
    await remind(with_post)
    place = f"acme/{sink.postings[1].message_id}"
    for _ in range(2):
        await TextProvider(ops).report(place, "undelivered", ErrorCode="30003")
    while await effects.step():
        pass
    assert channels(sink) == ["email", "sms", "letter"]


async def test_who_has_no_email_is_reached_by_whatever_there_is(
    ops: AsyncClient, remind: Any, registered: CustomerRegistered, sink: Any, recorded: Recorded
) -> None:
    await ops.put(PATH, json=CHAIN)
    nobodys = registered.model_copy(update={"persons": (person("Ada", email=None),)})
    await remind(nobodys.model_copy(update={"addresses": (POST,)}))
    assert channels(sink) == ["letter"]
    assert len([e for e in await recorded() if isinstance(e, MessageSent)]) == 1


async def test_whom_no_channel_reaches_is_refused_with_the_reason(
    ops: AsyncClient, remind: Any, registered: CustomerRegistered, sink: Any, recorded: Recorded
) -> None:
    await ops.put(PATH, json=CHAIN)
    await remind(registered.model_copy(update={"persons": (person("Ada", email=None),)}))
    refusals = [e for e in await recorded() if isinstance(e, ContactRefused)]
    assert sink.postings == []
    assert [(e.channel, e.rule) for e in refusals] == [
        (Channel.EMAIL, "policy.no_address"),
        (Channel.SMS, "policy.no_address"),
        (Channel.LETTER, "policy.no_address"),
    ]


async def test_the_next_channel_is_asked_whether_it_may_as_the_first_was(
    ops: AsyncClient, remind: Any, with_post: CustomerRegistered, sink: Any, recorded: Recorded
) -> None:
    await ops.put(PATH, json={"steps": [{"channel": "letter"}]})
    opted = {"channel": "letter", "address": "1, Berlin, DE", "source": "called"}
    assert (await ops.post("/v1/addresses/opt-outs", json=opted)).status_code == 201
    sink.outcomes = [BOUNCED]
    await remind(with_post)
    assert channels(sink) == ["email"]
    assert [e.channel for e in await recorded() if isinstance(e, ContactRefused)] == ["letter"]


@pytest.mark.parametrize(
    ("params", "sent"),
    [
        ({}, ["email", "letter"]),
        ({"creditor": "default"}, ["email"]),
        ({"customer_id": "cus_1"}, ["email", "letter"]),
        ({"customer_id": "cus_2"}, None),
    ],
)
async def test_the_narrowest_policy_holds(
    ops: AsyncClient,
    remind: Any,
    receive: Receive,
    with_post: CustomerRegistered,
    sink: Any,
    params: dict[str, str],
    sent: list[str] | None,
) -> None:
    await receive(with_post)
    answer = await ops.put(PATH, params=params, json={"steps": [{"channel": "letter"}]})
    if sent is None or params.get("creditor"):
        assert answer.status_code == 422
        return
    sink.outcomes = [BOUNCED]
    await remind(with_post)
    assert channels(sink) == sent


async def test_a_customers_own_policy_goes_before_everybodys(
    ops: AsyncClient, remind: Any, receive: Receive, with_post: CustomerRegistered, sink: Any
) -> None:
    await receive(with_post)
    await ops.put(PATH, json=CHAIN)
    await ops.put(PATH, params={"customer_id": "cus_1"}, json={"steps": []})
    own = (await ops.get(PATH, params={"customer_id": "cus_1"})).json()
    assert own == {"steps": [], "when_in_doubt": "ask"}
    sink.outcomes = [BOUNCED]
    await remind(with_post)
    assert channels(sink) == ["email"]


async def test_a_channel_named_twice_is_refused(ops: AsyncClient) -> None:
    answer = await ops.put(PATH, json={"steps": [{"channel": "letter"}] * 2})
    assert answer.status_code == 422
    assert "each channel once" in answer.text
