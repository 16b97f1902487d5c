"""What is sent about tasks."""

from typing import Annotated, Literal, Self

from pydantic import Field

from recoup_events.dispute import Reason
from recoup_events.kernel.ids import (
    CallId,
    CreditorId,
    EnrolmentId,
    TaskId,
    TenantId,
    creditor_id_of,
    derived,
)
from recoup_events.workflow_scheduler import Disposition, HardshipReason, TaskKind
from recoup_service.api.amounts import PositiveAmount
from recoup_service.api.fields import Day, Instant, Name, RequestBody, Text
from recoup_service.api.named_resources import CustomerNamed
from workflow_scheduler.promises.schemas import Slices
from workflow_scheduler.tasks.domain.commands import CompleteTask
from workflow_scheduler.tasks.domain.policy import TaskPolicy
from workflow_scheduler.tasks.handlers.answering import Answer
from workflow_scheduler.tasks.handlers.creating import RequestedTask

DueOn = Annotated[
    Day | None,
    Field(
        description="The last day for it, in the customer's calendar; `null` has none.",
        examples=["2026-03-31"],
        json_schema_extra={"pattern": "^20[0-9]{2}-"},
    ),
]
Owner = Annotated[
    Name | None,
    Field(
        description="Your own id of a colleague; `null`: whoever takes it.", examples=["m.weber"]
    ),
]
Team = Annotated[
    Name | None, Field(description="The code of one of your teams.", examples=["dach"])
]


class NewTask(CustomerNamed):
    """Something to be done about a customer."""

    reference: Name = Field(
        description="Your name of the task; it can be used once.", examples=["CALL-1001"]
    )
    kind: Literal[
        TaskKind.CALL,
        TaskKind.ADDRESS,
        TaskKind.CONTACT_DATA,
        TaskKind.NO_CHANNEL,
        TaskKind.FIND_PAYMENT,
        TaskKind.CLAIM,
        TaskKind.REVIEW,
    ] = Field(
        description="What is to be done; it decides what the task is completed with.",
        examples=["call"],
    )
    script: Text = Field(
        description="What to say, or to look at.",
        examples=["Ask who signs off invoices since the move."],
    )
    enrolment_id: Name | None = Field(
        default=None,
        description="The receivable it is about, by its enrolment: with that it closes.",
        examples=["enr_1c2d"],
    )
    creditor: Name | None = Field(
        default=None,
        description="Your code of the creditor in whose name; that of the enrolment if one is named.",
        examples=["default"],
    )
    not_before: Instant | None = Field(
        default=None,
        description="It is to be done then, not sooner.",
        examples=["2026-03-06T08:00:00Z"],
    )
    due_on: DueOn = None
    owner: Owner = None
    team: Team = None

    def task_in(self, tenant: TenantId) -> RequestedTask:
        return RequestedTask(
            task_id=TaskId(derived("tsk", tenant, self.reference)),
            customer_id=self.customer_in(tenant),
            kind=TaskKind(self.kind),
            script=self.script,
            enrolment_id=None if self.enrolment_id is None else EnrolmentId(self.enrolment_id),
            creditor_id=self._creditor(tenant),
            not_before=self.not_before,
            due_on=self.due_on,
            owner=self.owner,
            team=self.team,
        )

    def _creditor(self, tenant: TenantId) -> CreditorId | None:
        return None if self.creditor is None else creditor_id_of(tenant, self.creditor)


class NewCompletion(RequestBody):
    disposition: Disposition = Field(
        description="How the call went, what was decided or what was done; each kind has its own."
    )
    call_id: Name | None = Field(
        default=None,
        description="The call that was made, as `POST /v1/calls` of notification named it; a call "
        "task needs it, but with `no_call`.",
        examples=["cal_20b1"],
    )
    note: Text | None = Field(
        default=None, description="What was said.", examples=["Pays on Friday by bank transfer."]
    )
    slices: Slices | None = Field(
        default=None,
        description="What it is about; the task's own receivable if left out. A task of no "
        "receivable needs them for whatever is said of invoices.",
    )
    due_on: DueOn = Field(
        default=None, description="With `promised_to_pay`, which needs it: the last day to pay."
    )
    amount: PositiveAmount | None = Field(
        default=None,
        description="With `promised_to_pay` or `contests`: how much of the task's own receivable; "
        "all that is chased of it if left out.",
    )
    call_at: Instant | None = Field(
        default=None,
        description="With `calls_back`: when to call, moved to the next lawful moment.",
        examples=["2026-03-06T08:00:00Z"],
    )
    dispute_reason: Reason = Field(default=Reason.OTHER, description="With `contests`: why.")
    hardship_reason: HardshipReason = Field(
        default=HardshipReason.OTHER, description="With `cannot_pay`: why."
    )

    @property
    def command(self) -> CompleteTask:
        call_id = None if self.call_id is None else CallId(self.call_id)
        return CompleteTask(disposition=self.disposition, call_id=call_id, note=self.note)

    def answer(self, tenant: TenantId) -> Answer:
        return Answer(
            parts=tuple(slice.part(tenant) for slice in self.slices or ()),
            due_on=self.due_on,
            amount=None if self.amount is None else self.amount.money,
            call_at=self.call_at,
            dispute_reason=self.dispute_reason,
            hardship_reason=self.hardship_reason,
        )


class TaskPolicyBody(RequestBody):
    """What follows from some answers; it holds for those given from now on."""

    most_attempts: int = Field(
        ge=1,
        le=20,
        strict=True,
        description="Calls that are tried before nobody is called again for a task.",
        examples=[3],
    )
    days_apart: int = Field(
        ge=1, le=60, strict=True, description="Days between two of them.", examples=[2]
    )
    search_days: int = Field(
        ge=0,
        le=60,
        strict=True,
        description="For so many days nothing is chased of what is said to be paid.",
        examples=[5],
    )

    @property
    def policy(self) -> TaskPolicy:
        return TaskPolicy(**dict(self))

    @classmethod
    def of(cls, policy: TaskPolicy) -> Self:
        return cls(**dict(policy))


class NewAssignment(RequestBody):
    """Whose it is from now on."""

    owner: Owner
    team: Team = None


class NewSnooze(RequestBody):
    until: Instant | None = Field(
        description="It is off the worklist until then; `null` has it there again at once.",
        examples=["2026-03-06T08:00:00Z"],
    )


class NewDueDate(RequestBody):
    due_on: DueOn
