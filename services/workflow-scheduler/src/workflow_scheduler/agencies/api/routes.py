"""Agencies: register them, agree on other terms, close them; and what an agency reads of itself."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import agency_id_of
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from workflow_scheduler.agencies.api.schemas import (
    AgencyListed,
    AgencyShown,
    Closure,
    NewAgency,
    TermsBody,
    listed,
    shown,
)
from workflow_scheduler.agencies.domain.agency import (
    AGENCY,
    AmendAgency,
    CloseAgency,
    DuplicateAgency,
    RegisterAgency,
)

router = APIRouter(prefix="/v1/agencies", tags=["Agencies"])
own = APIRouter(prefix="/v1/agency", tags=["For agencies"])
READS = named_queries("workflow_scheduler.agencies", "queries.sql")
agencies = Collection("agencies", AGENCY, shown)
Reader = Annotated[RequestContext, needs("agencies:read")]
Writer = Annotated[RequestContext, needs("agencies:write")]
Agent = Annotated[RequestContext, needs("agency:read")]


@router.post("", status_code=201, response_model=AgencyShown, summary="Register an agency")
async def register_agency(body: NewAgency, context: Writer) -> Response:
    """Then make it a key: `POST /v1/api-keys` with its `agency_id` and the scopes of `agency`."""
    id = agency_id_of(context.tenant, body.external_id)
    command = RegisterAgency(agency_id=id, external_id=body.external_id, terms=body.terms)

    async def register(work: UnitOfWork, stream: Stream) -> None:
        await work.execute(AGENCY, stream, command, context.cause)

    taken = DuplicateAgency(
        f"This external id already names the agency {id}; send a new one.", pointer="/external_id"
    )
    stream = AGENCY.stream(context.tenant, id, id)
    return await agencies.create(context, stream, register, taken)


@router.get("", summary="List agencies")
async def list_agencies(
    context: Reader, page: Annotated[ResourcePageRequest, Depends()]
) -> Page[AgencyListed]:
    """By their external ids."""
    (external_id,) = page.after(tuple[str]) or (None,)
    async with context.reading() as connection:
        rows = await connection.fetch(
            READS["list_agencies"], page.fetch, external_id, page.updated_since
        )
    return page.page(rows, listed, lambda row: (row["external_id"],))


@router.get("/{id}", response_model=AgencyShown, summary="Read an agency")
async def read_agency(id: str, context: Reader) -> Response:
    """With the terms that are agreed now; its version is the `ETag`."""
    return await agencies.get(context, id)


@router.put("/{id}", response_model=AgencyShown, summary="Agree on other terms with an agency")
async def amend_agency(id: str, body: TermsBody, context: Writer) -> Response:
    """They hold for what is approved from now on; what is placed keeps the terms it was placed under."""
    return await agencies.command(context, id, AmendAgency(terms=body.terms))


@router.post("/{id}/closure", response_model=AgencyShown, summary="Close an agency")
async def close_agency(id: str, body: Closure, context: Writer) -> Response:
    """Nothing more is placed with it; recall what it has, and revoke its keys."""
    return await agencies.command(context, id, CloseAgency(reason=body.reason))


@own.get("", response_model=AgencyShown, summary="Read what is agreed with you")
async def read_own_agency(context: Agent) -> Response:
    """Of the agency whose key it is: terms, commission and the standards of treatment."""
    return await agencies.get(context, context.agency_id)
