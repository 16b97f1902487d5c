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
from recoup_events.payment_plan import PlanAgreed, PlanBroken, PlanCancelled, PlanCompleted
from recoup_service.house import House
from recoup_service.settings import Settings
from workflow_scheduler.api.enrolments.routes import router as enrolments
from workflow_scheduler.api.tasks.routes import router as tasks
from workflow_scheduler.api.workflows.routes import router as workflows
from workflow_scheduler.consumers import customers, disputes, invoices, plans
from workflow_scheduler.domain.debtor import DEBTOR
from workflow_scheduler.domain.enrolment import ENROLMENT
from workflow_scheduler.domain.open_enrolments import OPEN_ENROLMENTS
from workflow_scheduler.projections.chasing import CHASING
from workflow_scheduler.ticker import take_due_steps

DESCRIPTION = (
    """What happens next: workflows, the invoices on them, and the calls left to people."""
)


def build(settings: Settings) -> House:
    house = House("workflow_scheduler", settings, title="Recoup workflows", description=DESCRIPTION)
    house.keeps(DEBTOR, OPEN_ENROLMENTS)
    house.serves(workflows, enrolments, tasks)

    house.hears(CustomerInsolvencyRecorded, customers.end_all_as_insolvent)
    house.hears(CustomerCeasedContact, customers.pause_all_as_ceased)
    house.hears(InvoiceIssued, invoices.enrol, invoices.reads_choice)
    house.hears(InvoiceCredited, invoices.note_balance, invoices.reads)
    house.hears(PaymentApplied, invoices.note_balance, invoices.reads)
    house.hears(PaymentUnapplied, invoices.note_balance, invoices.reads)
    house.hears(InvoicePaid, invoices.end_as_paid, invoices.reads)
    house.hears(InvoiceCancelled, invoices.end_as_cancelled, invoices.reads)
    house.hears(InvoiceReopened, invoices.start_again, invoices.reads)
    house.hears(DisputeOpened, disputes.pause_slice, disputes.reads)
    house.hears(DisputeWithdrawn, disputes.resume_slice, disputes.reads)
    house.hears(DisputeRejected, disputes.resume_slice, disputes.reads)
    house.hears(DisputeUpheld, disputes.resume_slice, disputes.reads)
    house.hears(DisputePartlyUpheld, disputes.resume_slice, disputes.reads)
    house.hears(PlanAgreed, plans.pause_slices, plans.reads)
    house.hears(PlanBroken, plans.resume_slices, plans.reads)
    house.hears(PlanCancelled, plans.resume_slices, plans.reads)
    house.hears(PlanCompleted, plans.resume_slices, plans.reads)

    house.wakes(ENROLMENT, "step", take_due_steps)
    house.shows(CHASING)
    return house
