"""Whom a followed link lets in."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from invoice.customers.domain.customer import CUSTOMER
from invoice.customers.domain.customer import registered as customer_in
from invoice.portal_links.api.schemas import FollowedLink, VisitShown
from invoice.portal_links.domain.link import PORTAL_ACCESS, PORTAL_LINK, Link, OpenLink, works
from recoup_events.kernel.envelope import Account
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date
from recoup_receivables.portal_link import LinkSigner
from recoup_service.api.answers import Answer
from recoup_service.api.problems import Problem
from recoup_service.api.request_context import RequestContext, needs

Writer = Annotated[RequestContext, needs("links:write")]


def not_valid() -> Problem:
    """The one answer to all that do not work: nobody learns which links there are."""
    return Problem(
        404,
        "link_not_valid",
        "This link opens nothing: it was cut off, has expired or was revoked. Ask whoever sent it for another.",
    )


def visiting(signer: LinkSigner | None) -> APIRouter:
    """The route, with the keys that links are read with."""
    router = APIRouter(tags=["Portal"])

    @router.post(
        "/v1/portal-links/visits", response_model=VisitShown, summary="Say whom a link lets in"
    )
    async def visit(body: FollowedLink, context: Writer) -> Response:
        """Whom it lets in and to what, as the portal asks for each page; one that does not work says no more than that."""
        followed = None if signer is None else signer.read(body.link)
        if followed is None or followed.tenant != context.tenant:
            raise not_valid()
        account = Account(context.tenant, followed.customer_id)
        stream = PORTAL_LINK.stream(context.tenant, account.key, followed.link_id)
        access = PORTAL_ACCESS.stream(context.tenant, account.key, account.key)

        async def welcome(work: UnitOfWork) -> tuple[Link, Answer]:
            link: Link = await work.state(PORTAL_LINK, stream)
            revoked = await work.state(PORTAL_ACCESS, access)
            customer = CUSTOMER.stream(context.tenant, account.key, account.key)
            if not works(followed, link, revoked, context.now) or not await work.exists(customer):
                raise not_valid()
            zone = customer_in(await work.state(CUSTOMER, customer)).time_zone
            fields = followed.model_dump(exclude={"tenant", "issued_at"})
            today = local_date(context.now, zone)
            return link, Answer(200, VisitShown(**fields, today=today, time_zone=zone))

        async def decision(work: UnitOfWork) -> Answer:
            await work.lock([account], reading=[stream, access])
            _, answer = await welcome(work)
            await work.execute(PORTAL_LINK, stream, OpenLink(link=followed), context.cause)
            return answer

        async with context.work() as work:
            link, answer = await welcome(work)
        return answer.response() if link.opened else await context.decide(decision)

    return router
