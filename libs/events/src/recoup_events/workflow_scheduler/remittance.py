"""Remittances: what agencies were paid and pass on, commission apart."""

from datetime import date

from pydantic import Field

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import (
    AgencyId,
    CreditorId,
    CustomerId,
    InvoiceId,
    PaymentId,
    PlacementId,
    ReceivableId,
    RemittanceId,
)
from recoup_events.kernel.money import Money
from recoup_events.kernel.percent import Percent
from recoup_events.workflow_scheduler.base import WorkflowSchedulerEvent


class CommissionTax(Value):
    """The value added tax that is a part of a commission."""

    rate: Percent
    tax: Money


class RemittedPayment(Value):
    """One payment of a debtor to the agency."""

    placement_id: PlacementId
    customer_id: CustomerId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    payment_id: PaymentId
    amount: Money
    received_on: date
    commission: Money
    """What of the commission falls on it."""


class RemittanceReported(WorkflowSchedulerEvent, type="remittance.reported.v1"):
    """The bank's entry of the net amount is awaited; the debtors' payments are booked gross."""

    remittance_id: RemittanceId
    agency_id: AgencyId
    agency_name: str
    """As banks will name the payer."""
    creditor_id: CreditorId
    external_id: str
    reference: str
    """What the transfer of the net amount names."""
    payments: tuple[RemittedPayment, ...] = Field(min_length=1)
    gross: Money
    commission: Money
    """What the agency keeps, tax and all."""
    commission_tax: CommissionTax | None = None
    net: Money
    """What will arrive: gross less commission."""
