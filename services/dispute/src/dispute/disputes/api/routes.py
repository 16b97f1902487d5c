"""Disputes: open one, look at it, withdraw it, decide it."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from dispute.disputes.api.schemas import (
    DisputeShown,
    NewDispute,
    Resolution,
    Withdrawal,
    listed,
    shown,
)
from dispute.disputes.domain import commands
from dispute.disputes.domain.debtor import DEBTOR
from dispute.disputes.domain.decider import DISPUTE
from dispute.disputes.domain.dispute import DisputeState
from dispute.disputes.domain.errors import DuplicateReference, UnknownInvoice
from dispute.disputes.domain.invoice import INVOICE
from dispute.disputes.domain.policy import DISPUTE_POLICY, dispute_policy_of
from dispute.disputes.handlers import load_for_opening
from recoup_events.dispute import Reason
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import DisputeId, derived
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Change, Collection
from recoup_service.api.fields import Instant
from recoup_service.api.filters import OfCreditor, OfCustomer, OfInvoice, creditor_id_or_none
from recoup_service.api.metadata import DescribedPageRequest, serve_metadata
from recoup_service.api.paging import Page
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.search import Search, found
from recoup_service.api.sorting import Column, Order, sorted_by

router = APIRouter(prefix="/v1/disputes", tags=["Disputes"])
disputes = Collection("disputes", DISPUTE, shown)
READS = named_queries("dispute.disputes", "queries.sql")
SORTED = sorted_by("created_at", created_at=Column("opened_at", datetime), updated_at=datetime)
Reader = Annotated[RequestContext, needs("disputes:read")]
Writer = Annotated[RequestContext, needs("disputes:write")]


@router.post("", status_code=201, response_model=DisputeShown, summary="Open a dispute")
async def open_dispute(body: NewDispute, context: Writer) -> Response:
    """What is contested is not chased until the dispute ends; the rest of the invoice is."""
    id = DisputeId(derived("dsp", context.tenant, body.reference))
    stream = DISPUTE.stream(context.tenant, body.customer_in(context.tenant), id)
    return await disputes.create(
        context, stream, _opening(body, context), DuplicateReference.of(id)
    )


def _opening(body: NewDispute, context: RequestContext) -> Change:
    async def opening(work: UnitOfWork, stream: Stream) -> None:
        invoice_id = body.invoice_in(context.tenant)
        await load_for_opening(work, stream.account, invoice_id)
        known = await work.document(INVOICE, stream.account, invoice_id)
        if known.creditor_id is None:
            raise UnknownInvoice(
                "No such invoice of this customer has arrived here; check that both belong "
                "together, and if it has just been issued, send this again in a few seconds.",
                pointer=body.invoice_pointer,
            )
        policies = await work.state(DISPUTE_POLICY, dispute_policy_of(context.tenant))
        command = commands.OpenDispute(
            dispute_id=DisputeId(stream.id),
            customer_id=body.customer_in(context.tenant),
            creditor_id=known.creditor_id,
            term=body.term,
            line=body.line,
            amount=None if body.amount is None else body.amount.money,
            reason=body.reason,
            statement=body.statement,
            metadata=body.metadata or {},
            reference=body.reference,
            validation=None if body.validation is None else body.validation.period,
            invoice=known,
            at=context.now,
            policy=policies.of(known.creditor_id),
            debtor=await work.document(DEBTOR, stream.account, stream.account.key),
        )
        await work.execute(DISPUTE, stream, command, context.cause)

    return opening


@router.get("", summary="List disputes")
async def list_disputes(
    context: Reader,
    page: Annotated[DescribedPageRequest, Depends()],
    order: Annotated[Order, SORTED],
    state: Annotated[DisputeState | None, Query(description="How far it has come.")] = None,
    reason: Annotated[Reason | None, Query(description="What is contested.")] = None,
    customer_id: OfCustomer = None,
    creditor: OfCreditor = None,
    invoice_id: OfInvoice = None,
    reference: Annotated[str | None, Query(description="Your name of the dispute.")] = None,
    search: Search = None,
    due_before: Annotated[
        Instant | None, Query(description="Only those to be decided before this moment.")
    ] = None,
    owner: Annotated[str | None, Query(description="Whose they are.", examples=["m.weber"])] = None,
    team: Annotated[str | None, Query(description="Of this team.", examples=["dach"])] = None,
    awaits_verification: Annotated[
        bool | None,
        Query(description="`true`: only those that a consumer is owed verification for."),
    ] = None,
    overdue: Annotated[
        bool | None, Query(description="`true`: only those that should have been decided by now.")
    ] = None,
) -> Page[DisputeShown]:
    """The ones that have been open longest come first, unless you `sort` them."""
    wanted: tuple[Any, ...] = (
        state,
        reason,
        customer_id,
        invoice_id,
        overdue,
        page.updated_since,
        *page.metadata,
        creditor_id_or_none(context.tenant, creditor),
        None if reference is None else derived("dsp", context.tenant, reference),
    )
    async with context.reading() as connection:
        those = await found(connection, "dispute", "dispute", search)
        whose = (owner, team, awaits_verification, due_before)
        rows = await order.fetch(connection, READS["list_disputes"], page, *wanted, *those, *whose)
    return page.page(rows, listed, order.key)


@router.get("/{id}", response_model=DisputeShown, summary="Read a dispute")
async def read_dispute(id: str, context: Reader) -> Response:
    """The dispute as it is now, and its version as `ETag`."""
    return await disputes.get(context, id)


@router.post("/{id}/withdrawal", response_model=DisputeShown, summary="Withdraw a dispute")
async def withdraw_dispute(id: str, body: Withdrawal, context: Writer) -> Response:
    """The debtor no longer contests; the slice is owed, and chased again."""
    return await disputes.command(context, id, body.command())


@router.post("/{id}/resolution", response_model=DisputeShown, summary="Decide a dispute")
async def resolve_dispute(id: str, body: Resolution, context: Writer) -> Response:
    """What is upheld is credited on the invoice a moment later."""
    return await disputes.command(context, id, body.command())


serve_metadata(router, disputes, DisputeShown, "disputes:write")
