"""Invoices in JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from invoice.invoices.api.applied import (
    AppliedCredit,
    AppliedPayment,
    WriteOffShown,
    credits_shown,
    payments_shown,
    write_offs_shown,
)
from invoice.invoices.api.chase import ChaseShown, TakenBody
from invoice.invoices.api.continuing import ContinuationShown, Continuing, continuations_shown
from invoice.invoices.api.discounts import (
    Discounts,
    DiscountShown,
    DocumentTaxBody,
    DocumentTaxes,
    discount_shown,
)
from invoice.invoices.api.lines import LineBody
from invoice.invoices.api.payment_reference import PaymentReference
from invoice.invoices.api.schedule import DueDate, TermShown, schedule_shown
from invoice.invoices.domain.invoice import Invoice, InvoiceState
from invoice.invoices.schemas import BookedFrom, TaxParts
from recoup_events.invoice import MOST_LINES, MOST_TERMS, Origin
from recoup_service.api.amounts import Amount, GivenAmount, PositiveAmount, in_currency
from recoup_service.api.fields import Day, ExternalId, Name, RequestBody, Words
from recoup_service.api.metadata import DescribedResource, SentPairs
from recoup_service.api.named_resources import CreditorNamed, CustomerNamed, SourceNamed
from recoup_service.api.resource import Dates


class InvoiceContent(SourceNamed, CreditorNamed, CustomerNamed, Continuing):
    """An invoice of any size above zero, due on one day or in terms.

    A due date may lie in the past, for history that is imported, by up to five years; it may not
    lie before the issue date.
    """

    number: Name = Field(description="As printed on the invoice.", examples=["2026-0001"])
    purchase_order: Name | None = Field(default=None, examples=["PO-4711"])
    payment_reference: PaymentReference | None = None
    total: PositiveAmount = Field(description="What the customer is asked to pay, tax included.")
    lines: Annotated[tuple[LineBody, ...], Field(max_length=MOST_LINES)] = Field(
        default=(), description="If sent, net and tax add up to the total."
    )
    issue_date: Day = Field(examples=["2026-01-05"])
    discounts: Discounts = ()
    taxes: DocumentTaxes = ()
    metadata: SentPairs = None


class NewInvoice(InvoiceContent):
    external_id: ExternalId = Field(examples=["SO-2026-0001"])


class Amendment(RequestBody):
    """What an issued invoice should say; what is left out stays. Of dates, send either `due_date` or `schedule`."""

    number: Name | None = Field(
        default=None, description="As printed on the invoice.", examples=["2026-0001"]
    )
    purchase_order: Name | None = Field(default=None, description="`null` takes it off.")
    lines: Annotated[tuple[LineBody, ...], Field(max_length=MOST_LINES)] | None = Field(
        default=None, description="All of them; if any, net and tax add up to the total."
    )
    due_date: Day | None = Field(
        default=None,
        description="The last day on which it is not late. An invoice that is not late by it is "
        "open again; one that is becomes overdue anew.",
        examples=["2026-02-18"],
    )
    schedule: Annotated[tuple[DueDate, ...], Field(min_length=1, max_length=MOST_TERMS)] | None = (
        Field(
            default=None,
            description="Where it is due in several terms: the due date of each. Their amounts are "
            "adjusted.",
        )
    )
    reason: Words = Field(examples=["Two more weeks were agreed"])

    @model_validator(mode="after")
    def _due_once(self) -> Self:
        if self.due_date is not None and self.schedule is not None:
            raise ValueError("send either due_date or schedule")
        return self

    def applied_to(self, invoice: Invoice) -> Mapping[str, Any]:
        """What can be amended, as it is to stand."""
        stand = {
            "number": self.number or invoice.number,
            "due_dates": self._due_dates(invoice),
            "purchase_order": self.purchase_order,
            "lines": invoice.lines,
        }
        if "purchase_order" not in self.model_fields_set:
            stand["purchase_order"] = invoice.purchase_order
        if self.lines is not None:
            stand["lines"] = tuple(line.line for line in self.lines)
        return stand

    def _due_dates(self, invoice: Invoice) -> tuple[date, ...]:
        if self.due_date is not None:
            return (self.due_date,)
        return tuple(term.due_date for term in self.schedule or invoice.terms)


class Adjustment(RequestBody):
    """More or less is asked for than the invoice said."""

    amount: GivenAmount = Field(
        description="The change: below zero lowers the total, by at most all of it."
    )
    term: int | None = Field(
        default=None,
        ge=1,
        le=MOST_TERMS,
        strict=True,
        description="The number of the term that is raised or lowered. If left out, the latest due "
        "are lowered first, and the last one is raised.",
    )
    taxes: TaxParts = ()
    origin: BookedFrom = Origin.RECOUP
    reason: Words = Field(examples=["One box was billed twice"])


class Cancellation(RequestBody):
    reason: Words = Field(examples=["Issued twice by mistake"])


class InvoiceSummary(ChaseShown, DescribedResource):
    id: str = Field(examples=["inv_1b7e"])
    source: str = Field(description="The system that sent it, whose id follows.")
    external_id: str
    number: str
    purchase_order: str | None
    payment_reference: str | None = Field(description="What its payer is asked to name.")
    customer_id: str
    creditor_id: str = Field(description="In whose name it is asked for.")
    state: InvoiceState
    total: Amount
    credited: Amount
    paid: Amount = Field(description="The part of the payments that is applied to this invoice.")
    written_off: Amount = Field(description="What is owed and not expected any more.")
    discounted: Amount = Field(description="What was given off, for the money came in time.")
    continued: Amount = Field(description="What is asked for on the invoice that continues it.")
    balance: Amount = Field(description="What is still owed.")
    issue_date: date
    due_date: date = Field(
        description="Of the term to be paid next; the last one once nothing is owed."
    )
    continues: tuple[str, ...] = Field(
        description="The invoices in whose place it is asked for; read it to see term by term."
    )
    continued_by: str | None = Field(description="The invoice that is asked for in its place.")
    time_zone: str = Field(description="Whose midnight makes it overdue.")


def listed(row: Mapping[str, Any]) -> InvoiceSummary:
    """A row of the list."""
    columns = ("total", "credited", "paid", "written_off", "discounted", "continued", "balance")
    amounts = {name: in_currency(row, name) for name in columns}
    return InvoiceSummary.model_validate({**row, **amounts})


class InvoiceShown(InvoiceSummary):
    taken: TakenBody | None = Field(description="What was done about it before it came here.")
    continuations: tuple[ContinuationShown, ...] = Field(
        description="What it continues, term by term."
    )
    schedule: tuple[TermShown, ...] = Field(description="What is due when, the soonest first.")
    discounts: tuple[DiscountShown, ...] = Field(description="What is given off until when.")
    taxes: tuple[DocumentTaxBody, ...] = Field(description="The document's, by rate.")
    lines: tuple[LineBody, ...]
    credits: tuple[AppliedCredit, ...]
    payments: tuple[AppliedPayment, ...]
    write_offs: tuple[WriteOffShown, ...]


def shown(invoice: Invoice, dates: Dates) -> InvoiceShown:
    issued = invoice.issued
    return InvoiceShown(
        **dates,
        metadata=dict(invoice.metadata),
        id=issued.invoice_id,
        source=issued.source,
        external_id=issued.external_id,
        number=invoice.number,
        purchase_order=invoice.purchase_order,
        payment_reference=issued.payment_reference,
        customer_id=issued.customer_id,
        creditor_id=issued.creditor_id,
        state=invoice.state,
        total=Amount.of(invoice.total),
        credited=Amount.of(invoice.credited),
        paid=Amount.of(invoice.paid),
        written_off=Amount.of(invoice.written_off),
        discounted=Amount.of(invoice.discounted),
        continued=Amount.of(invoice.continued),
        balance=Amount.of(invoice.balance),
        issue_date=issued.issue_date,
        due_date=invoice.due_date,
        continues=invoice.continues,
        continued_by=invoice.continued_by,
        continuations=continuations_shown(invoice),
        time_zone=invoice.time_zone,
        chase=invoice.chase,
        chase_from=invoice.chase_from,
        taken=None if issued.taken is None else TakenBody(**dict(issued.taken)),
        schedule=schedule_shown(invoice),
        discounts=tuple(map(discount_shown, issued.discounts)),
        taxes=tuple(map(DocumentTaxBody.of, issued.taxes)),
        lines=tuple(map(LineBody.of, invoice.lines)),
        credits=credits_shown(invoice),
        payments=payments_shown(invoice),
        write_offs=write_offs_shown(invoice),
    )
