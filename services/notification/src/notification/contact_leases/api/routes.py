"""Contact leases: an agency asks before it contacts, and gives back what it does not use."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from notification.contact_leases.domain.leases import LEASES, GiveBack, Leases
from notification.contact_leases.handlers import LeaseRequest, Secrets, lease
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import ContactLeaseId, PersonId
from recoup_events.kernel.refusals import Missing, Unacceptable
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.fields import Instant, Name, RequestBody
from recoup_service.api.request_context import RequestContext, needs

PATH = "/v1/agency/contact-leases"
Writer = Annotated[RequestContext, needs("agency:write")]
LASTS, LONGEST = timedelta(days=1), timedelta(days=7)


class UntilUnacceptable(Unacceptable):
    """A lease does not end then."""

    code = "until_unacceptable"


class NewLease(RequestBody):
    """Whom you want to contact, how, and how often."""

    placement_id: Name = Field(examples=["plc_8a21"])
    person_id: Name = Field(description="One of the customer's persons.", examples=["per_71c2"])
    channel: Medium
    contacts: int = Field(
        default=1,
        ge=1,
        le=10,
        strict=True,
        description="So many, if so many are lawful; fewer are granted where a cap is near.",
    )
    until: Instant | None = Field(
        default=None,
        description="When it ends, a week from now at the latest; a day from now, if left out.",
        examples=["2026-04-11T09:00:00Z"],
    )

    def request(self, now: datetime) -> LeaseRequest:
        until = now + LASTS if self.until is None else self.until
        if not now < until <= now + LONGEST:
            raise UntilUnacceptable(
                f"It is {now:%Y-%m-%dT%H:%MZ}; send a later moment, at most {LONGEST.days} days from now.",
                pointer="/until",
            )
        return LeaseRequest(PersonId(self.person_id), self.channel, self.contacts, until)


class Returned(RequestBody):
    placement_id: Name = Field(examples=["plc_8a21"])
    lease_id: Name = Field(examples=["lea_19d4"])


class LeaseShown(BaseModel):
    """What you may do, and what stands in the way of more."""

    id: str = Field(examples=["lea_19d4"])
    placement_id: str
    person_id: str
    channel: Medium
    state: Literal["granted", "refused", "over"] = Field(
        description="`over`: given back, or its time has passed."
    )
    contacts: int = Field(description="How many of it may still be made.")
    not_before: list[datetime] = Field(
        description="When each of them may be made, at the earliest: rules ask for hours and for time between."
    )
    asked: int
    until: datetime | None
    rule: str | None = Field(description="Which rule stands in the way of more; `GET /v1/rules`.")
    citation: str | None
    retry_at: datetime | None = Field(description="When to ask again, where it was refused.")


def shown(state: Leases, id: ContactLeaseId) -> LeaseShown:
    known = state.known
    assert known is not None, "what is shown was placed"
    refused = state.refused.get(id)
    if refused is not None:
        return LeaseShown(
            **refused.model_dump(
                include={"person_id", "channel", "asked", "rule", "citation", "retry_at"}
            ),
            id=id,
            placement_id=known.placement_id,
            state="refused",
            contacts=0,
            not_before=[],
            until=None,
        )
    held = state.leases[id]
    return LeaseShown(
        id=id,
        placement_id=known.placement_id,
        person_id=held.leased.person_id,
        channel=held.leased.channel,
        state="over" if held.over else "granted",
        contacts=len(held.unused),
        not_before=[each.not_before for each in held.unused],
        asked=held.leased.asked,
        until=held.leased.until,
        rule=held.leased.rule,
        citation=None,
        retry_at=None,
    )


async def own_leases(
    work: UnitOfWork, context: RequestContext, placement_id: str, *, to_change: bool = False
) -> Stream:
    """Another agency's placement answers like none."""
    missing = Missing(
        f"There is no placement {placement_id} of yours here; check the id, and if you have just "
        "accepted it, send this again in a few seconds.",
        pointer="/placement_id",
    )
    reach = work.own if to_change else work.find
    try:
        stream = await reach(LEASES, context.tenant, placement_id)
    except Missing:
        raise missing from None
    known = (await work.state(LEASES, stream)).known
    if known is None or known.agency_id != context.agency_id:
        raise missing
    return stream


def leasing(secrets: Secrets) -> APIRouter:
    """The routes that need the key by which addresses are named."""
    router = APIRouter(prefix=PATH, tags=["For agencies"])

    @router.post("", response_model=LeaseShown, summary="Lease contacts")
    async def lease_contacts(body: NewLease, context: Writer) -> Response:
        """Just before you contact a person. The creditor and you share what the law allows.

        What is granted counts as made at once, until it is given back or its time is over. A refusal
        names the rule and when to ask again; both stand in the contact ledger.
        """
        request = body.request(context.now)

        async def decision(work: UnitOfWork) -> Answer:
            stream = await own_leases(work, context, body.placement_id, to_change=True)
            id = await lease(work, stream, request, secrets, context.cause)
            return Answer(200, shown(await work.state(LEASES, stream), id))

        return await context.decide(decision)

    @router.post("/returns", response_model=LeaseShown, summary="Give leased contacts back")
    async def give_back(body: Returned, context: Writer) -> Response:
        """What you do not use is the creditor's again, and yours to lease anew."""
        id = ContactLeaseId(body.lease_id)

        async def decision(work: UnitOfWork) -> Answer:
            stream = await own_leases(work, context, body.placement_id, to_change=True)
            await work.execute(LEASES, stream, GiveBack(lease_id=id), context.cause)
            return Answer(200, shown(await work.state(LEASES, stream), id))

        return await context.decide(decision)

    return router
