"""Events from before addresses were checked: what cannot be written to ends that one message."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from notification.contact_ledger.domain import events
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.event import Event
from recoup_events.notification import ContactRefused, MessageSent
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing import hostile
from recoup_testing.persons import person

Receive = Callable[[Event], Awaitable[None]]
RecordedEvent = Callable[[], Awaitable[list[Event]]]
BAD_EMAILS = [email for email in hostile.BAD_EMAILS if "\ud800" not in email]
"""No event can hold half a surrogate pair."""
GOOD = {"email": "ada@example.com", "phone": "+4930901820"}
BAD_PHONES = (
    "030 901820",
    "+0123456789",
    "+4930901820\r\nX: y",
    "+" + "\N{ARABIC-INDIC DIGIT ONE}" * 9,
)


@pytest.mark.parametrize(
    ("channel", "bad"),
    [
        *((Channel.EMAIL, {"email": email}) for email in BAD_EMAILS),
        *((Channel.SMS, {"phone": phone}) for phone in BAD_PHONES),
    ],
    ids=lambda value: ascii(value)[:50],
)
async def test_a_message_to_what_is_no_address_is_refused_and_its_neighbour_is_sent(
    effects: Effects[Any, Any],
    sink: Any,
    receive: Receive,
    recorded: RecordedEvent,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    channel: Channel,
    bad: dict[str, str],
) -> None:
    invalid = person("Ada", **bad)
    valid = person("Eve", ContactRole.DECISION_MAKER, **GOOD)
    both = (ContactRole.BILLING, ContactRole.DECISION_MAKER)
    template = "friendly_reminder" if channel is Channel.EMAIL else "sms_nudge"
    wanted = {"channel": channel, "recipients": both, "template": template}
    for event in (
        registered.model_copy(update={"persons": (invalid, valid)}),
        issued,
        requested.model_copy(update=wanted),
    ):
        await receive(event)
    await effects.step()
    assert [delivery.content.recipient for delivery in sink.postings] == ["Eve"]
    (refused,) = [event for event in await recorded() if isinstance(event, ContactRefused)]
    assert (refused.rule, refused.retry_at) == ("policy.invalid_address", None)
    assert [type(event) for event in await recorded()].count(events.MessageDispatched) == 1
    assert isinstance((await recorded())[-1], MessageSent)
    assert await effects.quiet()
