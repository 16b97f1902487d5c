"""Gives an invoice its payment reference in the unit of work that issues it, and finds it by that."""

from invoice.invoices.domain.decider import INVOICE
from invoice.payment_references.domain.errors import DuplicatePaymentReference
from invoice.payment_references.domain.given import (
    PAYMENT_REFERENCE,
    GivePaymentReference,
    payment_reference_id,
)
from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.ids import CreditorId, TenantId
from recoup_eventstore.work import UnitOfWork


async def claim_reference(work: UnitOfWork, issued: Envelope[InvoiceIssued], cause: Cause) -> None:
    """What its payer is asked to name is this invoice's alone, whoever owes the others."""
    event = issued.event
    reference = event.payment_reference
    if reference is None:
        return
    id = payment_reference_id(issued.tenant, event.creditor_id, reference)
    if await work.locate(PAYMENT_REFERENCE, issued.tenant, [id]):
        raise DuplicatePaymentReference.of(reference)
    command = GivePaymentReference(
        creditor_id=event.creditor_id,
        reference=reference,
        customer_id=event.customer_id,
        invoice_id=event.invoice_id,
    )
    stream = PAYMENT_REFERENCE.stream(*issued.account, id)
    await work.execute(PAYMENT_REFERENCE, stream, command, cause)


async def bearing_reference(
    work: UnitOfWork, tenant: TenantId, creditor_id: CreditorId, reference: str
) -> Stream | None:
    """The invoice that bears it, whoever owes it."""
    id = payment_reference_id(tenant, creditor_id, reference)
    found = (await work.locate(PAYMENT_REFERENCE, tenant, [id])).get(id)
    if found is None:
        return None
    given = (await work.state(PAYMENT_REFERENCE, found)).given
    assert given is not None, "what is located was given"
    return INVOICE.stream(tenant, given.customer_id, given.invoice_id)
