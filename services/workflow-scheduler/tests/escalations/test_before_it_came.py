"""What was said before an invoice came here, or about what it continues, is proven by nobody here."""

from datetime import date

import pytest

from recoup_events.kernel.ids import MessageId, ReminderId
from recoup_testing.reminders_example import PLANNED, berlin
from workflow_scheduler.enrolments.domain.enrolment import Enrolment, NotEnrolled
from workflow_scheduler.enrolments.domain.events import LastStep
from workflow_scheduler.enrolments.domain.evolving import evolve
from workflow_scheduler.enrolments.domain.holding import lacking
from workflow_scheduler.escalations.domain.asked_steps import AskedReminder, AskedSteps
from workflow_scheduler.escalations.domain.deliveries import Attempted, Deliveries, DeliveryState
from workflow_scheduler.escalations.domain.evidence import Evidence

NUDGE = ReminderId("rem_1")
REFUSED = Evidence(
    asked=AskedSteps(reminders=(AskedReminder(level=1, reminder_id=NUDGE),)),
    deliveries={
        NUDGE: Deliveries(messages={MessageId("msg_1"): Attempted(state=DeliveryState.REFUSED)})
    },
)


@pytest.mark.parametrize(("came_at", "is_held"), [(None, True), (1, False), (2, False)])
def test_a_level_reached_before_is_as_good_as_proven(came_at: int | None, is_held: bool) -> None:
    last = None if came_at is None else LastStep(step=None, level=came_at, on=date(2026, 1, 5))
    enrolment = evolve(NotEnrolled(), PLANNED.model_copy(update={"last": last}))
    assert isinstance(enrolment, Enrolment)
    firm = next(step for step in enrolment.steps if step.level == 2)
    held = lacking(enrolment, firm, REFUSED, berlin("2026-03-16 10:00"))
    assert (held is not None) == is_held
