"""A placement's package: its agency alone reads it, and only while it has the placement."""

from typing import Annotated

from fastapi import APIRouter

from invoice.agency_packages.api.schemas import PackageShown, shown
from invoice.agency_packages.domain.package import PACKAGE, AgencyPackageOpened, PackageClosed
from invoice.allocations.handlers import load_invoices
from invoice.creditors.renderer import LetterRenderer
from invoice.documents.handlers.gathering import parties_of, words_for
from invoice.documents.handlers.letters import copy_of
from invoice.documents.schemas import PDF, PdfResponse
from invoice.invoices.domain.decider import INVOICE
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.refusals import Missing
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.request_context import RequestContext, needs

Reader = Annotated[RequestContext, needs("agency:read")]


async def own_package(
    work: UnitOfWork, context: RequestContext, id: str
) -> tuple[Stream, AgencyPackageOpened]:
    """What is another agency's answers like what does not exist."""
    stream = await work.find(PACKAGE, context.tenant, id)
    package = await work.state(PACKAGE, stream)
    if package.opened is None or package.opened.agency_id != context.agency_id:
        raise Missing(f"There is no placement {id}; check the id, and the API key's tenant.")
    if package.closed:
        raise PackageClosed(
            "The placement has ended, so its debtor's data are not yours to read any more."
        )
    return stream, package.opened


def packages(renderer: LetterRenderer) -> APIRouter:
    """Routes that render with this one."""
    router = APIRouter(prefix="/v1/agency/packages", tags=["For agencies"])

    @router.get("/{placement_id}", summary="Read the package of a placement")
    async def read_package(placement_id: str, context: Reader) -> PackageShown:
        """From the offer on until the placement ends. Lease each contact before you make it."""
        async with context.work() as work:
            stream, opened = await own_package(work, context, placement_id)
            parties = await parties_of(work, stream, opened.creditor_id)
            streams = [INVOICE.stream(*stream.account, id) for id in opened.invoice_ids]
            invoices = await load_invoices(work, streams)
        return shown(opened, parties.creditor.details.legal_name, parties.customer, invoices)

    @router.get(
        "/{placement_id}/invoices/{invoice_id}/document",
        response_class=PdfResponse,
        responses=PDF,
        summary="Read a copy of a placed invoice",
    )
    async def read_placed_invoice(
        placement_id: str, invoice_id: str, context: Reader
    ) -> PdfResponse:
        """As the debtor has it, with what was paid and what is left."""
        async with context.work() as work:
            stream, opened = await own_package(work, context, placement_id)
            if invoice_id not in opened.invoice_ids:
                raise Missing(f"The placement has no invoice {invoice_id}; read its package.")
            invoice = INVOICE.stream(*stream.account, invoice_id)
            parties = await parties_of(work, invoice, opened.creditor_id)
            words = words_for(parties, None)
            copy = await copy_of(work, invoice, parties, words, context.cause)
        rendered = await renderer.render(copy.letter, parties.creditor.logo)
        return PdfResponse(rendered.content)

    return router
