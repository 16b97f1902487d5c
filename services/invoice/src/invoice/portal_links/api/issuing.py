"""Giving out a link."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from invoice.creditors.handlers import registered_creditor
from invoice.customers.handlers import registered_customer
from invoice.portal_links.api.schemas import LinkIssued, NewLink, shown
from invoice.portal_links.domain.errors import NoPortal, UnknownPerson
from invoice.portal_links.domain.link import PORTAL_LINK, IssueLink
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import CustomerId, PersonId, derived
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.portal_link import LinkSigner, PortalLink
from recoup_service.api.answers import Answer
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import dates_of

Writer = Annotated[RequestContext, needs("links:write")]


def issuing_links(signer: LinkSigner | None, portal_url: str | None) -> APIRouter:
    """The route, with the keys by which links are signed and the address they lead to."""
    router = APIRouter(tags=["Portal"])

    @router.post(
        "/v1/portal-links", status_code=201, response_model=LinkIssued, summary="Give out a link"
    )
    async def issue_link(body: NewLink, context: Writer) -> Response:
        """To the page on which a debtor sees what is owed and settles it, without a password.

        Messages have one of their own for each reader; this is for your own letters and mails.
        """
        if signer is None or portal_url is None:
            raise NoPortal(
                "No portal is set up here. Ask whoever operates Recoup for RECOUP_PORTAL_URL and RECOUP_PORTAL_KEYS."
            )
        account = Account(context.tenant, body.customer_id)
        id = derived("lnk", context.tenant, context.ports.command_runner.new_id())
        stream = PORTAL_LINK.stream(context.tenant, account.key, id)
        at = context.now.replace(microsecond=0)

        async def decision(work: UnitOfWork) -> Answer:
            await work.lock([account], reading=[stream])
            customer = await registered_customer(work, account, customer_at="/customer_id")
            if body.person_id and not any(p.person_id == body.person_id for p in customer.persons):
                raise UnknownPerson(
                    "The customer has no such person; read the customer for their ids.",
                    pointer="/person_id",
                )
            link = PortalLink(
                link_id=id,
                tenant=context.tenant,
                customer_id=CustomerId(account.key),
                creditor_id=await registered_creditor(work, context.tenant, body.creditor),
                person_id=None if body.person_id is None else PersonId(body.person_id),
                purpose=body.purpose,
                issued_at=at,
                expires_at=at + timedelta(days=body.days),
            )
            fields = link.model_dump(exclude={"tenant", "issued_at"})
            command = IssueLink.model_validate({**fields, "at": context.now})
            await work.execute(PORTAL_LINK, stream, command, context.cause)
            now = await work.load(PORTAL_LINK, stream)
            url = f"{portal_url}/l/{signer.sign(link)}"
            issued = LinkIssued(**dict(shown(now.state, dates_of(now))), url=url)
            return Answer(201, issued, now.version, f"/v1/portal-links/{id}")

        return await context.decide(decision)

    return router
