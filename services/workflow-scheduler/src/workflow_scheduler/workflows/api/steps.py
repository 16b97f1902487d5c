"""A workflow's steps in JSON, the same in requests and answers."""

from datetime import time
from typing import Annotated, Literal, Self

from pydantic import Field

from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.workflow_scheduler import Call, Remind, Step
from recoup_service.api.fields import Name, RequestBody, Text


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


class CallBody(RequestBody):
    """Ask a person to call; it appears on the worklist at `/v1/tasks`."""

    kind: Literal["call"]
    at: str = Field(
        pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
        description="HH:MM on the debtor's wall clock.",
        examples=["10:00"],
    )
    script: Text = Field(
        description="What to say.", examples=["Ask by which day the invoice will be paid."]
    )


class StepBody(RequestBody):
    """What to do, how firmly, and how many days from the due date."""

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
        ge=-365,
        le=3650,
        strict=True,
        description="Days after the due date; negative for days before it.",
        examples=[3],
    )
    action: Annotated[RemindBody | CallBody, Field(discriminator="kind")]

    @property
    def step(self) -> Step:
        level = int(self.days >= 0) if self.level is None else self.level
        return Step(name=self.name, level=level, days=self.days, action=_action(self.action))

    @classmethod
    def of(cls, step: Step) -> Self:
        shown = step.model_dump(mode="json")
        if isinstance(step.action, Call):
            shown["action"]["at"] = step.action.at.isoformat("minutes")
        return cls.model_validate(shown)


def _action(body: RemindBody | CallBody) -> Remind | Call:
    match body:
        case RemindBody():
            return Remind(
                channel=body.channel, template=body.template, recipients=tuple(body.recipients)
            )
        case CallBody():
            return Call(at=time.fromisoformat(body.at), script=body.script)
