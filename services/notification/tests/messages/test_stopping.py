"""A message that waits is stopped when what it asks for is held, settled or set aside."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from notification.messages.domain.outcomes import Outcome as SendingOutcome
from notification.messages.domain.sender import Delivery
from recoup_events.dispute import DisputeOpened, Reason
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import EnrolmentId, InvoiceId, receivable_id_of
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_events.notification import ContactRefused, MessageSent
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentPaused,
    EnrolmentResumed,
    Outcome,
    PauseCause,
    ReminderRequested,
)
from recoup_eventstore.effects import Effects
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR

Receive = Callable[[Event], Awaitable[None]]
Sending = Effects[Delivery, SendingOutcome]
RecordedEvent = Callable[[], Awaitable[list[Event]]]
NIGHT = datetime(2026, 1, 5, 22, 0, tzinfo=UTC)
MORNING = datetime(2026, 1, 6, 7, 0, tzinfo=UTC)
INVOICE = InvoiceId("inv_1")
RECEIVABLE = receivable_id_of(INVOICE, 0)
ALL = Money(minor_units=100_00, currency="EUR")
CENT = Money(minor_units=1, currency="EUR")
IDS = {
    "enrolment_id": EnrolmentId("enr_1"),
    "invoice_id": INVOICE,
    "receivable_id": RECEIVABLE,
    "customer_id": "cus_1",
}


def held(amount: Money = ALL, *, whole: bool = True) -> EnrolmentPaused:
    left = ALL - amount
    cause = {"cause": PauseCause.HOLD, "cause_id": "hold", "whole": whole}
    return EnrolmentPaused(**IDS, **cause, amount=amount, chased=left)


HELD = held()
RELEASED = EnrolmentResumed(**IDS, cause=PauseCause.HOLD, cause_id="hold", chased=ALL)
STOPPED = EnrolmentEnded(**IDS, outcome=Outcome.STOPPED, reason="We agreed by phone.")
EXHAUSTED = EnrolmentEnded(**IDS, outcome=Outcome.EXHAUSTED)


CONTESTED = DisputeOpened(
    dispute_id="dsp_1",
    customer_id="cus_1",
    creditor_id=CREDITOR,
    slices=(Slice(invoice_id=INVOICE, receivable_id=RECEIVABLE, amount=ALL),),
    reason=Reason.QUALITY,
    statement="Half of the bolts are bent.",
)


@pytest.fixture(autouse=True)
async def waiting(
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    clock: TurnedClock,
    effects: Sending,
) -> None:
    """A reminder that was asked for at night waits for the morning."""
    clock.instant = NIGHT
    for event in (registered, issued, requested):
        await receive(event)
    await effects.step()


async def refusals(recorded: RecordedEvent) -> list[tuple[str, datetime | None]]:
    found = [each for each in await recorded() if isinstance(each, ContactRefused)]
    return [(each.rule, each.retry_at) for each in found]


async def test_what_is_asked_for_at_night_waits_for_the_morning(
    recorded: RecordedEvent, effects: Sending, clock: TurnedClock
) -> None:
    ((rule, retry_at),) = await refusals(recorded)
    assert rule == "policy-quiet-hours"
    assert retry_at == MORNING
    clock.instant = MORNING
    await effects.step()
    assert sum(isinstance(each, MessageSent) for each in await recorded()) == 1


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (HELD, "policy.held_back"),
        (STOPPED, "policy.held_back"),
        (CONTESTED, "policy.nothing_chased"),
    ],
    ids=["held", "stopped", "contested"],
)
async def test_what_ends_its_reason_stops_it_at_once(
    change: Event, rule: str, receive: Receive, recorded: RecordedEvent, effects: Sending
) -> None:
    await receive(change)
    await effects.step()  # the clock has not moved
    assert (await refusals(recorded))[1:] == [(rule, None)]


@pytest.mark.parametrize(
    "change", [held(ALL - CENT, whole=False), EXHAUSTED], ids=["part", "exhausted"]
)
async def test_what_leaves_something_to_ask_for_does_not_bring_it_forward(
    change: Event, receive: Receive, recorded: RecordedEvent, effects: Sending
) -> None:
    await receive(change)
    assert await effects.step() == 0
    assert len(await refusals(recorded)) == 1


async def test_what_is_released_in_time_is_sent_all_the_same_when_it_is_asked_for_anew(
    receive: Receive,
    requested: ReminderRequested,
    recorded: RecordedEvent,
    effects: Sending,
    clock: TurnedClock,
) -> None:
    for event in (HELD, RELEASED, requested.model_copy(update={"reminder_id": "rem_2"})):
        await receive(event)
        await effects.step()
    clock.instant = MORNING
    await effects.step()
    sent = [each for each in await recorded() if isinstance(each, MessageSent)]
    assert [each.reminder_id for each in sent] == ["rem_2"]


async def test_a_message_about_something_else_is_left_alone(
    receive: Receive, recorded: RecordedEvent, effects: Sending
) -> None:
    other = receivable_id_of(InvoiceId("inv_2"), 0)
    await receive(HELD.model_copy(update={"receivable_id": other}))
    assert await effects.step() == 0
    assert len(await refusals(recorded)) == 1
