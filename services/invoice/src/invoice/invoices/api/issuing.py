"""How an invoice that is sent becomes one that is issued, or changes the one that stands."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from invoice.customers.handlers import party_streams, registered_parties
from invoice.fields import DOCUMENT_DATES
from invoice.invoices.api.schemas import InvoiceContent, NewInvoice
from invoice.invoices.domain import commands
from invoice.invoices.domain.content import corrections
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.errors import InvoiceContentDiffers
from invoice.invoices.domain.invoice import issued_invoice
from invoice.invoices.handlers import issue_in_place_of, with_reference
from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.envelope import Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId, InvoiceId, invoice_id_of
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.bulk import Wanted
from recoup_service.api.collection import Change
from recoup_service.api.metadata import replace_metadata
from recoup_service.api.request_context import WorkContext

_NO_ID = UUID(int=0)
_NOTHING = InvoiceIssued.model_construct(**cast(Mapping[str, Any], {}))
"""To be copied: filling in all defaults anew takes several times as long."""


def reads(body: InvoiceContent, stream: Stream, context: WorkContext) -> Sequence[Stream]:
    """What issuing it loads; it comes with the lock."""
    continued = body.continued_in(context.tenant, body.creditor)
    return [
        *party_streams(stream.account, body.creditor),
        *(INVOICE.stream(*stream.account, id) for id in continued),
    ]


def issuing(body: InvoiceContent, external_id: str, context: WorkContext) -> Change:
    """Issue it, in the place of others if it continues them."""

    async def issue(work: UnitOfWork, stream: Stream) -> None:
        command = await _issue_command(work, stream, body, external_id, context)
        command = await with_reference(work, stream, command)
        if body.continues:
            ids = body.continued_in(context.tenant, body.creditor)
            reason = body.difference_reason
            await issue_in_place_of(work, stream, command, ids, reason, context.cause)
        else:
            await work.execute(INVOICE, stream, command, context.cause)

    return issue


async def _issue_command(
    work: UnitOfWork,
    stream: Stream,
    body: InvoiceContent,
    external_id: str,
    context: WorkContext,
) -> commands.IssueInvoice:
    DOCUMENT_DATES.check(body.issue_date, context.now.date(), "/issue_date")
    customer, creditor_id = await registered_parties(
        work, stream.account, body.creditor, customer_at=body.customer_pointer
    )
    return commands.IssueInvoice(
        invoice_id=InvoiceId(stream.id),
        customer_id=customer.customer_id,
        creditor_id=creditor_id,
        source=body.source,
        external_id=external_id,
        number=body.number,
        purchase_order=body.purchase_order,
        payment_reference=body.payment_reference,
        total=body.total.money,
        lines=tuple(line.line for line in body.lines),
        issue_date=body.issue_date,
        terms=body.terms_of(InvoiceId(stream.id), body.total.money),
        discounts=tuple(each.discount for each in body.discounts),
        taxes=tuple(each.document_tax for each in body.taxes),
        time_zone=customer.time_zone,
        chase=body.chase,
        chase_from=body.chase_from,
        taken=None if body.taken is None else body.taken.taken,
        metadata=body.metadata or {},
        at=context.now,
    )


def sent(external_id: str, body: InvoiceContent, context: WorkContext) -> Wanted:
    """What is to be there, and what it takes to bring it there."""
    id = invoice_id_of(context.tenant, external_id, body.creditor, body.source)
    stream = INVOICE.stream(context.tenant, body.customer_in(context.tenant), id)

    async def compare(work: UnitOfWork, stream: Stream) -> None:
        if (await work.last(stream)).stream != stream:
            raise InvoiceContentDiffers.of(external_id, body.customer_pointer)
        command = await _issue_command(work, stream, body, external_id, context)
        stands = issued_invoice(await work.state(INVOICE, stream))
        continued = body.continued_in(context.tenant, body.creditor)
        for change in corrections(command, stands, continued):
            await work.execute(INVOICE, stream, change, context.cause)
        await replace_metadata(work, INVOICE, stream, body.metadata, context.cause)

    issue = issuing(body, external_id, context)
    foreseen = _foreseen(body, stream, context)
    return Wanted(stream, issue, compare, reads(body, stream, context), foreseen)


def _foreseen(
    body: InvoiceContent, stream: Stream, context: WorkContext
) -> Sequence[Envelope[Event]]:
    """As much of what is issued as says which documents of its customer it changes."""
    id = InvoiceId(stream.id)
    fields: Mapping[str, Any] = {
        "invoice_id": id,
        "customer_id": CustomerId(stream.account.key),
        "terms": body.terms_of(id, body.total.money),
    }
    issued = _NOTHING.model_copy(update=fields)
    return [Envelope(_NO_ID, stream, 1, context.cause, issued)]


def sent_new(body: NewInvoice, context: WorkContext) -> Wanted:
    """The same of a body that says its id."""
    return sent(body.external_id, body, context)
