from collections.abc import Awaitable, Callable

from notification.messages.consumers import messages_of
from notification.messages.domain.facts import MessageAsked
from recoup_events.base import Fact
from recoup_events.envelope import Account, Cause, Envelope, Stream
from recoup_events.ids import TenantId, derived
from recoup_events.invoice import ContactRole
from recoup_events.workflow_scheduler import Channel, ReminderRequested
from recoup_eventstore.desk import Desk
from recoup_testing.clock import TurnedClock

ACCOUNT = Account(TenantId("acme"), "cus_1")
ROLES = (ContactRole.BILLING, ContactRole.DECISION_MAKER)


async def test_each_role_is_asked_for_once_however_often_the_reminder_is_heard(
    hear: Callable[[Fact], Awaitable[None]],
    said: Callable[[], Awaitable[list[Fact]]],
    requested: ReminderRequested,
    clock: TurnedClock,
) -> None:
    reminder = requested.model_copy(update={"recipients": (*ROLES, ContactRole.BILLING)})
    for _ in range(2):
        await hear(reminder)
    asked = [fact for fact in await said() if isinstance(fact, MessageAsked)]
    assert [fact.role for fact in asked] == list(ROLES)
    assert {fact.send_at for fact in asked} == {clock.now()}
    assert [fact.message_id for fact in asked] == [
        derived("msg", requested.reminder_id, Channel.EMAIL, role) for role in ROLES
    ]


def test_the_streams_to_be_read_belong_to_the_customers_account(
    requested: ReminderRequested, desk: Desk, clock: TurnedClock
) -> None:
    cause = Cause(at=clock.now(), actor="test", correlation_id=desk.new_id())
    heard = Envelope(desk.new_id(), Stream(ACCOUNT, "enrolment", "enr_1"), 1, cause, requested)
    (stream,) = messages_of(heard)
    assert (stream.account, stream.category) == (ACCOUNT, "message")
