"""Fallback policies: read one, set one."""

from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, model_validator
from starlette.responses import Response

from notification.consents.domain.errors import UnknownCustomer
from notification.creditors.handlers import known_creditor
from notification.debtors.domain.debtor import DEBTOR
from notification.fallbacks.domain.policy import (
    FALLBACKS,
    FallbackPolicies,
    FallbackPolicy,
    FallbackStep,
    SetFallbacks,
    of_customer,
    of_tenant,
)
from notification.messages.domain.doubt import WhenInDoubt
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import CustomerId
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.fields import Name, RequestBody
from recoup_service.api.filters import ForCreditor, OfCustomer, creditor_id_or_none
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/fallbacks", tags=["Fallbacks"])
Reader = Annotated[RequestContext, needs("contacts:read")]
Writer = Annotated[RequestContext, needs("contacts:write")]


class Step(BaseModel):
    """One more way to reach the person."""

    model_config = RequestBody.model_config
    channel: Channel = Field(examples=["letter"])
    template: Name | None = Field(
        default=None,
        description="Whose words it has; `null`: the reminder's own for emails and letters, `sms_nudge` for texts.",
        examples=["sms_nudge"],
    )


class FallbacksBody(RequestBody):
    """The channels that are tried, in this order, when a reminder does not arrive by its own."""

    steps: list[Step] = Field(
        max_length=4,
        description="Each channel once; none: nothing is tried again by another channel.",
        examples=[[{"channel": "sms", "template": "sms_nudge"}, {"channel": "letter"}]],
    )

    when_in_doubt: WhenInDoubt = Field(
        default=WhenInDoubt.ASK,
        description="What becomes of an email of which nobody can know whether it left, as when a relay goes "
        "away after it was given the words. `ask`: it is `in_doubt` until a person resends it or gives it up: maybe never, "
        "but not twice. `resend`: it goes out again under the same Message-ID: maybe twice, but not never.",
    )

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        channels = [step.channel for step in self.steps]
        if len(set(channels)) < len(channels):
            raise ValueError("Name each channel once; a reminder goes by each at most once.")
        return self

    @property
    def policy(self) -> FallbackPolicy:
        steps = tuple(FallbackStep(**step.model_dump()) for step in self.steps)
        return FallbackPolicy(steps=steps, when_in_doubt=self.when_in_doubt)

    @classmethod
    def of(cls, policy: FallbackPolicy) -> Self:
        steps = [Step(**step.model_dump()) for step in policy.steps]
        return cls(steps=steps, when_in_doubt=policy.when_in_doubt)


@router.get("", response_model=FallbacksBody, summary="Read a fallback policy")
async def read_fallbacks(
    context: Reader, creditor: ForCreditor = None, customer_id: OfCustomer = None
) -> Response:
    """What holds for a creditor's messages to a customer; where nothing is set, no channel follows another."""
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    async with context.work() as work:
        everybodys: FallbackPolicies = await work.state(FALLBACKS, of_tenant(context.tenant))
        policy = everybodys.of(creditor_id)
        if customer_id is not None:
            own = of_customer(context.tenant, CustomerId(customer_id))
            policy = (await work.state(FALLBACKS, own)).of(creditor_id) or policy
    return Answer(200, FallbacksBody.of(policy or FallbackPolicy())).response()


@router.put("", response_model=FallbacksBody, summary="Set a fallback policy")
async def put_fallbacks(
    body: FallbacksBody,
    context: Writer,
    creditor: ForCreditor = None,
    customer_id: Annotated[
        str | None, Query(description="The only customer it holds for; left out, all of them.")
    ] = None,
) -> Response:
    """For the tenant, one creditor, one customer, or one creditor's messages to one customer; the narrowest holds.

    Each message that follows another asks anew whether it may be sent: the law, the person's consent
    and opt-outs, and what is still owed decide as for the first.
    """
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    own = None if customer_id is None else CustomerId(customer_id)
    stream = of_tenant(context.tenant) if own is None else of_customer(context.tenant, own)
    command = SetFallbacks(customer_id=own, creditor_id=creditor_id, policy=body.policy)

    async def decision(work: UnitOfWork) -> Answer:
        await work.lock([stream.account], reading=[stream])
        await known_creditor(work, context.tenant, creditor_id)
        if own is not None and (await work.document(DEBTOR, stream.account, own)).profile is None:
            raise UnknownCustomer(
                "No such customer has arrived here; check the id, and if it has just been registered, "
                "send this again in a few seconds."
            )
        await work.execute(FALLBACKS, stream, command, context.cause)
        return Answer(200, FallbacksBody.of(body.policy))

    return await context.decide(decision)
