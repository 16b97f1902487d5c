"""A simulation as a job: asked for, lived through customer by customer, and what came of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime

from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.decider import Decider
from workflow_scheduler.simulations.domain.summary import Summary
from workflow_scheduler.simulations.domain.trial import Trial

STEP = "step"
"""The timer that asks for the next step; it stays wanted until the simulation has ended."""
MOST_ENROLMENTS = 2_000_000
"""Of one simulation; a sample shows the same."""


class SimulationRefused(Refused):
    """The simulation's state does not allow this."""

    code = "simulation_refused"


class SimulationState(StrEnum):
    RUNNING = "running"
    COMPLETED = "completed"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Progress(Value):
    """How far it has come: everything up to this account."""

    behind: str = ""
    part: int = 0
    customers: int = 0
    enrolments: int = 0
    total: int | None = None
    """Customers to look at, once they are counted."""


class SimulationAsked(Event, type="simulation.asked.v1"):
    simulation_id: str
    name: str
    trial: Trial
    at: AwareDatetime


class SimulationProgressed(Event, type="simulation.progressed.v1"):
    progress: Progress


class SimulationEnded(Event, type="simulation.ended.v1"):
    state: SimulationState
    reason: str | None = None
    summary: Summary | None = None
    at: AwareDatetime


class SimulationFailed(Event, type="simulation.failed.v1"):
    """By a mistake of the software; it stands still until it is resumed."""

    reason: str
    at: AwareDatetime


class SimulationResumed(Event, type="simulation.resumed.v1"):
    at: AwareDatetime


class AskSimulation(Command):
    simulation_id: str
    name: str
    trial: Trial
    at: AwareDatetime


class RecordProgress(Command):
    progress: Progress


class EndSimulation(Command):
    summary: Summary
    at: AwareDatetime


class FailSimulation(Command):
    reason: str
    at: AwareDatetime


class ResumeSimulation(Command):
    at: AwareDatetime


class CancelSimulation(Command):
    at: AwareDatetime


class Simulation(Value):
    asked: SimulationAsked | None = None
    state: SimulationState = SimulationState.RUNNING
    progress: Progress = Progress()
    reason: str | None = None
    summary: Summary | None = None
    ended_at: AwareDatetime | None = None

    def but(self, **changes: Any) -> "Simulation":
        return self.model_copy(update=changes)


SimulationCommand = (
    AskSimulation
    | RecordProgress
    | EndSimulation
    | FailSimulation
    | ResumeSimulation
    | CancelSimulation
)
SimulationEvent = (
    SimulationAsked | SimulationProgressed | SimulationEnded | SimulationFailed | SimulationResumed
)
TOO_LARGE = (
    f"It has more than {MOST_ENROLMENTS:,} enrolments. Ask for a sample with sample_percent, for fewer "
    "days, or for one creditor."
)
NOBODY = (
    "Nobody is selected: no customer of yours has a past here that fits. Take a larger sample, leave "
    "out the creditor, or check the customers' ids."
)


def decide(command: SimulationCommand, job: Simulation) -> Sequence[SimulationEvent]:
    """List every move a simulation allows; a step that went on while it was cancelled changes nothing."""
    running = job.asked is not None and job.state is SimulationState.RUNNING
    match command:
        case AskSimulation() if job.asked is None:
            return [SimulationAsked.model_validate(command, from_attributes=True)]
        case RecordProgress(progress=progress) if running:
            return [SimulationProgressed(progress=progress)]
        case EndSimulation() if running:
            return [_ended(command)]
        case FailSimulation(reason=reason, at=at) if running:
            return [SimulationFailed(reason=reason, at=at)]
        case ResumeSimulation():
            return _resumed(command, job)
        case CancelSimulation():
            return _cancelled(command, job)
        case _:
            return []


def _ended(command: EndSimulation) -> SimulationEnded:
    summary, at = command.summary, command.at
    if summary.enrolments > MOST_ENROLMENTS:
        return SimulationEnded(state=SimulationState.REFUSED, reason=TOO_LARGE, at=at)
    if not summary.customers:
        return SimulationEnded(state=SimulationState.REFUSED, reason=NOBODY, at=at)
    return SimulationEnded(state=SimulationState.COMPLETED, summary=summary, at=at)


def _resumed(command: ResumeSimulation, job: Simulation) -> Sequence[SimulationEvent]:
    if job.state is SimulationState.FAILED:
        return [SimulationResumed(at=command.at)]
    if job.state is not SimulationState.RUNNING:
        raise SimulationRefused(
            f"The simulation is {job.state}; only one that has failed is resumed."
        )
    return []


def _cancelled(command: CancelSimulation, job: Simulation) -> Sequence[SimulationEvent]:
    if job.state is SimulationState.COMPLETED:
        raise SimulationRefused("The simulation is completed; there is nothing left to cancel.")
    if job.state in (SimulationState.CANCELLED, SimulationState.REFUSED):
        return []
    return [SimulationEnded(state=SimulationState.CANCELLED, at=command.at)]


def evolve(job: Simulation, event: SimulationEvent) -> Simulation:
    match event:
        case SimulationAsked():
            return Simulation(asked=event)
        case SimulationProgressed(progress=progress):
            return job.but(progress=progress)
        case SimulationEnded(state=state, reason=reason, summary=summary, at=at):
            return job.but(state=state, reason=reason, summary=summary, ended_at=at)
        case SimulationFailed(reason=reason):
            return job.but(state=SimulationState.FAILED, reason=reason)
        case SimulationResumed():
            return job.but(state=SimulationState.RUNNING, reason=None)


def timers(job: Simulation) -> Mapping[str, datetime]:
    running = job.asked is not None and job.state is SimulationState.RUNNING
    return {STEP: job.asked.at} if job.asked is not None and running else {}


SIMULATION: Decider[SimulationCommand, Simulation, SimulationEvent] = Decider(
    "simulation", Simulation(), decide, evolve, timers
)
