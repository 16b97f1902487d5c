"""A remittance as an agency reports it, and as its debtors' accounts hear of it."""

from datetime import date
from typing import Any

from recoup_events.kernel.ids import (
    AgencyId,
    CreditorId,
    CustomerId,
    InvoiceId,
    PaymentId,
    PlacementId,
    RemittanceId,
    receivable_id_of,
)
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import (
    CommissionTax,
    PlacementRemitted,
    RemittanceReported,
    RemittedPayment,
)

AGENCY = AgencyId("agn_1")
REMITTANCE = RemittanceId("rmt_1")
REFERENCE = "RM-2026-03"
NAME = "Northwind Recovery"


def _eur(euros: int) -> Money:
    return Money(minor_units=euros * 100, currency="EUR")


def remitted(
    invoice: dict[str, Any], euros: int, commission: int = 0, tax: int = 0, nth: int = 1
) -> PlacementRemitted:
    """The debtor paid the agency so much for this invoice."""
    return PlacementRemitted(
        placement_id=PlacementId("plc_1"),
        agency_id=AGENCY,
        customer_id=CustomerId(invoice["customer_id"]),
        creditor_id=CreditorId(invoice["creditor_id"]),
        remittance_id=RemittanceId(f"rmt_{nth}"),
        invoice_id=InvoiceId(invoice["id"]),
        receivable_id=receivable_id_of(InvoiceId(invoice["id"]), 0),
        payment_id=PaymentId(f"pay_{nth}"),
        payment_external_id=f"rmt_{nth}/1",
        amount=_eur(euros),
        received_on=date(2026, 1, 7),
        commission=_eur(commission),
        commission_tax=CommissionTax(rate="19", tax=_eur(tax)) if tax else None,
    )


def reported(
    invoice: dict[str, Any], euros: int, commission: int, nth: int = 1
) -> RemittanceReported:
    """And this is what it will transfer of it."""
    payment = remitted(invoice, euros, commission, nth=nth)
    reference = REFERENCE if nth == 1 else f"{REFERENCE}-{nth}"
    same = ("placement_id", "customer_id", "invoice_id", "receivable_id", "payment_id", "amount")
    return RemittanceReported(
        remittance_id=payment.remittance_id,
        agency_id=AGENCY,
        agency_name=NAME,
        creditor_id=payment.creditor_id,
        external_id=reference,
        reference=reference,
        payments=(
            RemittedPayment(
                **{name: getattr(payment, name) for name in same},
                received_on=payment.received_on,
                commission=payment.commission,
            ),
        ),
        gross=_eur(euros),
        commission=_eur(commission),
        net=_eur(euros - commission),
    )
