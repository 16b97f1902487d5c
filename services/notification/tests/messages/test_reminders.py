from collections.abc import Awaitable, Callable

from notification.messages.consumers import messages_of
from notification.messages.domain.events import MessageAsked
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId, derived
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.command_runner import CommandRunner
from recoup_testing.clock import TurnedClock

ACCOUNT = Account(TenantId("acme"), "cus_1")
ROLES = (ContactRole.BILLING, ContactRole.DECISION_MAKER)


async def test_each_role_is_asked_for_once_however_often_the_reminder_is_heard(
    receive: Callable[[Event], Awaitable[None]],
    recorded: Callable[[], Awaitable[list[Event]]],
    requested: ReminderRequested,
    clock: TurnedClock,
) -> None:
    reminder = requested.model_copy(update={"recipients": (*ROLES, ContactRole.BILLING)})
    for _ in range(2):
        await receive(reminder)
    asked = [event for event in await recorded() if isinstance(event, MessageAsked)]
    assert [event.role for event in asked] == list(ROLES)
    assert {event.send_at for event in asked} == {clock.now()}
    assert [event.message_id for event in asked] == [
        derived("msg", "rem_1", Channel.EMAIL, role, requested.items[0].invoice_id)
        for role in ROLES
    ]


def test_the_streams_to_be_read_belong_to_the_customers_account(
    requested: ReminderRequested, command_runner: CommandRunner, clock: TurnedClock
) -> None:
    cause = Cause(at=clock.now(), actor="test", correlation_id=command_runner.new_id())
    received = Envelope(
        command_runner.new_id(), Stream(ACCOUNT, "enrolment", "enr_1"), 1, cause, requested
    )
    (stream,) = messages_of(received)
    assert (stream.account, stream.category) == (ACCOUNT, "message")
