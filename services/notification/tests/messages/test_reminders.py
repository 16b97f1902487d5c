"""Whom a reminder goes to: everybody in a role that is wanted, once each, as soon as it is known."""

from collections.abc import Awaitable, Callable
from typing import Any

from notification.messages.consumers import reminder_of
from notification.messages.domain.events import MessageAsked, ReminderReceived
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId, derived
from recoup_events.notification import ContactRefused
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_testing.clock import TurnedClock
from recoup_testing.persons import person

Receive = Callable[[Event], Awaitable[None]]
RecordedEvent = Callable[[], Awaitable[list[Event]]]
ACCOUNT = Account(TenantId("acme"), "cus_1")
ROLES = (ContactRole.BILLING, ContactRole.DECISION_MAKER)
ADA = person("Ada", email="ada@example.com")
BOARD = person("Board", ContactRole.DECISION_MAKER, ContactRole.BILLING, email="b@example.com")


def asked(recorded: list[Event]) -> list[MessageAsked]:
    return [event for event in recorded if isinstance(event, MessageAsked)]


async def test_each_person_is_asked_for_once_in_however_many_roles(
    receive: Receive,
    recorded: RecordedEvent,
    registered: CustomerRegistered,
    requested: ReminderRequested,
    clock: TurnedClock,
) -> None:
    await receive(registered.model_copy(update={"persons": (ADA, BOARD)}))
    for _ in range(2):
        await receive(requested.model_copy(update={"recipients": ROLES}))
    messages = asked(await recorded())
    assert [event.person_id for event in messages] == [ADA.person_id, BOARD.person_id]
    assert {event.send_at for event in messages} == {clock.now()}
    assert [event.message_id for event in messages] == [
        derived("msg", "rem_1", Channel.EMAIL, each.person_id) for each in (ADA, BOARD)
    ]


async def test_the_items_are_kept_once_for_all_messages(
    receive: Receive,
    recorded: RecordedEvent,
    registered: CustomerRegistered,
    requested: ReminderRequested,
) -> None:
    await receive(registered.model_copy(update={"persons": (ADA, BOARD)}))
    await receive(requested)
    kept = [event for event in await recorded() if isinstance(event, ReminderReceived)]
    assert [event.request for event in kept] == [requested]
    assert len(asked(await recorded())) == 2


async def test_a_reminder_that_is_ahead_of_its_customer_waits_for_it(
    receive: Receive,
    recorded: RecordedEvent,
    registered: CustomerRegistered,
    requested: ReminderRequested,
) -> None:
    await receive(requested)
    await receive(requested.model_copy(update={"reminder_id": "rem_2"}))
    assert asked(await recorded()) == []
    await receive(registered)
    assert [event.reminder_id for event in asked(await recorded())] == ["rem_1", "rem_2"]


async def test_nobody_to_write_to_is_refused_once(
    receive: Receive,
    recorded: RecordedEvent,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    effects: Effects[Any, Any],
    sink: Any,
) -> None:
    for event in (registered.model_copy(update={"persons": ()}), issued, requested, requested):
        await receive(event)
    await effects.step()
    assert sink.postings == []
    refused = [event for event in await recorded() if isinstance(event, ContactRefused)]
    assert [(each.rule, each.person_id) for each in refused] == [("policy.no_address", None)]


def test_the_stream_to_be_read_belongs_to_the_customers_account(
    requested: ReminderRequested, command_runner: CommandRunner, clock: TurnedClock
) -> None:
    cause = Cause(at=clock.now(), actor="test", correlation_id=command_runner.new_id())
    stream = Stream(ACCOUNT, "round", "rnd_1")
    received = Envelope(command_runner.new_id(), stream, 1, cause, requested)
    (read,) = reminder_of(received)
    assert (read.account, read.category) == (ACCOUNT, "reminder")
