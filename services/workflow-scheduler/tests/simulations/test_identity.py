"""The live policy, replayed over the same past, decides what it had decided: byte for byte."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from recoup_service.service import Service
from recoup_testing.recorded_history import RecordedHistory
from recoup_testing.reminders_example import berlin
from workflow_scheduler.contact_policies.domain.contact_policy import ContactPolicy
from workflow_scheduler.simulations.domain.differences import first_difference
from workflow_scheduler.simulations.domain.trial import Policy, Trial
from workflow_scheduler.simulations.handlers.configuring import config_under
from workflow_scheduler.simulations.handlers.replay import Driver

Live = Callable[[RecordedHistory], Awaitable[None]]
END = berlin("2026-08-01 09:00")
THE_FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)


async def test_nothing_differs_from_the_first_day_on(
    history: RecordedHistory, half_a_year: Live
) -> None:
    await half_a_year(history)
    past = history.past()
    course = Driver(history.service.engine).replay(past, THE_FIRST_DAY, END)
    assert course.broken == []
    assert len(course.recorded) > 40
    assert first_difference([each.envelope for each in past.recorded], course.recorded) is None


@pytest.mark.parametrize("day", ["2026-02-20", "2026-03-20", "2026-04-12", "2026-06-01"])
async def test_nothing_differs_from_any_day_on(
    history: RecordedHistory, half_a_year: Live, day: str
) -> None:
    await half_a_year(history)
    past, begins = history.past(), berlin(f"{day} 00:00")
    course = Driver(history.service.engine).replay(past, begins, END)
    later = [e.envelope for e in past.recorded if e.envelope.cause.at >= begins]
    assert later
    assert first_difference(later, course.recorded) is None


async def test_another_policy_differs_and_the_first_place_is_named(
    history: RecordedHistory, half_a_year: Live, service: Service
) -> None:
    await half_a_year(history)
    past = history.past()
    early = Policy(contact_policy=ContactPolicy(hour=None))
    trial = Trial(begins=THE_FIRST_DAY, ends=END, after=early)
    config = config_under(early, trial, past.account.tenant, ())
    course = Driver(service.engine).replay(past, THE_FIRST_DAY, END, config)
    found = first_difference([each.envelope for each in past.recorded], course.recorded)
    assert found is not None
    assert found.at == berlin("2026-02-02 09:00")
    assert found.recorded is not None
    assert found.replayed is not None
    assert "2026-02-23T09:00:00Z" in found.recorded  # the hour at which debtors are written to
    assert "2026-02-22T23:00:00Z" in found.replayed  # as soon as the day has begun
