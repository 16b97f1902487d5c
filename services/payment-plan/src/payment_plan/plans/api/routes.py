"""Payment plans: propose one, agree it, look at it, cancel it."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from payment_plan.plans.api.answers import PlanShown, ProposalShown, listed, offered, shown
from payment_plan.plans.api.requests import Cancellation, NewPlan, NewProposal, Renegotiation
from payment_plan.plans.domain.agreeing import covered
from payment_plan.plans.domain.commands import CancelPlan
from payment_plan.plans.domain.decider import PLAN
from payment_plan.plans.domain.errors import DuplicateReference
from payment_plan.plans.domain.plan import PlanState
from payment_plan.plans.domain.schedule import proposed
from payment_plan.plans.handlers import agree, renegotiate
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import PlanId, derived
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.filters import OfCreditor, OfCustomer, OfInvoice, creditor_id_or_none
from recoup_service.api.metadata import DescribedPageRequest, serve_metadata
from recoup_service.api.paging import Page
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.sorting import Column, Order, sorted_by

router = APIRouter(prefix="/v1/plans", tags=["Payment plans"])
plans = Collection("plans", PLAN, shown)
READS = named_queries("payment_plan.plans", "queries.sql")
SORTED = sorted_by("-created_at", created_at=Column("agreed_at", datetime), updated_at=datetime)
Reader = Annotated[RequestContext, needs("plans:read")]
Writer = Annotated[RequestContext, needs("plans:write")]


@router.post("/proposals", summary="Propose a schedule")
async def propose_plan(body: NewProposal, context: Reader) -> ProposalShown:
    """Equal instalments that add up exactly. Nothing is agreed and nothing is kept."""
    whole = covered([slice.amount.money for slice in body.slices])
    schedule = proposed(whole, body.instalments, body.first_due_on, body.every)
    return offered(schedule, whole)


@router.post("", status_code=201, response_model=PlanShown, summary="Agree a plan")
async def agree_plan(body: NewPlan, context: Writer) -> Response:
    """The slices are not chased while the plan is kept; what is left of the invoices is."""
    id = PlanId(derived("pln", context.tenant, body.reference))
    agreement = body.agreement(context.tenant)
    stream = PLAN.stream(context.tenant, agreement.customer_id, id)

    async def agreeing(work: UnitOfWork, stream: Stream) -> None:
        await agree(work, stream, agreement, context.cause, customer_at=body.customer_pointer)

    return await plans.create(context, stream, agreeing, DuplicateReference.of(id))


@router.get("", summary="List plans")
async def list_plans(
    context: Reader,
    page: Annotated[DescribedPageRequest, Depends()],
    order: Annotated[Order, SORTED],
    state: Annotated[PlanState | None, Query(description="How far it has come.")] = None,
    customer_id: OfCustomer = None,
    invoice_id: OfInvoice = None,
    creditor: OfCreditor = None,
) -> Page[PlanShown]:
    """The latest come first, unless you `sort` them."""
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    wanted: tuple[Any, ...] = (
        *(state, customer_id, invoice_id, page.updated_since),
        *(*page.metadata, creditor_id),
    )
    async with context.reading() as connection:
        rows = await order.fetch(connection, READS["list_plans"], page, *wanted)
    return page.page(rows, listed, order.key)


@router.get("/{id}", response_model=PlanShown, summary="Read a plan")
async def read_plan(id: str, context: Reader) -> Response:
    """The plan as it is now, instalment by instalment, and its version as `ETag`."""
    return await plans.get(context, id)


@router.post("/{id}/cancellation", response_model=PlanShown, summary="Cancel a plan")
async def cancel_plan(id: str, body: Cancellation, context: Writer) -> Response:
    """What remains is owed at once, and chased again."""
    return await plans.command(context, id, CancelPlan(reason=body.reason))


@router.post(
    "/{id}/renegotiation",
    status_code=201,
    response_model=PlanShown,
    summary="Renegotiate a plan",
)
async def renegotiate_plan(id: str, body: Renegotiation, context: Writer) -> Response:
    """All that it still waits for is covered by a new plan, which is the answer; it is cancelled in the same moment.

    The schedule adds up to what `remaining` was. What was missed is not held against the new plan.
    """
    async with context.work() as work:
        old = await work.find(PLAN, context.tenant, id)
    new = PlanId(derived("pln", context.tenant, body.reference))
    stream = PLAN.stream(*old.account, new)

    async def changing(work: UnitOfWork, stream: Stream) -> None:
        await renegotiate(work, stream, old, body.change, context.cause)

    return await plans.create(context, stream, changing, DuplicateReference.of(new), reads=[old])


serve_metadata(router, plans, PlanShown, "plans:write")
