"""Offers: make one, ask for one, look at it, accept it or not."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from payment_plan.offers.api.answers import OfferShown, TermsShown, listed, previewed, shown
from payment_plan.offers.api.requests import (
    Acceptance,
    Decline,
    NewOffer,
    NewPlanRequest,
    OfferOverride,
    OfferWished,
    OfferWithdrawal,
)
from payment_plan.offers.domain.commands import DeclineOffer, WithdrawOffer
from payment_plan.offers.domain.decider import OFFER
from payment_plan.offers.domain.errors import DuplicateOffer, PlanIneligible
from payment_plan.offers.domain.offer import OfferState
from payment_plan.offers.handlers import accept, draft, make, override
from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.ids import PersonId, PlanOfferId, derived
from recoup_events.payment_plan import AskedBy
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.filters import OfCreditor, OfCustomer, OfInvoice, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.problems import Mistake, Problem
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.sorting import Column, Order, sorted_by

router = APIRouter(prefix="/v1/plan-offers", tags=["Plan offers"])
offers = Collection("plan-offers", OFFER, shown)
READS = named_queries("payment_plan.offers", "queries.sql")
SORTED = sorted_by("-created_at", created_at=Column("made_at", datetime), updated_at=datetime)
Reader = Annotated[RequestContext, needs("plans:read")]
Writer = Annotated[RequestContext, needs("plans:write")]


@router.post("/preview", summary="Preview an offer")
async def preview_plan_offer(body: OfferWished, context: Reader) -> TermsShown:
    """What would be offered, what each option means for your cash, and what the policy says.

    Nothing is offered and nothing is kept.
    """
    ask = body.wanted(context.tenant)
    account = Account(context.tenant, ask.customer_id)
    async with context.work() as work:
        drawn = await draft(work, account, ask, context.cause, customer_at=body.customer_pointer)
    return previewed(drawn)


@router.post("", status_code=201, response_model=OfferShown, summary="Make an offer")
async def make_plan_offer(body: NewOffer, context: Writer) -> Response:
    """The debtor may accept one of the options until its last day; an older offer over the same is over.

    Where the plan policy (`/v1/plan-policy`) refuses it, `errors` has each rule that does, unless
    you send `override`.
    """
    ask = body.offered(context.tenant)
    stream = _stream(context, ask.customer_id, body.reference)

    async def making(work: UnitOfWork, stream: Stream) -> None:
        at = body.customer_pointer
        try:
            await make(work, stream, ask, context.cause, customer_at=at, override=body.override)
        except PlanIneligible as error:
            mistakes = [Mistake(detail=each.reason) for each in error.refusals]
            raise Problem(409, error.code, error.detail, mistakes) from error

    return await offers.create(context, stream, making, DuplicateOffer.of(PlanOfferId(stream.id)))


@router.post("/requests", status_code=201, response_model=OfferShown, summary="Ask for an offer")
async def request_plan_offer(body: NewPlanRequest, context: Writer) -> Response:
    """In the debtor's name: what the plan policy allows is offered at once.

    What it does not allow is `referred`: a person decides, and `refusals` says why.
    """
    ask = body.asked(context.tenant)
    stream = _stream(context, ask.customer_id, body.reference)

    async def asking(work: UnitOfWork, stream: Stream) -> None:
        at = body.customer_pointer
        await make(work, stream, ask, context.cause, customer_at=at, words=body.words)

    return await offers.create(context, stream, asking, DuplicateOffer.of(PlanOfferId(stream.id)))


def _stream(context: RequestContext, customer_id: str, reference: str) -> Stream:
    id = derived("pof", context.tenant, reference)
    return OFFER.stream(context.tenant, customer_id, id)


@router.get("", summary="List offers")
async def list_plan_offers(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    order: Annotated[Order, SORTED],
    state: Annotated[OfferState | None, Query(description="What has come of it.")] = None,
    customer_id: OfCustomer = None,
    invoice_id: OfInvoice = None,
    creditor: OfCreditor = None,
    asked_by: Annotated[AskedBy | None, Query(description="Who wanted it.")] = None,
) -> Page[OfferShown]:
    """The latest come first, unless you `sort` them."""
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    wanted: tuple[Any, ...] = (
        *(state, customer_id, invoice_id, page.updated_since),
        *(creditor_id, asked_by),
    )
    async with context.reading() as connection:
        rows = await order.fetch(connection, READS["list_offers"], page, *wanted)
    return page.page(rows, listed, order.key)


@router.get("/{id}", response_model=OfferShown, summary="Read an offer")
async def read_plan_offer(id: str, context: Reader) -> Response:
    """Option by option, and its version as `ETag`."""
    return await offers.get(context, id)


@router.post("/{id}/acceptance", response_model=OfferShown, summary="Accept an offer")
async def accept_plan_offer(id: str, body: Acceptance, context: Writer) -> Response:
    """The option becomes a plan, which `plan_id` names. Accepted again, nothing changes."""
    person_id = None if body.person_id is None else PersonId(body.person_id)

    async def accepting(work: UnitOfWork, stream: Stream) -> None:
        await accept(work, stream, body.option, person_id, context.cause)

    return await offers.change(context, id, accepting, blindly=True)


@router.post("/{id}/decline", response_model=OfferShown, summary="Decline an offer")
async def decline_plan_offer(id: str, body: Decline, context: Writer) -> Response:
    """The debtor wants none of it; of one that is `referred`, a person refuses what was asked for."""
    return await offers.command(context, id, DeclineOffer(reason=body.reason))


@router.post("/{id}/withdrawal", response_model=OfferShown, summary="Withdraw an offer")
async def withdraw_plan_offer(id: str, body: OfferWithdrawal, context: Writer) -> Response:
    """It cannot be accepted any more."""
    return await offers.command(context, id, WithdrawOffer(reason=body.reason))


@router.post("/{id}/override", response_model=OfferShown, summary="Offer what the policy refuses")
async def override_plan_policy(id: str, body: OfferOverride, context: Writer) -> Response:
    """Of one that is `referred`: it is offered all the same, and the reason is kept."""

    async def overriding(work: UnitOfWork, stream: Stream) -> None:
        await override(work, stream, body.reason, context.cause)

    return await offers.change(context, id, overriding)
