"""What every public event of an enrolment names, and how an enrolment gets its id."""

from typing import TypedDict

from recoup_events.kernel.ids import CustomerId, EnrolmentId, InvoiceId, TenantId, derived


class Ids(TypedDict):
    """The three names."""

    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    customer_id: CustomerId


def enrolment_id(tenant: TenantId, invoice_id: InvoiceId) -> EnrolmentId:
    """An invoice has one enrolment."""
    return EnrolmentId(derived("enr", tenant, invoice_id))
