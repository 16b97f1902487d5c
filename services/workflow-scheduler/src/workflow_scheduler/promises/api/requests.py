"""What is sent about promises."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from recoup_events.kernel.ids import CallId, PersonId, ReplyId, TenantId
from recoup_events.workflow_scheduler import Given, PromiseSource, Resumption, Withdrawal
from recoup_service.api.fields import Day, Name, RequestBody, Text, Words
from recoup_service.api.named_resources import CustomerNamed
from workflow_scheduler.promises.domain.policy import PromisePolicy
from workflow_scheduler.promises.handlers import Word
from workflow_scheduler.promises.schemas import Slices


def _without_bounds(schema: dict[str, Any]) -> None:
    """JSON schemas have none for dates; pydantic's own names for them mean nothing there."""
    schema.pop("ge", None)
    schema.pop("lt", None)
    schema["pattern"] = "^20[0-9]{2}-"


PromisedDay = Annotated[
    Day,
    Field(
        ge=date(2000, 1, 1),
        lt=date(2100, 1, 1),
        description="The last day to pay, in the debtor's calendar; the value date counts.",
        examples=["2026-03-13"],
        json_schema_extra=_without_bounds,
    ),
]


class NewPromise(CustomerNamed):
    """A customer's word to pay by a day."""

    reference: Name = Field(
        description="Your name of the promise; it can be used once.", examples=["PTP-1001-A"]
    )
    slices: Slices
    due_on: PromisedDay
    given_by: PromiseSource = Field(
        default=PromiseSource.PERSON, description="By which way it came."
    )
    person_id: Name | None = Field(
        default=None, description="Who gave it, by Recoup's id.", examples=["per_71c2"]
    )
    call_id: Name | None = Field(
        default=None, description="The call in which it was given.", examples=["cal_20b1"]
    )
    reply_id: Name | None = Field(
        default=None, description="The reply in which it was given.", examples=["rpl_83aa"]
    )
    words: Text | None = Field(
        default=None, description="In the customer's words.", examples=["By Friday, by transfer."]
    )

    @model_validator(mode="after")
    def _names_its_source(self) -> Self:
        if (self.call_id is not None) != (self.given_by is PromiseSource.CALL):
            raise ValueError("send call_id with given_by call, and only with it")
        if (self.reply_id is not None) != (self.given_by is PromiseSource.REPLY):
            raise ValueError("send reply_id with given_by reply, and only with it")
        return self

    def word(self, tenant: TenantId) -> Word:
        return Word(
            customer_id=self.customer_in(tenant),
            parts=tuple(slice.part(tenant) for slice in self.slices),
            due_on=self.due_on,
            given=Given(
                by=self.given_by,
                person_id=None if self.person_id is None else PersonId(self.person_id),
                call_id=None if self.call_id is None else CallId(self.call_id),
                reply_id=None if self.reply_id is None else ReplyId(self.reply_id),
            ),
            words=self.words,
        )


class NewWithdrawal(RequestBody):
    """Why it is over before its day."""

    reason: Literal[Withdrawal.BY_CUSTOMER, Withdrawal.IN_ERROR] = Field(
        description="`in_error` also of a promise that is kept or broken by now.",
        examples=["by_customer"],
    )
    note: Words | None = Field(default=None, examples=["Contests the invoice after all."])


class PromisePolicyBody(RequestBody):
    """What may be promised; it holds for promises made from now on."""

    longest_days: int = Field(
        ge=1, le=365, strict=True, description="How far ahead its day may be.", examples=[30]
    )
    most_open: int = Field(
        ge=1, le=50, strict=True, description="Open promises of one customer.", examples=[5]
    )
    most_broken: int = Field(
        ge=1,
        le=50,
        strict=True,
        description="Once so many over a receivable are broken, no further one is taken over it.",
        examples=[2],
    )
    grace_days: int = Field(
        ge=0,
        le=30,
        strict=True,
        description="How many days later the money may count, all the same.",
        examples=[2],
    )
    resumes: Resumption = Field(
        description="How chasing goes on after a broken promise: with the next step as far from "
        "the latest as the workflow has them (`as_planned`), at the next of its times (`at_once`), "
        "or with the first step that is firmer than the latest (`step_harder`). No step comes "
        "before its own day.",
        examples=["at_once"],
    )

    @property
    def policy(self) -> PromisePolicy:
        return PromisePolicy(**dict(self))

    @classmethod
    def of(cls, policy: PromisePolicy) -> Self:
        return cls(**dict(policy))
