"""Documents as PDF, as the creditor would send them by post."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from invoice.creditors.domain.creditor import Creditor
from invoice.creditors.handlers import registered_creditor
from invoice.creditors.renderer import LetterRenderer
from invoice.customers.domain.customer import CUSTOMER
from invoice.customers.handlers import registered_customer
from invoice.documents.domain.einvoice import Lack
from invoice.documents.handlers.gathering import parties_of, words_for
from invoice.documents.handlers.letters import copy_of, statement_of
from invoice.documents.schemas import PDF, PdfResponse
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import issued_invoice
from recoup_documents.letter import EInvoice, Letter
from recoup_events.kernel.ids import DEFAULT
from recoup_events.kernel.money import Currency
from recoup_formats.einvoice.profile import Profile
from recoup_receivables.calendar import local_date
from recoup_service.api.fields import ISO_4217, Day
from recoup_service.api.request_context import RequestContext, needs

PROFILE, LACKS = "E-Invoice-Profile", "E-Invoice-Lacks"
NO_PROFILE = "none"
NOT_ARCHIVAL = "fonts"
"""The e-invoice of a letter that is no PDF/A."""
COPY: dict[int | str, dict[str, Any]] = {
    200: {
        **PDF[200],
        "headers": {
            PROFILE: {
                "description": "In which profile of Factur-X the copy is an e-invoice.",
                "schema": {"enum": [*Profile, NO_PROFILE]},
            },
            LACKS: {
                "description": "What there would have to be for a fuller profile, by commas: one of "
                f"`{'`, `'.join((*Lack, NOT_ARCHIVAL))}`, or the rule of EN 16931 that the "
                "invoice breaks.",
                "schema": {"type": "string"},
            },
        },
    }
}
Language = Annotated[
    Literal["en", "de", "fr", "es", "it", "nl"] | None,
    Query(description="The customer's own if left out, and English where there is no other."),
]


def documents(renderer: LetterRenderer) -> APIRouter:
    """Routes that render with this one."""
    router = APIRouter(prefix="/v1", tags=["Documents"])

    async def pdf(
        letter: Letter, sender: Creditor, name: str, lacks: tuple[str, ...] | None = None
    ) -> Response:
        headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
        rendered = await renderer.render(letter, sender.logo)
        if lacks is not None:
            headers |= _einvoice_headers(letter.einvoice, lacks, archival=rendered.archival)
        return PdfResponse(rendered.content, headers=headers)

    @router.get(
        "/invoices/{id}/document",
        response_class=PdfResponse,
        responses=COPY,
        summary="Read a copy of an invoice",
    )
    async def read_invoice_document(
        id: str,
        context: Annotated[RequestContext, needs("invoices:read")],
        *,
        language: Language = None,
        second_copy: Annotated[
            bool, Query(description="Marked as one, for a customer who never got the first.")
        ] = False,
        announce_interest: Annotated[
            str | None,
            Query(
                description="Says that interest runs on what is overdue, by this law, or as `agreed`.",
                examples=["de-business"],
            ),
        ] = None,
    ) -> Response:
        """With its lines, corrections, what was paid, what is left and how to pay it.

        A charge says what it is for, and shows its sum so that it can be done again by hand. What was
        imported as an e-invoice keeps its own file. Of another that was not corrected the copy is a
        Factur-X e-invoice, as full as what is known of it allows.
        """
        async with context.work() as work:
            stream = await work.find(INVOICE, context.tenant, id)
            invoice = issued_invoice(await work.state(INVOICE, stream))
            parties = await parties_of(work, stream, invoice.issued.creditor_id)
            copy = await copy_of(
                work,
                stream,
                parties,
                words_for(parties, language),
                context.cause,
                second_copy=second_copy,
                announce_interest=announce_interest,
            )
        return await pdf(copy.letter, parties.creditor, id, copy.lacks)

    @router.get(
        "/customers/{id}/statement/document",
        response_class=PdfResponse,
        responses=PDF,
        summary="Read a statement of account",
    )
    async def read_statement_document(
        id: str,
        context: Annotated[RequestContext, needs("customers:read")],
        creditor: Annotated[
            str, Query(description="What is owed to this creditor, by its code.")
        ] = DEFAULT,
        currency: Annotated[
            Currency | None,
            Query(description="The creditor's own if left out.", json_schema_extra=ISO_4217),
        ] = None,
        from_date: Annotated[
            Day | None, Query(description="From this day on; from the beginning if left out.")
        ] = None,
        as_of: Annotated[
            Day | None,
            Query(description="Up to the end of this day; the customer's today if left out."),
        ] = None,
        language: Language = None,
    ) -> Response:
        """What was owed before, each movement, and what is owed; of at most 5,000 movements."""
        async with context.work() as work:
            stream = await work.find(CUSTOMER, context.tenant, id)
            customer = await registered_customer(work, stream.account, customer_at="/id")
            creditor_id = await registered_creditor(work, context.tenant, creditor)
            parties = await parties_of(work, stream, creditor_id)
        money = currency or parties.creditor.details.currency
        last_day = as_of or local_date(context.now, customer.time_zone)
        days, words = (from_date, last_day), words_for(parties, language)
        async with context.reading() as connection:
            letter = await statement_of(
                connection, customer, days, money, parties, words, context.now
            )
        return await pdf(letter, parties.creditor, id)

    return router


def _einvoice_headers(
    file: EInvoice | None, lacks: tuple[str, ...], *, archival: bool
) -> Mapping[str, str]:
    if file is not None and not archival:
        file, lacks = None, (*lacks, NOT_ARCHIVAL)
    headers = {PROFILE: NO_PROFILE if file is None else file.profile}
    return headers | ({LACKS: ", ".join(lacks)} if lacks else {})
