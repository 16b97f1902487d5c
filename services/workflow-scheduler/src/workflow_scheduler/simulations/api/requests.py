"""What is asked of a simulation, in JSON."""

from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from recoup_events.kernel.channels import Channel
from recoup_service.api.fields import Day, Name, RequestBody
from workflow_scheduler.contact_policies.domain.contact_policy import Bundling, ContactPolicy
from workflow_scheduler.simulations.domain.response import Response, ResponseModel

LONGEST = timedelta(days=3660)


class TriedContactPolicy(RequestBody):
    """As at `/v1/contact-policy`."""

    hour: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] | None = Field(
        description="HH:MM on the debtor's wall clock; `null` for as soon as something falls due.",
        examples=["09:00"],
    )
    wait_minutes: int = Field(default=15, ge=0, le=10_080, strict=True)
    bundling: Bundling = Bundling.PER_CUSTOMER

    @property
    def policy(self) -> ContactPolicy:
        hour = None if self.hour is None else time.fromisoformat(self.hour)
        return ContactPolicy(hour=hour, wait_minutes=self.wait_minutes, bundling=self.bundling)


class TriedPolicy(RequestBody):
    """What is tried; what is left out stays as it was, and nothing at all is the live policy once more."""

    workflow_id: Name | None = Field(
        default=None, description="New invoices are put on this workflow.", examples=["wfl_3f1a"]
    )
    workflow_version: int | None = Field(
        default=None,
        ge=1,
        le=2**31 - 1,
        strict=True,
        description="Of it; its latest, if left out.",
    )
    assignment_rules_version: int | None = Field(
        default=None,
        ge=1,
        le=2**31 - 1,
        strict=True,
        description="Workflows are chosen by this version of your assignment rules.",
    )
    contact_policy: TriedContactPolicy | None = None
    rules_version: Name | None = Field(
        default=None,
        description="Messages are judged by this set of rules of contact.",
        examples=["rules-0f5c9e577d1f6f1f"],
    )
    rules_as_of: Day | None = Field(
        default=None, description="Messages are judged by the rules as in force on this day."
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.workflow_version is not None and self.workflow_id is None:
            raise ValueError("send workflow_version with a workflow_id")
        if self.workflow_id is not None and self.assignment_rules_version is not None:
            raise ValueError("send a workflow_id for all, or assignment_rules_version, not both")
        return self


class ResponseBody(RequestBody):
    """Of those reached at a level, by any channel or by one, so many percent pay within so many days."""

    level: int = Field(ge=0, le=9, strict=True, description="Of the message.", examples=[2])
    percent: int = Field(
        ge=0, le=100, strict=True, description="So many of a hundred pay.", examples=[30]
    )
    within_days: int = Field(
        ge=1, le=365, strict=True, description="Spread over these days.", examples=[7]
    )
    channel: Channel | None = None


class ResponseModelBody(RequestBody):
    """A declared answer of debtors to messages. It is no forecast: what is declared is shown."""

    seed: int = Field(default=1, ge=0, lt=2**31, strict=True)
    responses: Annotated[list[ResponseBody], Field(min_length=1, max_length=50)]

    @property
    def model(self) -> ResponseModel:
        responses = tuple(Response.model_validate(dict(each)) for each in self.responses)
        return ResponseModel(seed=self.seed, responses=responses)


class NewSimulation(RequestBody):
    """A stretch of the past, and what is tried on it."""

    name: Name = Field(description="For you to know it by.", examples=["Gentle instead of default"])
    first_day: Day = Field(description="From its beginning, UTC.", examples=["2026-01-05"])
    last_day: Day = Field(description="To its end, UTC; not after today.", examples=["2026-04-05"])
    policy: TriedPolicy = Field(default=TriedPolicy(), description="What is tried.")
    response_model: ResponseModelBody | None = Field(
        default=None, description="Left out, payments stay as they happened."
    )
    creditor: Name | None = Field(default=None, description="Only this creditor's, by your code.")
    customer_ids: Annotated[list[Name], Field(max_length=1000)] = Field(
        default=[], description="Only these customers; none is everybody.", examples=[["cus_5f0c"]]
    )
    sample_percent: int = Field(
        default=100, ge=1, le=100, strict=True, description="The same customers each time."
    )
    minutes_per_task: Annotated[
        dict[Name, Annotated[int, Field(ge=0, le=480, strict=True)]], Field(max_length=50)
    ] = Field(
        default={},
        description="What a task takes a person, by its kind; a call takes 6 minutes and a decision "
        "15 unless you say so, others 10.",
        examples=[{"call": 8}],
    )

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first_day, time.min, tzinfo=UTC)

    @property
    def ends(self) -> datetime:
        """The last moment of the last day."""
        after = datetime.combine(self.last_day, time.min, tzinfo=UTC) + timedelta(days=1)
        return after - timedelta(microseconds=1)
