"""The terms a creditor trades on: record them, and ask what holds on a day."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from invoice.agreements.api.schemas import (
    AgreementShown,
    AgreementSummary,
    HeldShown,
    NewAgreement,
    TermsBody,
    held,
    listed,
    shown,
)
from invoice.agreements.domain import commands
from invoice.agreements.domain.agreement import AGREEMENT, recorded
from invoice.agreements.domain.errors import AgreementExists
from invoice.agreements.handlers import agreement_stream, terms_on
from invoice.creditors.handlers import registered_creditor
from invoice.customers.handlers import registered_customer
from invoice.fields import TERMS_OF_PEOPLE
from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.ids import (
    DEFAULT,
    AgreementId,
    CreditorId,
    CustomerId,
    TenantId,
    creditor_id_of,
    customer_id_of,
)
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date
from recoup_service.api.collection import Collection
from recoup_service.api.fields import Day
from recoup_service.api.filters import OfCreditor, OfCustomer, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/agreements", tags=["Agreements"])
READS = named_queries("invoice.agreements", "queries.sql")
agreements = Collection("agreements", AGREEMENT, shown)
Reader = Annotated[RequestContext, needs("creditors:read")]
Writer = Annotated[RequestContext, needs("creditors:write")]


@router.post("", status_code=201, response_model=AgreementShown, summary="Record terms")
async def record_agreement(body: NewAgreement, context: Writer) -> Response:
    """A creditor's own terms, or what was agreed with a customer instead.

    There is one agreement of a creditor with each customer, in versions; the second one of both is a
    new version (`POST …/versions`).
    """
    creditor_id = creditor_id_of(context.tenant, body.creditor)
    customer_id = _customer(context.tenant, body.customer_external_id)
    stream = agreement_stream(context.tenant, creditor_id, customer_id)

    TERMS_OF_PEOPLE.check(body.effective_from, context.now.date(), "/effective_from")

    async def record(work: UnitOfWork, stream: Stream) -> None:
        await registered_creditor(work, context.tenant, body.creditor)
        if customer_id is not None:
            await registered_customer(work, stream.account, customer_at="/customer_external_id")
        command = _terms(body, stream, creditor_id, customer_id)
        await work.execute(AGREEMENT, stream, command, context.cause)

    taken = AgreementExists(
        f"There are terms already, as {stream.id}; add a version to them.",
        pointer="/customer_external_id",
    )
    return await agreements.create(context, stream, record, taken)


def _customer(tenant: TenantId, external_id: str | None) -> CustomerId | None:
    return None if external_id is None else customer_id_of(tenant, external_id)


def _terms(
    body: TermsBody, stream: Stream, creditor_id: CreditorId, customer_id: CustomerId | None
) -> commands.RecordTerms:
    return commands.RecordTerms(
        agreement_id=AgreementId(stream.id),
        creditor_id=creditor_id,
        customer_id=customer_id,
        clauses=body.clauses.clauses,
        document=None if body.document is None else body.document.document,
        effective_from=body.effective_from,
        reason=body.reason,
    )


@router.get("", summary="List agreements")
async def list_agreements(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    creditor: OfCreditor = None,
    customer_id: OfCustomer = None,
    own_terms: Annotated[
        bool | None, Query(description="Only creditors' own terms, or only those of customers.")
    ] = None,
) -> Page[AgreementSummary]:
    """Each with the version that was recorded last."""
    (after,) = page.after(tuple[str]) or (None,)
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    wanted = (creditor_id, customer_id, own_terms, page.updated_since)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["list_agreements"], page.fetch, after, *wanted)
    return page.page(rows, listed, lambda row: (row["id"],))


@router.get("/in-force", summary="Say what holds for a customer on a day")
async def read_terms_in_force(
    context: Reader,
    customer_external_id: Annotated[str, Query(description="Your id of the customer.")],
    on: Annotated[Day | None, Query(description="On this day; today if left out.")] = None,
    creditor: Annotated[str, Query(description="Your code of the creditor.")] = DEFAULT,
) -> HeldShown:
    """Each clause by the customer's agreement, or else by the creditor's own terms."""
    customer_id = customer_id_of(context.tenant, customer_external_id)
    account = Account(context.tenant, customer_id)
    async with context.work() as work:
        at = "/customer_external_id"
        customer = await registered_customer(work, account, customer_at=at)
        creditor_id = await registered_creditor(work, context.tenant, creditor)
        day = on or local_date(context.now, customer.time_zone)
        clauses = await terms_on(work, context.tenant, creditor_id, customer_id, day)
    return held(day, clauses)


@router.get("/{id}", response_model=AgreementShown, summary="Read an agreement")
async def read_agreement(id: str, context: Reader) -> Response:
    """All its versions; its own is the `ETag`."""
    return await agreements.get(context, id)


@router.post("/{id}/versions", response_model=AgreementShown, summary="Record other terms")
async def add_agreement_version(id: str, body: TermsBody, context: Writer) -> Response:
    """From `effective_from` on; on the days before, the earlier versions hold as they did."""

    TERMS_OF_PEOPLE.check(body.effective_from, context.now.date(), "/effective_from")

    async def record(work: UnitOfWork, stream: Stream) -> None:
        latest = recorded(await work.state(AGREEMENT, stream)).latest
        command = _terms(body, stream, latest.creditor_id, latest.customer_id)
        await work.execute(AGREEMENT, stream, command, context.cause)

    return await agreements.change(context, id, record)
