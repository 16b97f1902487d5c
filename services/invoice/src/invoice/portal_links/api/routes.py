"""Links to the debtor's own page: which there are, and their end."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from invoice.customers.domain.customer import CUSTOMER
from invoice.portal_links.api.schemas import (
    AccessRevocation,
    AccessShown,
    LinkShown,
    Revocation,
    listed,
    shown,
)
from invoice.portal_links.domain.link import PORTAL_ACCESS, PORTAL_LINK, RevokeAccess, RevokeLink
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import CustomerId, PersonId
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.collection import Collection
from recoup_service.api.filters import OfCustomer
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.sorting import DATES, Order, sorted_by

router = APIRouter(tags=["Portal"])
READS = named_queries("invoice.portal_links", "queries.sql")
SORTED = sorted_by("-created_at", **DATES)
links = Collection("portal-links", PORTAL_LINK, shown)
Reader = Annotated[RequestContext, needs("links:read")]
Writer = Annotated[RequestContext, needs("links:write")]


@router.get("/v1/portal-links", summary="List links")
async def list_links(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    order: Annotated[Order, SORTED],
    customer_id: OfCustomer = None,
) -> Page[LinkShown]:
    """Those given out here, and those of messages that somebody has followed."""
    async with context.reading() as connection:
        rows = await order.fetch(
            connection, READS["list_links"], page, customer_id, page.updated_since
        )
    return page.page(rows, listed, order.key)


@router.get("/v1/portal-links/{id}", response_model=LinkShown, summary="Read a link")
async def read_link(id: str, context: Reader) -> Response:
    """What is known of it, without its address."""
    return await links.get(context, id)


@router.post("/v1/portal-links/{id}/revocation", response_model=LinkShown, summary="Revoke a link")
async def revoke_link(id: str, body: Revocation, context: Writer) -> Response:
    """It opens nothing from now on, whoever is looking; it takes no `If-Match`."""
    return await links.command(context, id, RevokeLink(reason=body.reason), blindly=True)


@router.post(
    "/v1/customers/{id}/portal-links/revocation",
    response_model=AccessShown,
    summary="Revoke all links of a customer",
)
async def revoke_access(id: str, body: AccessRevocation, context: Writer) -> Response:
    """Those in messages included, whether somebody has followed them or not; later ones work."""
    account = Account(context.tenant, id)
    stream = PORTAL_ACCESS.stream(context.tenant, id, id)
    person = None if body.person_id is None else PersonId(body.person_id)
    command = RevokeAccess(
        customer_id=CustomerId(id), person_id=person, reason=body.reason, at=context.now
    )

    async def decision(work: UnitOfWork) -> Answer:
        customer = await work.find(CUSTOMER, context.tenant, id)
        await work.lock([account], reading=[customer, stream])
        await work.execute(PORTAL_ACCESS, stream, command, context.cause)
        until = {"person_id": body.person_id, "revoked_until": context.now}
        return Answer(200, AccessShown(customer_id=id, **until))

    return await context.decide(decision)
