"""What payment-plan says of new invoices that have to stay current while a plan runs."""

from datetime import date

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CustomerId, InvoiceId, PlanId, ReceivableId
from recoup_events.kernel.money import Money
from recoup_events.payment_plan.base import PaymentPlanEvent


class OverdueInvoice(Value):
    """A term that had to be paid while a plan runs, and was not."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    overdue_on: date
    """The first day after its due date."""


class CovenantBreached(PaymentPlanEvent, type="plan.covenant_breached.v1"):
    """An invoice that came to be due while the plan runs is overdue; it breaks the plan unless it is cured."""

    plan_id: PlanId
    customer_id: CustomerId
    overdue: OverdueInvoice
    open: Money
    """What is owed of it, contested by nobody and in no plan."""
    cure_until: date
    """The last day on which it can be cured."""


class CovenantCured(PaymentPlanEvent, type="plan.covenant_cured.v1"):
    """Nothing is overdue there any more: it was paid, credited, contested or planned."""

    plan_id: PlanId
    customer_id: CustomerId
    overdue: OverdueInvoice
