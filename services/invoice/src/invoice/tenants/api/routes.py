"""Tenants: for whoever operates Recoup, with a key of the operator's own tenant."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from invoice.api_keys.handlers import issue, stream_of
from invoice.api_keys.schemas import ApiKeyMade, NewApiKey, made
from invoice.tenants.api.schemas import (
    Ending,
    NewTenant,
    Suspension,
    TenantChange,
    TenantMade,
    TenantShown,
    limits_of,
    listed,
    shown,
)
from invoice.tenants.domain.tenant import (
    TENANT,
    EndTenant,
    LimitTenant,
    OpenTenant,
    ResumeTenant,
    SuspendTenant,
    Tenant,
    TenantRefused,
)
from recoup_events.invoice.tenant import TenantState
from recoup_events.kernel.ids import PLATFORM, TenantId
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.collection import Collection
from recoup_service.api.idempotency import every_time
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import dates_of
from recoup_service.api.search import Search, found
from recoup_service.api.sorting import DATES, Order, sorted_by

router = APIRouter(prefix="/v1/tenants", tags=["Tenants"])
READS = named_queries("invoice.tenants", "queries.sql")
SORTED = sorted_by("-created_at", id=str, **DATES)
tenants = Collection("tenants", TENANT, shown)
Reader = Annotated[RequestContext, needs("tenants:read")]
Writer = Annotated[RequestContext, needs("tenants:write")]


@router.post("", status_code=201, response_model=TenantMade, summary="Open a tenant")
async def open_tenant(body: NewTenant, context: Writer) -> Response:
    """With its first key, whose secret is in this answer and nowhere afterwards.

    One whose keys were made on the command line is opened likewise; they go on working. No answer is
    kept for an `Idempotency-Key`: if it was lost, make the tenant another key.
    """
    tenant = TenantId(body.id)
    stream = TENANT.stream(PLATFORM, tenant, tenant)
    key, secret = body.key.minted(tenant, context.now)
    command = OpenTenant(tenant_id=tenant, name=body.name, limits=limits_of(body.limits))

    async def decision(work: UnitOfWork) -> Answer:
        of_key = stream_of(key)
        await work.lock([stream.account, of_key.account], reading=[stream, of_key])
        await work.execute(TENANT, stream, command, context.cause)
        opened = await work.load(TENANT, stream)
        issued = await issue(work, key, context.cause)
        first = made(issued.state, context.now, dates_of(issued), secret)
        answer = TenantMade(**dict(shown(opened.state, dates_of(opened))), key=first)
        return Answer(201, answer, opened.version, f"/v1/tenants/{tenant}")

    return await every_time(context.ports.command_runner, decision)


@router.get("", summary="List tenants")
async def list_tenants(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    order: Annotated[Order, SORTED],
    state: Annotated[TenantState | None, Query(description="Only of this state.")] = None,
    search: Search = None,
) -> Page[TenantShown]:
    """The newest come first, unless you `sort` them; those that nobody opened are not among them."""
    async with context.reading() as connection:
        few = await found(connection, "invoice", "tenant", search)
        rows = await order.fetch(
            connection, READS["list_tenants"], page, state, page.updated_since, *few
        )
    return page.page(rows, listed, order.key)


@router.get("/{id}", response_model=TenantShown, summary="Read a tenant")
async def read_tenant(id: str, context: Reader) -> Response:
    """As it is now, with its version as `ETag`."""
    return await tenants.get(context, id)


@router.patch("/{id}", response_model=TenantShown, summary="Change the limits of a tenant")
async def change_tenant(id: str, body: TenantChange, context: Writer) -> Response:
    """Every service goes by them a moment later. The last one wins; it takes no `If-Match`."""
    return await tenants.command(
        context, id, LimitTenant(limits=limits_of(body.limits)), blindly=True
    )


@router.post("/{id}/suspension", response_model=TenantShown, summary="Suspend a tenant")
async def suspend_tenant(id: str, body: Suspension, context: Writer) -> Response:
    """Its requests are answered with 403 and the reason, and its messages and whatever else falls due wait.

    Nothing is lost. Every service goes by it a moment later; it takes no `If-Match`.
    """
    return await tenants.command(context, id, SuspendTenant(reason=body.reason), blindly=True)


@router.post("/{id}/resumption", response_model=TenantShown, summary="Resume a tenant")
async def resume_tenant(id: str, context: Writer) -> Response:
    """What fell due meanwhile is done now, as far as it still applies; it takes no `If-Match`."""
    return await tenants.command(context, id, ResumeTenant(), blindly=True)


@router.post("/{id}/end", response_model=TenantShown, summary="End a tenant")
async def end_tenant(id: str, body: Ending, context: Writer) -> Response:
    """As suspended, for good; what was recorded is kept. It takes no `If-Match`."""
    return await tenants.command(context, id, EndTenant(reason=body.reason), blindly=True)


@router.post(
    "/{id}/api-keys", status_code=201, response_model=ApiKeyMade, summary="Make a tenant a key"
)
async def make_key_of_tenant(id: str, body: NewApiKey, context: Writer) -> Response:
    """For a tenant that has lost its own. Its secret is in this answer and nowhere afterwards."""

    async def decision(work: UnitOfWork) -> Answer:
        stream = await work.find(TENANT, context.tenant, id)
        key, secret = body.minted(TenantId(id), context.now)
        of_key = stream_of(key)
        await work.lock([stream.account, of_key.account], reading=[stream, of_key])
        tenant: Tenant = await work.state(TENANT, stream)
        if tenant.state is TenantState.ENDED:
            raise TenantRefused(f"The tenant {id} has ended: no key of it would open anything.")
        issued = await issue(work, key, context.cause)
        answer = made(issued.state, context.now, dates_of(issued), secret)
        return Answer(201, answer, issued.version)

    return await every_time(context.ports.command_runner, decision)
