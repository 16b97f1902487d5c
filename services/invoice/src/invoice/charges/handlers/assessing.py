"""Charges are issued as documents of their own."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from invoice.agreements.handlers import terms_on
from invoice.charges.domain.assessing import Assessment, assess, check_not_behind
from invoice.charges.domain.authority import Authority
from invoice.charges.domain.ids import RECOUP, charge_id_of, external_id_of, number_of
from invoice.creditors.handlers import creditor_of
from invoice.customers.handlers import registered_customer
from invoice.interest.handlers import free_days
from invoice.invoices.domain.charging import check_no_charge
from invoice.invoices.domain.commands import IssueInvoice, RecordCharge
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.errors import ChargeRefused
from invoice.invoices.domain.invoice import Invoice, issued_invoice
from recoup_events.invoice import ChargedFor, ChargeKind, schedule_of
from recoup_events.kernel.envelope import Cause, Stream
from recoup_events.kernel.ids import InvoiceId, ReceivableId
from recoup_events.kernel.money import Money
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date


class ChargeRequest(NamedTuple):
    """What somebody wants charged."""

    kind: ChargeKind
    receivable_id: ReceivableId | None
    """For one term, or (``None``) for all of the invoice."""
    law_id: str | None
    until: date | None
    """The last day to look at; today if left out."""


async def chargeable(
    work: UnitOfWork, stream: Stream, request: ChargeRequest, cause: Cause
) -> Sequence[RecordCharge]:
    """What can be charged and was not; refused if that is nothing."""
    invoice = issued_invoice(await work.state(INVOICE, stream))
    check_no_charge(invoice)
    until = _until(invoice, request, cause)
    new = await uncharged(work, stream, request._replace(until=until))
    if not new:
        raise ChargeRefused(
            f"Nothing can be charged for {invoice.number} by {until} that was not charged before: it "
            "was not overdue, or not long enough; read its interest and its charges."
        )
    return new


async def uncharged(
    work: UnitOfWork, stream: Stream, request: ChargeRequest
) -> Sequence[RecordCharge]:
    """What can be charged by a day and was not."""
    invoice = issued_invoice(await work.state(INVOICE, stream))
    until = request.until
    assert until is not None, "whoever asks knows the day"
    interest = request.kind is ChargeKind.INTEREST
    charged = await _interest_charged(work, stream, invoice) if interest else {}
    by = await authority_over(work, stream, invoice, request.law_id)
    creditor = await creditor_of(work, stream.account.tenant, invoice.issued.creditor_id)
    known = {each.charge_id for each in invoice.charges}
    granted = [
        _record(charge_id_of(stream.account.tenant, creditor.code, each), each)
        for each in assess(request.kind, invoice, by, until, charged)
        if request.receivable_id in (None, each.receivable_id) and each.amount.minor_units > 0
    ]
    return [each for each in granted if each.charge_id not in known]


def _record(id: InvoiceId, found: Assessment) -> RecordCharge:
    return RecordCharge(
        charge_id=id,
        receivable_id=found.receivable_id,
        kind=found.kind,
        occurrence=found.occurrence,
        amount=found.amount,
        authority=found.authority,
        citation=found.citation,
        until=found.until,
        segments=found.segments,
        charged_before=found.granted - found.amount,
    )


def _until(invoice: Invoice, request: ChargeRequest, cause: Cause) -> date:
    today = local_date(cause.at, invoice.time_zone)
    until = request.until or today
    if until > today:
        raise ChargeRefused(
            f"By {until} nothing has come to be owed yet; send a day until {today}.",
            pointer="/until",
        )
    if request.kind is ChargeKind.INTEREST:
        check_not_behind(invoice, until)
    return until


async def authority_over(
    work: UnitOfWork, stream: Stream, invoice: Invoice, law_id: str | None
) -> Authority:
    """What was agreed when it was issued, read without a lock, and the days that bear nothing."""
    issued = invoice.issued
    creditor_id, customer_id = issued.creditor_id, issued.customer_id
    held = await terms_on(work, stream.account.tenant, creditor_id, customer_id, issued.issue_date)
    customer = await registered_customer(work, stream.account, customer_at="/customer_id")
    return Authority(held, law_id, await free_days(work, stream.account, invoice, customer))


async def charges_of(
    work: UnitOfWork, stream: Stream, invoice: Invoice
) -> Mapping[InvoiceId, tuple[Stream, Invoice]]:
    """The documents of its charges, as they are now."""
    streams = {
        each.charge_id: INVOICE.stream(*stream.account, each.charge_id) for each in invoice.charges
    }
    await work.preload(streams.values())
    return {
        id: (each, issued_invoice(await work.state(INVOICE, each))) for id, each in streams.items()
    }


async def _interest_charged(
    work: UnitOfWork, stream: Stream, invoice: Invoice
) -> Mapping[ReceivableId, Money]:
    documents = await charges_of(work, stream, invoice)
    charged: dict[ReceivableId, Money] = {}
    for each in invoice.charges:
        if each.kind is ChargeKind.INTEREST:
            before = charged.get(each.receivable_id, Money.zero(invoice.currency))
            charged[each.receivable_id] = before + documents[each.charge_id][1].total
    return charged


async def charge(
    work: UnitOfWork, stream: Stream, request: ChargeRequest, cause: Cause
) -> Sequence[RecordCharge]:
    """Record what can be charged, and issue the document of each."""
    charges = await chargeable(work, stream, request, cause)
    await issue_charges(work, stream, charges, cause)
    return charges


async def issue_charges(
    work: UnitOfWork, stream: Stream, charges: Sequence[RecordCharge], cause: Cause
) -> None:
    """Record each with its invoice, and issue its document."""
    for record in charges:
        issue = _issue(record, issued_invoice(await work.state(INVOICE, stream)), cause)
        await work.execute(INVOICE, stream, record, cause)
        document = INVOICE.stream(*stream.account, record.charge_id)
        await work.execute(INVOICE, document, issue, cause)


def _issue(record: RecordCharge, invoice: Invoice, cause: Cause) -> IssueInvoice:
    """Due at once; chased as the invoice is."""
    id, today = record.charge_id, local_date(cause.at, invoice.time_zone)
    issued = invoice.issued
    return IssueInvoice(
        invoice_id=id,
        customer_id=issued.customer_id,
        creditor_id=issued.creditor_id,
        source=RECOUP,
        external_id=external_id_of(record),
        number=number_of(invoice, record.kind),
        purchase_order=invoice.purchase_order,
        total=record.amount,
        lines=(),
        issue_date=today,
        terms=schedule_of(id, [(today, record.amount)]),
        time_zone=invoice.time_zone,
        chase=invoice.chase,
        chase_from=invoice.chase_from,
        charge=ChargedFor(
            kind=record.kind,
            invoice_id=issued.invoice_id,
            receivable_id=record.receivable_id,
        ),
        at=cause.at,
    )
