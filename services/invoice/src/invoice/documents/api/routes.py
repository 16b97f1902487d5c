"""Documents as PDF, as the creditor would send them by post."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from invoice.creditors.handlers import registered_creditor
from invoice.customers.domain.customer import CUSTOMER
from invoice.customers.handlers import registered_customer
from invoice.documents.domain.account_statement import Period, account_statement
from invoice.documents.domain.einvoice import Lack, einvoice_of
from invoice.documents.domain.errors import TooLong
from invoice.documents.domain.invoice_copy import invoice_copy
from invoice.documents.handlers import announced, charged_for, parties_of, words_for
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import issued_invoice
from recoup_documents.letter import EInvoice, Letter
from recoup_documents.renderer import Renderer
from recoup_events.kernel.ids import DEFAULT
from recoup_events.kernel.money import Currency, Money
from recoup_eventstore.postgres.queries import named_queries
from recoup_formats.einvoice.profile import Profile
from recoup_receivables.calendar import local_date
from recoup_service.api.fields import ISO_4217, Day
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import dates_of

READS = named_queries("invoice.ledger", "queries.sql")
MOST_ENTRIES = 5000
ALL_KNOWN = date.max
PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {}}, "description": "The document, as PDF/A-3b."}
}
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
    Literal["en", "de", "fr"] | None,
    Query(description="The customer's own if left out, and English where there is no other."),
]


class PdfResponse(Response):
    media_type = "application/pdf"


def documents(renderer: Renderer) -> APIRouter:
    """Routes that render with this one."""
    router = APIRouter(prefix="/v1", tags=["Documents"])

    async def pdf(letter: Letter, name: str, lacks: tuple[str, ...] | None = None) -> Response:
        headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
        rendered = await renderer.render(letter)
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
            found = await work.load(INVOICE, stream)
            invoice = issued_invoice(found.state)
            parties = await parties_of(work, stream, invoice.issued.creditor_id)
            words = words_for(parties, language)
            mark = words("second_copy") if second_copy else None
            made = einvoice_of(invoice, parties, words, mark)
            letter = invoice_copy(
                invoice,
                parties,
                words,
                dates_of(found)["updated_at"],
                charged_for=await charged_for(work, stream, invoice),
                mark=mark,
                announced=(
                    None
                    if announce_interest is None
                    else await announced(work, stream, invoice, announce_interest, context.cause)
                ),
                einvoice=made.file,
            )
        return await pdf(letter, id, made.lacks)

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
        within = (from_date or date.min, last_day, ALL_KNOWN, money, creditor_id)
        async with context.reading() as connection:
            wanted = MOST_ENTRIES + 1
            entries = await connection.fetch(READS["statement"], wanted, id, *within, None, None)
            sums = await connection.fetchrow(READS["balances"], id, *within)
        if len(entries) > MOST_ENTRIES:
            raise TooLong(
                f"There are more than {MOST_ENTRIES:,} movements in this time; send a later from_date, "
                "or read the statement as JSON page by page.",
                pointer="/from_date",
            )
        opening, balance = (0, 0) if sums is None else (int(sums["opening"]), int(sums["balance"]))
        period = Period(
            from_date,
            last_day,
            opening=Money(minor_units=opening, currency=money),
            balance=Money(minor_units=balance, currency=money),
        )
        words = words_for(parties, language)
        return await pdf(account_statement(period, entries, parties, words, context.now), id)

    return router


def _einvoice_headers(
    file: EInvoice | None, lacks: tuple[str, ...], *, archival: bool
) -> Mapping[str, str]:
    if file is not None and not archival:
        file, lacks = None, (*lacks, NOT_ARCHIVAL)
    headers = {PROFILE: NO_PROFILE if file is None else file.profile}
    return headers | ({LACKS: ", ".join(lacks)} if lacks else {})
