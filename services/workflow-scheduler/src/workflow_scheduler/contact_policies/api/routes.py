"""The contact policy: read it, set it."""

from datetime import time
from typing import Annotated, Self

from pydantic import Field

from recoup_service.api.fields import RequestBody
from recoup_service.api.policies import policy_routes
from workflow_scheduler.contact_policies.domain.contact_policy import (
    CONTACT_POLICY,
    Bundling,
    ContactPolicy,
)


class ContactPolicyBody(RequestBody):
    """When debtors are written to; it holds for invoices enrolled from now on."""

    hour: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] | None = Field(
        description="HH:MM on the debtor's wall clock: when messages leave; `null` for as soon as "
        "they fall due, the day beginning at midnight and the law deciding on its hours.",
        examples=["10:00"],
    )
    wait_minutes: int = Field(
        ge=0,
        le=10_080,
        strict=True,
        description="How long a new invoice is left alone, for a payment that comes right behind "
        "it, by which no message is wanted any more.",
        examples=[15],
    )
    bundling: Bundling = Field(
        default=Bundling.PER_CUSTOMER,
        description="Whether what falls due to a customer on one day comes in one message.",
    )

    @property
    def policy(self) -> ContactPolicy:
        return ContactPolicy(
            hour=None if self.hour is None else time.fromisoformat(self.hour),
            wait_minutes=self.wait_minutes,
            bundling=self.bundling,
        )

    @classmethod
    def of(cls, policy: ContactPolicy) -> Self:
        return cls(
            hour=None if policy.hour is None else policy.hour.isoformat("minutes"),
            wait_minutes=policy.wait_minutes,
            bundling=policy.bundling,
        )


router = policy_routes(
    CONTACT_POLICY,
    ContactPolicyBody,
    path="/v1/contact-policy",
    tag="Contact policy",
    scope="workflows",
    kept="Enrolments that run keep the hour they started with.",
)
