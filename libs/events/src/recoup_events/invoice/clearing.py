"""Clearing: money of an agency's remittance on its way to the creditor's bank, until its entry is there."""

from datetime import date

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.kernel.ids import AgencyId, CreditorId, PaymentId, RemittanceId
from recoup_events.kernel.money import Money


class ClearingEvent(InvoiceEvent):
    remittance_id: RemittanceId
    agency_id: AgencyId
    creditor_id: CreditorId
    in_transit: Money
    """What has not arrived after this; below zero where more arrived than was announced."""


class ClearingOpened(ClearingEvent, type="clearing.opened.v1"):
    """An agency announced a transfer: the debtors' payments less what it keeps of them."""

    external_id: str
    """The agency's id of the remittance."""
    reference: str
    """What the transfer names."""
    agency_name: str
    gross: Money
    commission: Money
    net: Money
    opened_on: date


class ClearingTransferReceived(ClearingEvent, type="clearing.transfer_received.v1"):
    """The bank's entry is there; it pays no invoice, for the debtors' payments did."""

    source: str
    external_id: str
    """The bank's, or the ERP's, id of the entry."""
    receipt_id: str | None = None
    amount: Money
    value_date: date


class ClearingTransferReversed(ClearingEvent, type="clearing.transfer_reversed.v1"):
    """The bank took the transfer back, or it was taken for another: it has not arrived."""

    source: str
    external_id: str
    receipt_id: str | None = None
    returned: bool
    """The bank took the money back; otherwise it is still here, and waits to be said what it is."""
    amount: Money
    reversed_on: date
    reason: str


class ClearingPaymentReversed(ClearingEvent, type="clearing.payment_reversed.v1"):
    """The bank took back what a debtor had paid the agency: so much less is to arrive."""

    payment_id: PaymentId
    amount: Money
    reversed_on: date


class ClearingSettled(ClearingEvent, type="clearing.settled.v1"):
    """A person settled what was left: nothing more is awaited."""

    amount: Money
    """The difference; below zero where too much had arrived."""
    settled_on: date
    settled_by: str
    reason: str
