"""Enrolments in JSON."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from recoup_events.invoice import Chase
from recoup_events.workflow_scheduler import Lack, Outcome, PauseCause, RunReason, Step
from recoup_service.api.amounts import Amount, PositiveAmount, in_currency
from recoup_service.api.fields import Name, RequestBody, Text
from recoup_service.api.resource import Dates, Resource
from workflow_scheduler.enrolments.domain.enrolment import Enrolment, EnrolmentState
from workflow_scheduler.enrolments.domain.planning import outlook
from workflow_scheduler.enrolments.domain.slices import held

Reason = Annotated[
    Text,
    Field(
        description="Why; kept with the enrolment for whoever asks.",
        examples=["The buyer is on leave until Monday."],
    ),
]


class NewHold(RequestBody):
    reason: Reason
    amount: PositiveAmount | None = Field(
        default=None,
        description="The part to leave out; leave it out to pause everything, also what may "
        "come to be owed later.",
    )


class NewStop(RequestBody):
    reason: Reason


class NewRun(RequestBody):
    """Have it chased once more."""

    reason: Literal[RunReason.RECALLED, RunReason.SECOND_TREATMENT] = Field(
        description="`recalled` from whoever had been given it, or a `second_treatment`.",
        examples=["recalled"],
    )
    note: Reason
    workflow_id: Name | None = Field(
        default=None,
        description="The workflow to use; the tenant's default if left out.",
        examples=["wfl_3f1a"],
    )


class NewRelease(RequestBody):
    reason: Reason


class HeldShown(BaseModel):
    """The next step is harsher than all that is known to have arrived; it waits."""

    step: str
    level: int
    milder_level: int = Field(description="The level of which a message has to have arrived first.")
    lack: Lack = Field(description="Why nothing proves that it did.")
    review_at: datetime = Field(
        description="UTC; when it is looked at again, unless proof comes first."
    )


class PauseShown(BaseModel):
    """A part of the balance that is not chased for now."""

    cause: PauseCause
    cause_id: str = Field(description="The dispute, the plan or the customer; `hold` for a hold.")
    amount: Amount = Field(description="What it keeps out of what is owed now.")
    everything: bool = Field(description="Whether it also covers what may come to be owed.")
    reason: str | None


class StepToCome(BaseModel):
    """A step that has not been taken."""

    name: str
    kind: Literal["remind", "call", "escalate"]
    level: int
    planned_for: datetime | None = Field(
        description="UTC; `null` while nothing is chased and the steps stand still."
    )


class Repeats(BaseModel):
    """A call that is asked for again, also when the steps are behind."""

    name: str = Field(description="The step that asked for it first.")
    number: int = Field(description="How often it was asked for by then, that time included.")
    planned_for: datetime | None = Field(
        description="UTC; `null` once it was asked for as often as it may be."
    )


class PassedOver(BaseModel):
    """A step whose condition did not hold on its day."""

    name: str
    on: date
    reason: str = Field(description="Which condition, what it asks, and what was found.")


class EnrolmentShown(Resource):
    """One receivable on its workflow, and what happens next."""

    id: str
    invoice_id: str
    receivable_id: str = Field(description="The term of the invoice.")
    customer_id: str
    creditor_id: str
    workflow_id: str
    workflow_version: int
    state: EnrolmentState
    run: int = Field(description="Which run this is; `/runs` lists them all.")
    run_reason: RunReason = Field(description="Why this run started.")
    outcome: Outcome | None = Field(description="Why it ended.")
    reason: str | None = Field(description="The words of the person who stopped it.")
    balance: Amount = Field(description="What is owed on the receivable.")
    chased: Amount = Field(description="What of it is asked for; with the pauses, the balance.")
    pauses: list[PauseShown]
    due_date: date
    time_zone: str = Field(description="The calendar the steps are planned in.")
    chase: Chase
    chase_from: date | None = Field(description="No step comes before this day.")
    held: HeldShown | None = Field(
        description="Set while the next step waits for proof; `POST …/release-step` lets it go on."
    )
    repeats: list[Repeats] = Field(description="Calls that come again until nothing is owed.")
    passed: list[PassedOver] = Field(
        description="Steps of this run that were passed over, since their condition did not hold."
    )
    next: list[StepToCome] = Field(
        description="The steps to come, soonest first. The first moment is recorded, the others "
        "are when they come if nothing intervenes. The last is `decide_what_next`: chasing ends "
        "as exhausted, and a person is asked."
    )


class EnrolmentListed(Resource):
    """An enrolment in a list."""

    id: str
    invoice_id: str
    receivable_id: str
    customer_id: str
    creditor_id: str
    workflow_id: str
    workflow_version: int
    state: EnrolmentState
    run: int
    outcome: Outcome | None
    balance: Amount
    chased: Amount
    due_date: date
    steps_left: int
    held_step: str | None = Field(
        description="It waits for proof that a milder one arrived; `held` of the enrolment says what is lacking."
    )
    started_at: datetime


def shown(enrolment: Enrolment, dates: Dates) -> EnrolmentShown:
    return EnrolmentShown(
        **dates,
        id=enrolment.enrolment_id,
        invoice_id=enrolment.invoice_id,
        receivable_id=enrolment.receivable_id,
        customer_id=enrolment.customer_id,
        creditor_id=enrolment.creditor_id,
        workflow_id=enrolment.workflow_id,
        workflow_version=enrolment.workflow_version,
        state=enrolment.state,
        run=enrolment.run,
        run_reason=enrolment.run_reason,
        outcome=enrolment.outcome,
        reason=enrolment.reason,
        balance=Amount.of(enrolment.balance),
        chased=Amount.of(enrolment.chased),
        pauses=_pauses(enrolment),
        due_date=enrolment.due_date,
        time_zone=enrolment.time_zone,
        chase=enrolment.chase,
        chase_from=enrolment.chase_from,
        held=_held_step(enrolment),
        repeats=[
            Repeats(name=e.step, number=e.number, planned_for=e.planned_for)
            for e in enrolment.repeating
        ],
        passed=[PassedOver(name=e.step, on=e.on, reason=e.reason) for e in enrolment.passed],
        next=[] if enrolment.outcome else [_to_come(*each) for each in outlook(enrolment)],
    )


def _held_step(enrolment: Enrolment) -> HeldShown | None:
    held = None if enrolment.planned is None else enrolment.planned.held
    if held is None or not enrolment.runs:
        return None
    return HeldShown.model_validate(held, from_attributes=True)


def _pauses(enrolment: Enrolment) -> list[PauseShown]:
    parts = held(enrolment.balance, enrolment.pauses)
    return [
        PauseShown(
            cause=pause.cause,
            cause_id=pause.cause_id,
            amount=Amount.of(part),
            everything=pause.amount is None,
            reason=pause.reason,
        )
        for pause, part in zip(enrolment.pauses, parts, strict=True)
    ]


def _to_come(step: Step, moment: datetime | None) -> StepToCome:
    return StepToCome(name=step.name, kind=step.action.kind, level=step.level, planned_for=moment)


def listed(row: Mapping[str, Any]) -> EnrolmentListed:
    amounts = {column: in_currency(row, column) for column in ("balance", "chased")}
    return EnrolmentListed(**{**row, **amounts})


class RunListed(Resource):
    """A run of an enrolment."""

    run: int
    reason: RunReason = Field(description="Why it started.")
    note: str | None = Field(description="The words of the person who started it.")
    workflow_id: str
    workflow_version: int
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None


def run_listed(row: Mapping[str, Any]) -> RunListed:
    return RunListed(**row)
