"""One enrolment as time passes: what comes is taken at its moment, or later after a downtime."""

from datetime import datetime
from functools import reduce

from recoup_events.workflow_scheduler import StepDue
from recoup_testing.reminders_example import STARTED, berlin
from workflow_scheduler.debtors.domain.facts import DebtorFacts
from workflow_scheduler.enrolments.domain.commands import (
    EnrolmentCommand,
    FollowTerms,
    TakeDueSteps,
    TakeRepeats,
)
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled
from workflow_scheduler.enrolments.domain.enrolment import Enrolment, EnrolmentEvent
from workflow_scheduler.enrolments.domain.events import EnrolmentPlanned


class Course:
    """Times are wall-clock times in Berlin, such as ``2026-03-05 10:00``."""

    def __init__(
        self,
        planned: EnrolmentPlanned,
        now: str = "2026-02-02 09:00",
        facts: DebtorFacts | None = None,
    ) -> None:
        self.now = berlin(now)
        self.facts = facts or DebtorFacts()
        self.recorded: list[EnrolmentEvent] = [planned, STARTED]
        self._do(FollowTerms(now=self.now, time_zone=planned.time_zone))

    @property
    def state(self) -> Enrolment:
        return enrolled(reduce(ENROLMENT.evolve, self.recorded, ENROLMENT.initial))

    @property
    def next_at(self) -> datetime:
        planned = self.state.planned
        assert planned is not None, "nothing is planned"
        return planned.at

    @property
    def came(self) -> list[tuple[str, str]]:
        """The steps that were taken, and their days."""
        due = (event for event in self.recorded if isinstance(event, StepDue))
        return [(event.step, event.taken_on.isoformat()) for event in due]

    def moves_to(self, time_zone: str, country: str, subdivision: str | None = None) -> None:
        self._do(
            FollowTerms(now=self.now, time_zone=time_zone, country=country, subdivision=subdivision)
        )

    def do(self, command: EnrolmentCommand) -> None:
        """Whatever else is asked of it meanwhile."""
        self.now = command.now
        self._do(command)

    def until(self, local: str) -> None:
        """Take what comes, each at its moment, until then."""
        while self._take(berlin(local), at_once=False):
            pass

    def down_until(self, local: str) -> None:
        """Nobody is there; then what is due is taken, and what comes later comes later."""
        self.now = berlin(local)
        while self._take(self.now, at_once=True):
            pass

    def _take(self, until: datetime, *, at_once: bool) -> bool:
        state = self.state
        moments = ENROLMENT.timers(state)
        if state.planned is not None:
            moments = {**moments, "step": state.planned.at}
        name, moment = min(moments.items(), key=lambda each: each[1], default=("", None))
        if moment is None or moment > until:
            return False
        self.now = max(self.now, until if at_once else moment)
        round_id = None if state.planned is None else state.planned.round_id
        take = TakeDueSteps(now=self.now, round_id=round_id, facts=self.facts)
        self._do(TakeRepeats(now=self.now) if name == "repeat" else take)
        return True

    def _do(self, command: EnrolmentCommand) -> None:
        self.recorded.extend(ENROLMENT.decide(command, self.state))
