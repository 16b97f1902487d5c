from datetime import time

from recoup_events.workflow_scheduler import Call, Outcome, Repeat, Step
from recoup_testing.courses import Course
from recoup_testing.reminders_example import FRIENDLY, PLANNED, berlin, eur
from workflow_scheduler.enrolments.domain.commands import FollowOwed, Hold, Stop
from workflow_scheduler.enrolments.domain.events import TaskAsked

SCRIPT = "Ask once more."


def asks_again(repeat: Repeat | None) -> Course:
    call = Call(at=time(10), script=SCRIPT, repeat=repeat)
    steps = (FRIENDLY, Step(name="call", level=1, days=10, action=call))
    return Course(PLANNED.model_copy(update={"steps": steps}))


def asked(course: Course) -> int:
    """How often."""
    tasks = [each for each in course.recorded if isinstance(each, TaskAsked)]
    assert len({task.task_id for task in tasks}) == len(tasks), "each is a task of its own"
    return sum(task.script == SCRIPT for task in tasks)


def test_a_call_is_asked_for_every_so_many_days_and_outlives_the_steps() -> None:
    course = asks_again(Repeat(every_days=14))
    course.until("2026-12-31 12:00")
    assert course.state.outcome is Outcome.EXHAUSTED
    assert asked(course) == 1 + (berlin("2026-12-31 12:00") - berlin("2026-03-12 10:00")).days // 14


def test_it_is_asked_for_at_most_so_often() -> None:
    course = asks_again(Repeat(every_days=14, at_most=3))
    course.until("2026-12-31 12:00")
    assert asked(course) == 3


def test_a_call_that_does_not_repeat_is_asked_for_once() -> None:
    course = asks_again(None)
    course.until("2026-12-31 12:00")
    assert asked(course) == 1


def test_it_ends_when_nothing_is_owed_also_behind_the_steps() -> None:
    course = asks_again(Repeat(every_days=14))
    course.until("2026-08-01 12:00")
    before = asked(course)
    course.do(FollowOwed(now=course.now, balance=eur("0.00"), set_aside={}))
    course.until("2026-12-31 12:00")
    assert asked(course) == before


def test_a_person_stops_it() -> None:
    course = asks_again(Repeat(every_days=14))
    course.until("2026-03-20 12:00")
    course.do(Stop(now=course.now, reason="Enough."))
    course.until("2026-12-31 12:00")
    assert asked(course) == 1


def test_while_nothing_is_chased_nobody_is_called() -> None:
    course = asks_again(Repeat(every_days=14))
    course.until("2026-03-20 12:00")
    course.do(Hold(now=course.now, reason="The buyer is ill."))
    course.until("2026-12-31 12:00")
    assert asked(course) == 1


def test_after_a_downtime_it_is_asked_for_once() -> None:
    course = asks_again(Repeat(every_days=7))
    course.until("2026-03-12 12:00")
    course.down_until("2026-06-01 12:00")
    assert asked(course) == 2
