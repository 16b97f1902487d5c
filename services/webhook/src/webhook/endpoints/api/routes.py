"""Endpoints: look at them, stop and start them, and take them away."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from recoup_events.kernel.envelope import Stream
from recoup_events.webhook import DisabledReason
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from webhook.endpoints.api.schemas import Disablement, EndpointShown, listed, shown
from webhook.endpoints.domain import commands
from webhook.endpoints.domain.endpoint import ENDPOINT, EndpointState
from webhook.endpoints.handlers import forgotten

PATH = "/v1/webhook-endpoints"
READS = named_queries("webhook.endpoints")
Reader = Annotated[RequestContext, needs("webhooks:read")]
Writer = Annotated[RequestContext, needs("webhooks:write")]
endpoints = Collection("webhook-endpoints", ENDPOINT, shown)
router = APIRouter(prefix=PATH, tags=["Webhooks"])


@router.get("", summary="List endpoints")
async def list_endpoints(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    state: Annotated[
        EndpointState | None,
        Query(description="Left out: all that were not deleted."),
    ] = None,
    external_id: Annotated[str | None, Query(description="Your id of it.")] = None,
) -> Page[EndpointShown]:
    """The oldest come first."""
    created_at, id = page.after(tuple[datetime, str]) or (None, None)
    async with context.reading() as connection:
        rows = await connection.fetch(
            *(READS["list_endpoints"], page.fetch, created_at, id),
            *(state, external_id, page.updated_since),
        )
    return page.page(rows, listed, lambda row: (row["created_at"], row["id"]))


@router.get("/{id}", response_model=EndpointShown, summary="Read an endpoint")
async def read_endpoint(id: str, context: Reader) -> Response:
    """The endpoint as it is now, and its version as `ETag`."""
    return await endpoints.get(context, id)


@router.delete("/{id}", response_model=EndpointShown, summary="Delete an endpoint")
async def delete_endpoint(id: str, context: Writer) -> Response:
    """Nothing is sent there any more, and its secrets are forgotten; the attempts stay listed."""

    async def deleting(work: UnitOfWork, stream: Stream) -> None:
        await work.execute(ENDPOINT, stream, commands.DeleteEndpoint(), context.cause)
        work.keep(forgotten(stream))

    return await endpoints.change(context, id, deleting, blindly=True)


@router.post("/{id}/disablement", response_model=EndpointShown, summary="Disable an endpoint")
async def disable_endpoint(id: str, body: Disablement, context: Writer) -> Response:
    """Nothing is sent there until it is enabled. What waits is given up, and can be recovered."""
    command = commands.DisableEndpoint(reason=DisabledReason.ASKED, detail=body.detail)
    return await endpoints.command(context, id, command, blindly=True)


@router.post("/{id}/enablement", response_model=EndpointShown, summary="Enable an endpoint")
async def enable_endpoint(id: str, context: Writer) -> Response:
    """It is told again of what happens from now on; replay what it missed."""
    return await endpoints.command(context, id, commands.EnableEndpoint(), blindly=True)
