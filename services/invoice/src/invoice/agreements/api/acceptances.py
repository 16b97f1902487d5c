"""Who accepted which terms in writing, for instance before credit was granted."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from invoice.agreements.api.schemas import (
    AcceptanceShown,
    NewAcceptance,
    accepted,
    listed_acceptance,
)
from invoice.agreements.domain.acceptance import ACCEPTANCE, acceptance_id
from invoice.agreements.domain.agreement import AGREEMENT, recorded
from invoice.agreements.domain.commands import AcceptTerms
from invoice.customers.handlers import customer_stream, registered_customer
from invoice.fields import TERMS_OF_PEOPLE
from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.ids import AgreementId, customer_id_of
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.filters import OfCustomer
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/acceptances", tags=["Agreements"])
READS = named_queries("invoice.agreements", "queries.sql")
acceptances = Collection("acceptances", ACCEPTANCE, accepted)
Reader = Annotated[RequestContext, needs("creditors:read")]
Writer = Annotated[RequestContext, needs("creditors:write")]


@router.post(
    "",
    status_code=201,
    response_model=AcceptanceShown,
    responses={200: {"model": AcceptanceShown, "description": "It was there, and is as sent now."}},
    summary="Record an acceptance",
)
async def record_acceptance(body: NewAcceptance, context: Writer) -> Response:
    """A customer accepted these terms; it may accept a later version, which takes its place."""
    customer_id = customer_id_of(context.tenant, body.customer_external_id)
    account = Account(context.tenant, customer_id)

    TERMS_OF_PEOPLE.check(body.accepted_on, context.now.date(), "/accepted_on")

    async def record(work: UnitOfWork, stream: Stream) -> None:
        await registered_customer(work, account, customer_at="/customer_external_id")
        terms = await work.find(AGREEMENT, context.tenant, body.agreement_id)
        command = AcceptTerms(
            terms=recorded(await work.state(AGREEMENT, terms)).latest,
            customer_id=customer_id,
            version=body.version,
            accepted_on=body.accepted_on,
            accepted_by=body.accepted_by,
            document=None if body.document is None else body.document.document,
        )
        await work.execute(ACCEPTANCE, stream, command, context.cause)

    id = acceptance_id(AgreementId(body.agreement_id), customer_id)
    stream = ACCEPTANCE.stream(*account, id)
    return await acceptances.put(context, stream, record, record, [customer_stream(account)])


@router.get("", summary="List acceptances")
async def list_acceptances(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    agreement_id: Annotated[str | None, Query(description="Only of these terms.")] = None,
    customer_id: OfCustomer = None,
) -> Page[AcceptanceShown]:
    """The last one of each customer and agreement."""
    (after,) = page.after(tuple[str]) or (None,)
    wanted = (agreement_id, customer_id, page.updated_since)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["list_acceptances"], page.fetch, after, *wanted)
    return page.page(rows, listed_acceptance, lambda row: (row["id"],))


@router.get("/{id}", response_model=AcceptanceShown, summary="Read an acceptance")
async def read_acceptance(id: str, context: Reader) -> Response:
    """Who accepted what, and when."""
    return await acceptances.get(context, id)
