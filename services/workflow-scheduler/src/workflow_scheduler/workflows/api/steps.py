"""A workflow's steps in JSON, the same in requests and answers."""

from datetime import time
from typing import Annotated, Literal, Self

from pydantic import Field

from recoup_events.kernel.attachments import AttachmentKind
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.workflow_scheduler import Anchor, Call, Escalate, Measure, Remind, Step
from recoup_service.api.fields import Day, Name, RequestBody, Text
from workflow_scheduler.workflows.api.conditions import ConditionBody
from workflow_scheduler.workflows.api.timing import DayOfMonthBody, RepeatBody, WorkingDaysBody

WallClock = Annotated[
    str,
    Field(
        pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
        description="HH:MM on the debtor's wall clock.",
        examples=["10:00"],
    ),
]


class RemindBody(RequestBody):
    """Send one message, with whatever else falls due to the customer on that day."""

    kind: Literal["remind"]
    channel: Channel = Field(description="How the message goes.")
    template: Name = Field(
        description="The template notification renders.", examples=["friendly_reminder"]
    )
    recipients: list[ContactRole] = Field(
        default=[ContactRole.BILLING],
        min_length=1,
        description="Which of the customer's contacts get it.",
    )
    attachments: list[AttachmentKind] = Field(
        default=[],
        description="Documents that go along with an email: of each invoice its step speaks of the copy "
        "or the sum of its interest, and once the letter or the statement of account.",
        examples=[["invoice_copy", "statement"]],
    )


class CallBody(RequestBody):
    """Ask a person to call; it appears on the worklist at `/v1/tasks`."""

    kind: Literal["call"]
    at: WallClock
    script: Text = Field(
        description="What to say.", examples=["Ask by which day the invoice will be paid."]
    )
    repeat: RepeatBody | None = Field(
        default=None, description="Left out, the call is asked for once."
    )


class EscalateBody(RequestBody):
    """Ask a person whether a measure is taken; it appears on the worklist at `/v1/tasks`.

    Messages before it may announce the measure; one that no step comes to is not announced.
    """

    kind: Literal["escalate"]
    at: WallClock
    measure: Measure = Field(description="What is to be decided.")
    script: Text = Field(
        description="What to look at.",
        examples=["Was the final notice delivered? Has anybody spoken to the customer?"],
    )


class StepBody(RequestBody):
    """What to do, how firmly, and when."""

    name: Name = Field(description="Unique within the workflow.", examples=["friendly"])
    level: int | None = Field(
        default=None,
        ge=0,
        le=9,
        strict=True,
        description="How firm it is, never milder than the step before. 0 is a courtesy, which "
        "comes on its day or not at all; left out, it is 0 before the due date and else 1.",
    )
    days: int = Field(
        default=0,
        ge=-365,
        le=3650,
        strict=True,
        description="Days after the anchor, which is the due date unless you name another; negative for "
        "days before it.",
        examples=[3],
    )
    anchor: Anchor = Field(
        default=Anchor.DUE_DATE,
        description="The day that the days are counted from: `due_date` or `issue_date` of the "
        "document, `previous_step`, or a `date`.",
    )
    date: Day | None = Field(default=None, description="The day of the anchor `date`.")
    month: DayOfMonthBody | None = Field(
        default=None, description="Count from this day of a later month instead."
    )
    working_days: WorkingDaysBody | None = Field(
        default=None, description="Left out, those of the workflow; without, every day is alike."
    )
    when: ConditionBody | None = Field(
        default=None, description="Left out, the step comes whatever is known."
    )
    action: Annotated[RemindBody | CallBody | EscalateBody, Field(discriminator="kind")]

    def step(self, working_days: WorkingDaysBody | None = None) -> Step:
        """With the workflow's policy where it has none of its own."""
        policy = self.working_days or working_days
        courtesy = self.anchor is Anchor.DUE_DATE and self.month is None and self.days < 0
        return Step(
            name=self.name,
            level=int(not courtesy) if self.level is None else self.level,
            days=self.days,
            anchor=self.anchor,
            date=self.date,
            month=None if self.month is None else self.month.month,
            working_days=None if policy is None else policy.policy,
            when=None if self.when is None else self.when.condition,
            action=_action(self.action),
        )

    @classmethod
    def of(cls, step: Step) -> Self:
        shown = step.model_dump(mode="json", exclude={"when"})
        if not isinstance(step.action, Remind):
            shown["action"]["at"] = step.action.at.isoformat("minutes")
        when = None if step.when is None else ConditionBody.of(step.when)
        return cls.model_validate({**shown, "when": when})


def _action(body: RemindBody | CallBody | EscalateBody) -> Remind | Call | Escalate:
    match body:
        case RemindBody():
            return Remind(
                channel=body.channel,
                template=body.template,
                recipients=tuple(body.recipients),
                attachments=tuple(body.attachments),
            )
        case CallBody():
            repeat = None if body.repeat is None else body.repeat.repeat
            return Call(at=time.fromisoformat(body.at), script=body.script, repeat=repeat)
        case EscalateBody():
            at = time.fromisoformat(body.at)
            return Escalate(at=at, measure=body.measure, script=body.script)
