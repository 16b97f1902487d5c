"""The contact policy: read it, set it."""

from datetime import time
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from recoup_events.kernel.ids import CreditorId, creditor_id_of
from recoup_eventstore.pending_changes import Folded
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.fields import RequestBody
from recoup_service.api.filters import ForCreditor, creditor_id_or_none
from recoup_service.api.request_context import RequestContext, needs
from workflow_scheduler.contact_policies.domain.contact_policy import (
    CONTACT_POLICY,
    Bundling,
    ContactPolicies,
    ContactPolicy,
    ContactPolicyCommand,
    FollowTenant,
    SetContactPolicy,
    contact_policy_of,
)

router = APIRouter(prefix="/v1/contact-policy", tags=["Contact policy"])
Reader = Annotated[RequestContext, needs("workflows:read")]
Writer = Annotated[RequestContext, needs("workflows:write")]


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


@router.get("", response_model=ContactPolicyBody, summary="Read the contact policy")
async def read_contact_policy(context: Reader, creditor: ForCreditor = None) -> Response:
    """What holds for this tenant, or for one of its creditors; its version is the `ETag`."""
    async with context.work() as work:
        held = await work.load(CONTACT_POLICY, contact_policy_of(context.tenant))
    return _shown(held, creditor_id_or_none(context.tenant, creditor)).response()


@router.put("", response_model=ContactPolicyBody, summary="Set the contact policy")
async def put_contact_policy(
    body: ContactPolicyBody, context: Writer, creditor: ForCreditor = None
) -> Response:
    """Of the tenant, or of one creditor alone. Enrolments that run keep the hour they started with.

    `If-Match` is the `ETag` of `GET /v1/contact-policy`; all of a tenant's have one version.
    """
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    command = SetContactPolicy(policy=body.policy, creditor_id=creditor_id)
    return await _decided(context, command, creditor_id)


@router.delete(
    "", response_model=ContactPolicyBody, summary="Let a creditor follow the tenant's policy"
)
async def follow_contact_policy(
    context: Writer, creditor: Annotated[str, Query(description="Your code of the creditor.")]
) -> Response:
    """From now on; the answer is the tenant's policy, which holds for it again."""
    creditor_id = creditor_id_of(context.tenant, creditor)
    return await _decided(context, FollowTenant(creditor_id=creditor_id), creditor_id)


async def _decided(
    context: RequestContext, command: ContactPolicyCommand, creditor_id: CreditorId | None
) -> Response:
    stream = contact_policy_of(context.tenant)

    async def decision(work: UnitOfWork) -> Answer:
        await work.lock([stream.account], reading=[stream])
        context.match((await work.load(CONTACT_POLICY, stream)).version)
        await work.execute(CONTACT_POLICY, stream, command, context.cause)
        return _shown(await work.load(CONTACT_POLICY, stream), creditor_id)

    return await context.decide(decision)


def _shown(held: Folded, creditor_id: CreditorId | None) -> Answer:
    policies: ContactPolicies = held.state
    return Answer(200, ContactPolicyBody.of(policies.of(creditor_id)), held.version)
