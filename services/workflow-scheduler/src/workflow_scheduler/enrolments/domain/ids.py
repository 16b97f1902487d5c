"""What every public event of an enrolment names, and how an enrolment gets its id."""

from datetime import date
from typing import TypedDict

from recoup_events.kernel.ids import (
    CreditorId,
    CustomerId,
    EnrolmentId,
    InvoiceId,
    ReceivableId,
    RoundId,
    TenantId,
    derived,
)


class Ids(TypedDict):
    """The four names."""

    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId


def enrolment_id(tenant: TenantId, receivable_id: ReceivableId) -> EnrolmentId:
    """A receivable has one enrolment."""
    return EnrolmentId(derived("enr", tenant, receivable_id))


def round_id(customer_id: CustomerId, creditor_id: CreditorId, day: date) -> RoundId:
    """A customer hears from a creditor once a day."""
    return RoundId(derived("rnd", customer_id, creditor_id, day))
