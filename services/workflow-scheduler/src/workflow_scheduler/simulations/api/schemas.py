"""Simulations, and what came of them, in JSON."""

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, Field

from recoup_service.api.resource import Dates, Resource
from workflow_scheduler.simulations.domain.simulation import Simulation, SimulationState
from workflow_scheduler.simulations.domain.summary import Pair, Summary


class Change(BaseModel):
    """One number, before and under what is tried."""

    label: str
    before: int
    after: int
    change: int

    @classmethod
    def of(cls, pair: Pair) -> Self:
        return cls(label=pair.label, before=pair.before, after=pair.after, change=pair.change)


class FaultsShown(BaseModel):
    """What did not fit."""

    broken_events: int = Field(description="Could not be read or failed, and were left out.")
    named: list[str] = Field(description="The first of them.")
    acts_that_do_not_fit: int = Field(
        description="What people did and could not have done, such as answering a task nobody asked for."
    )
    acts_as_recorded: int = Field(description="What people did and was taken over word for word.")


class IdentityShown(BaseModel):
    """The live policy over its own past, held against what was recorded."""

    customers: int
    differing: int = Field(description="`0`: it differs nowhere.")
    first_difference: str | None


class OutcomeShown(BaseModel):
    """What came of it; `before` is as it was."""

    customers: int
    enrolments: int
    customers_with_other_messages: int
    messages_same: int
    messages_added: int
    messages_dropped: int
    totals: list[Change]
    messages: list[Change]
    messages_by_week: list[Change] = Field(description="By the Monday of the week.")
    messages_by_group: list[Change] = Field(
        description="By category of the customer, else by kind and country."
    )
    messages_by_workflow: list[Change]
    blocked_by_rule: list[Change]
    postponed_by_rule: list[Change]
    tasks: list[Change]
    tasks_by_week: list[Change]
    escalations: list[Change]
    ended: list[Change]
    paid_by_response_model: list[Change]
    identity: IdentityShown | None = Field(
        description="`null` unless the live policy itself was simulated."
    )
    faults: FaultsShown


class SimulationShown(Resource):
    id: str = Field(examples=["sim_30c9"])
    name: str
    state: SimulationState = Field(
        description="`running`, then `completed`; `refused` where nobody is selected or it is too large; "
        "`cancelled`; `failed` through a mistake of the software, until it is resumed."
    )
    reason: str | None = Field(description="Why it was refused or has failed, and what to do.")
    first_day: date
    last_day: date
    customers_looked_at: int = Field(description="So far.")
    customers_to_look_at: int | None
    outcome: OutcomeShown | None = Field(description="Once it is completed.")
    ended_at: datetime | None


class RowShown(BaseModel):
    """A message that is not the same under both."""

    customer_id: str
    day: date
    change: str = Field(
        description="`added`, `dropped`, `blocked` or `unblocked` by what is tried."
    )
    channel: str
    template: str
    level: int
    items: int = Field(description="How many receivables it speaks of.")
    rule: str | None = Field(description="What blocked it or made it wait.")


def shown(job: Simulation, dates: Dates) -> SimulationShown:
    assert job.asked is not None, "a simulation that can be found was asked for"
    trial = job.asked.trial
    return SimulationShown(
        **dates,
        id=job.asked.simulation_id,
        name=job.asked.name,
        state=job.state,
        reason=job.reason,
        first_day=trial.begins.date(),
        last_day=trial.ends.date(),
        customers_looked_at=job.progress.customers,
        customers_to_look_at=job.progress.total,
        outcome=None if job.summary is None else _outcome(job.summary),
        ended_at=job.ended_at,
    )


def _outcome(summary: Summary) -> OutcomeShown:
    faults = summary.faults
    return OutcomeShown(
        customers=summary.customers,
        enrolments=summary.enrolments,
        customers_with_other_messages=summary.changed_customers,
        messages_same=summary.messages_same,
        messages_added=summary.messages_added,
        messages_dropped=summary.messages_dropped,
        totals=_changes(summary.totals),
        messages=_changes(summary.messages),
        messages_by_week=_changes(summary.by_week),
        messages_by_group=_changes(summary.by_group),
        messages_by_workflow=_changes(summary.by_workflow),
        blocked_by_rule=_changes(summary.blocked),
        postponed_by_rule=_changes(summary.postponed),
        tasks=_changes(summary.tasks),
        tasks_by_week=_changes(summary.tasks_by_week),
        escalations=_changes(summary.escalations),
        ended=_changes(summary.ended),
        paid_by_response_model=_changes(summary.paid_by_model),
        identity=_identity(summary),
        faults=FaultsShown(
            broken_events=faults.broken,
            named=list(faults.named),
            acts_that_do_not_fit=faults.unfit,
            acts_as_recorded=faults.as_recorded,
        ),
    )


def _identity(summary: Summary) -> IdentityShown | None:
    if not summary.compared:
        return None
    return IdentityShown(
        customers=summary.compared,
        differing=summary.differing,
        first_difference=summary.difference,
    )


def _changes(pairs: tuple[Pair, ...]) -> list[Change]:
    return [Change.of(each) for each in pairs]
