"""Recoup's ids of what the ERP and the bank name with theirs."""

from recoup_events.ids import CustomerId, InvoiceId, PaymentId, TenantId, derived


def customer_id_of(tenant: TenantId, external_id: str) -> CustomerId:
    return CustomerId(derived("cus", tenant, external_id))


def invoice_id_of(tenant: TenantId, external_id: str) -> InvoiceId:
    return InvoiceId(derived("inv", tenant, external_id))


def payment_id_of(tenant: TenantId, external_id: str) -> PaymentId:
    return PaymentId(derived("pay", tenant, external_id))
