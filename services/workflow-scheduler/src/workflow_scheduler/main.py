"""The workflow-scheduler, put together: the only file that sees all of it."""

from recoup_events.dispute import (
    DisputeMoved,
    DisputeOpened,
    DisputePartlyUpheld,
    DisputeRejected,
    DisputeUpheld,
    DisputeWithdrawn,
)
from recoup_events.invoice import (
    CreditUnapplied,
    CustomerConditionLifted,
    CustomerConditionRecorded,
    CustomerDetailsChanged,
    InvoiceAdjusted,
    InvoiceAmended,
    InvoiceCancelled,
    InvoiceChaseChanged,
    InvoiceContinued,
    InvoiceCredited,
    InvoiceDiscountReversed,
    InvoiceDiscountTaken,
    InvoiceIssued,
    InvoiceWriteOffReversed,
    InvoiceWrittenOff,
    PaymentApplied,
    PaymentReleased,
    PaymentReserved,
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
    PlanReinstated,
    PlanSliceMoved,
)
from recoup_events.workflow_scheduler import EnrolmentEnded, EnrolmentPaused
from recoup_service.service import Service
from recoup_service.settings import Settings
from workflow_scheduler.contact_policies.api.routes import router as contact_policy
from workflow_scheduler.contact_rounds.api.routes import router as contact_rounds
from workflow_scheduler.contact_rounds.domain.contact_round import ROUND
from workflow_scheduler.contact_rounds.domain.waiting import WAITING
from workflow_scheduler.contact_rounds.handlers import join_round
from workflow_scheduler.contact_rounds.timers import hold_round
from workflow_scheduler.debtors.consumers import follow_customer, restraint_of_event
from workflow_scheduler.debtors.domain.debtor import DEBTOR
from workflow_scheduler.debtors.domain.restraint import CHANGE, RESTRAINT, RestraintChanged
from workflow_scheduler.debtors.timers import change_restraint
from workflow_scheduler.enrolments.api.routes import router as enrolments
from workflow_scheduler.enrolments.consumers import customers, invoices, owed
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.domain.events import (
    CallAsked,
    OwedChanged,
    SliceResized,
    StepPlanned,
)
from workflow_scheduler.enrolments.domain.open_enrolments import OPEN_ENROLMENTS
from workflow_scheduler.enrolments.domain.owed import OWED
from workflow_scheduler.enrolments.handlers import follow_restraint
from workflow_scheduler.enrolments.timers import take_due_steps
from workflow_scheduler.tasks.api.routes import router as tasks
from workflow_scheduler.tasks.domain.open_tasks import OPEN_TASKS
from workflow_scheduler.tasks.domain.permitted_calls import PERMITTED_CALLS
from workflow_scheduler.tasks.handlers import (
    close_decision,
    close_while_restrained,
    close_with_enrolment,
    create_task,
    move_tasks,
)
from workflow_scheduler.tasks.projection import CHASING
from workflow_scheduler.workflows.api.routes import router as workflows

DESCRIPTION = (
    """What happens next: workflows, what is chased on them, and the calls left to people."""
)
CHANGES_OF_OWED = (
    InvoiceAdjusted,
    InvoiceCancelled,
    InvoiceCredited,
    CreditUnapplied,
    PaymentApplied,
    PaymentUnapplied,
    InvoiceWrittenOff,
    InvoiceWriteOffReversed,
    PaymentReserved,
    PaymentReleased,
    InvoiceDiscountTaken,
    InvoiceDiscountReversed,
    InvoiceContinued,
    DisputeOpened,
    DisputeMoved,
    DisputeWithdrawn,
    DisputeRejected,
    DisputeUpheld,
    DisputePartlyUpheld,
    PlanAgreed,
    PlanPaymentMatched,
    PlanPaymentUnmatched,
    PlanReduced,
    PlanReinstated,
    PlanSliceMoved,
    PlanBroken,
    PlanCancelled,
    PlanCompleted,
)


CHANGES_OF_CUSTOMER = (CustomerConditionRecorded, CustomerConditionLifted, CustomerDetailsChanged)


def build(settings: Settings) -> Service:
    service = Service(
        "workflow_scheduler", settings, title="Recoup workflows", description=DESCRIPTION
    )
    service.maintains(DEBTOR, OPEN_ENROLMENTS, OWED, WAITING, OPEN_TASKS, PERMITTED_CALLS)
    service.serves(workflows, contact_policy, enrolments, contact_rounds, tasks)

    service.subscribes(CHANGES_OF_CUSTOMER, follow_customer, restraint_of_event)
    service.subscribes(CustomerDetailsChanged, customers.follow_time_zone)
    service.subscribes(InvoiceIssued, invoices.enrol, invoices.reads_choice)
    service.subscribes(InvoiceAmended, invoices.follow_terms, invoices.reads)
    service.subscribes(InvoiceChaseChanged, invoices.follow_chase, invoices.reads_chased)
    service.subscribes(CHANGES_OF_OWED, owed.follow_owed, owed.reads)
    service.subscribes(
        (
            *(InvoiceAdjusted, InvoiceCancelled, InvoiceCredited, InvoiceDiscountTaken),
            *(InvoiceWrittenOff, PaymentApplied),
        ),
        close_decision,
    )
    service.subscribes(InvoiceContinued, move_tasks)

    service.follows(RestraintChanged, follow_restraint)
    service.handles_timer(RESTRAINT, CHANGE, change_restraint)
    service.handles_timer(ENROLMENT, "step", take_due_steps)
    service.handles_timer(ROUND, "contact", hold_round)
    service.follows(StepPlanned, join_round)
    service.follows(CallAsked, create_task)
    service.follows(RestraintChanged, close_while_restrained)
    for change in (EnrolmentEnded, EnrolmentPaused, SliceResized, OwedChanged):
        service.follows(change, close_with_enrolment)
    service.projects(CHASING)
    return service
