"""The workflow-scheduler, put together: the only file that sees all of it."""

from recoup_events.dispute import (
    DisputeOpened,
    DisputePartlyUpheld,
    DisputeRejected,
    DisputeUpheld,
    DisputeWithdrawn,
)
from recoup_events.invoice import (
    CustomerCeasedContact,
    CustomerInsolvencyRecorded,
    InvoiceCancelled,
    InvoiceCredited,
    InvoiceIssued,
    InvoicePaid,
    InvoiceReopened,
    PaymentApplied,
    PaymentUnapplied,
)
from recoup_events.payment_plan import (
    PlanAgreed,
    PlanBroken,
    PlanCancelled,
    PlanCompleted,
    PlanPaymentMatched,
    PlanPaymentUnmatched,
    PlanReduced,
)
from recoup_service.house import House
from recoup_service.settings import Settings
from workflow_scheduler.debtors.domain.debtor import DEBTOR
from workflow_scheduler.enrolments.api.routes import router as enrolments
from workflow_scheduler.enrolments.consumers import customers, invoices, owed
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.domain.open_enrolments import OPEN_ENROLMENTS
from workflow_scheduler.enrolments.domain.owed import OWED
from workflow_scheduler.tasks.api.routes import router as tasks
from workflow_scheduler.tasks.projection import CHASING
from workflow_scheduler.tasks.timers import take_due_steps
from workflow_scheduler.workflows.api.routes import router as workflows

DESCRIPTION = (
    """What happens next: workflows, the invoices on them, and the calls left to people."""
)


def build(settings: Settings) -> House:
    house = House("workflow_scheduler", settings, title="Recoup workflows", description=DESCRIPTION)
    house.keeps(DEBTOR, OPEN_ENROLMENTS, OWED)
    house.serves(workflows, enrolments, tasks)

    house.hears(CustomerInsolvencyRecorded, customers.end_all_as_insolvent)
    house.hears(CustomerCeasedContact, customers.pause_all_as_ceased)
    house.hears(InvoiceIssued, invoices.enrol, invoices.reads_choice)
    house.hears(InvoicePaid, invoices.end_as_paid, invoices.reads)
    house.hears(InvoiceCancelled, invoices.end_as_cancelled, invoices.reads)
    house.hears(InvoiceReopened, invoices.start_again, invoices.reads)
    house.hears(InvoiceCredited, owed.follow_owed, owed.reads)
    house.hears(PaymentApplied, owed.follow_owed, owed.reads)
    house.hears(PaymentUnapplied, owed.follow_owed, owed.reads)
    house.hears(DisputeOpened, owed.follow_owed, owed.reads)
    house.hears(DisputeWithdrawn, owed.follow_owed, owed.reads)
    house.hears(DisputeRejected, owed.follow_owed, owed.reads)
    house.hears(DisputeUpheld, owed.follow_owed, owed.reads)
    house.hears(DisputePartlyUpheld, owed.follow_owed, owed.reads)
    house.hears(PlanAgreed, owed.follow_owed, owed.reads)
    house.hears(PlanPaymentMatched, owed.follow_owed, owed.reads)
    house.hears(PlanPaymentUnmatched, owed.follow_owed, owed.reads)
    house.hears(PlanReduced, owed.follow_owed, owed.reads)
    house.hears(PlanBroken, owed.follow_owed, owed.reads)
    house.hears(PlanCancelled, owed.follow_owed, owed.reads)
    house.hears(PlanCompleted, owed.follow_owed, owed.reads)

    house.wakes(ENROLMENT, "step", take_due_steps)
    house.shows(CHASING)
    return house
