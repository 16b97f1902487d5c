"""The workflow-scheduler, put together: the only file that sees all of it."""

from typing import get_args

from recoup_events import workflow_scheduler as own_events
from recoup_events.invoice import (
    CustomerConditionLifted,
    CustomerConditionRecorded,
    CustomerDetailsChanged,
    InvoiceAdjusted,
    InvoiceAmended,
    InvoiceCancelled,
    InvoiceChaseChanged,
    InvoiceContinued,
    InvoiceCredited,
    InvoiceDiscountTaken,
    InvoiceIssued,
    InvoiceWrittenOff,
    PaymentApplied,
    PaymentUnapplied,
)
from recoup_events.notification import (
    ContactRefused,
    MessageDelivered,
    MessageUndelivered,
    ReplyReceived,
)
from recoup_events.payment_plan import PlanAgreed
from recoup_receivables.owed import FOLLOWED, PROMISES
from recoup_service.engine import Engine
from recoup_service.service import Service
from recoup_service.settings import Settings
from workflow_scheduler.agencies.api.routes import own as own_agency
from workflow_scheduler.agencies.api.routes import router as agencies
from workflow_scheduler.assignments import timers as exception_timers
from workflow_scheduler.assignments.api.exceptions import router as exceptions
from workflow_scheduler.assignments.api.routes import router as assignment_rules
from workflow_scheduler.assignments.domain import exception
from workflow_scheduler.assignments.domain.customer_facts import CUSTOMER_FACTS
from workflow_scheduler.assignments.domain.in_force import IN_FORCE
from workflow_scheduler.assignments.handlers import keep_named
from workflow_scheduler.categories.api.routes import router as categories
from workflow_scheduler.categories.api.treatments import router as treatments
from workflow_scheduler.categories.consumers import reads as category_reads
from workflow_scheduler.categories.consumers import weigh_anew
from workflow_scheduler.categories.domain.category import CATEGORY, REVIEW
from workflow_scheduler.categories.domain.evidence import EVIDENCE
from workflow_scheduler.categories.domain.speaking import SPEAKING, SPEAKING_HERE
from workflow_scheduler.categories.domain.unpaid import UNPAID
from workflow_scheduler.categories.handlers import follow_own
from workflow_scheduler.categories.timers import review_category
from workflow_scheduler.category_results.api.routes import router as category_report
from workflow_scheduler.contact_policies.api.routes import router as contact_policy
from workflow_scheduler.contact_rounds.api.routes import router as contact_rounds
from workflow_scheduler.contact_rounds.domain.contact_round import ROUND
from workflow_scheduler.contact_rounds.domain.waiting import WAITING
from workflow_scheduler.contact_rounds.handlers import join_round
from workflow_scheduler.contact_rounds.timers import foresee_rounds, hold_round
from workflow_scheduler.debtors.consumers import follow_customer, restraint_of_event
from workflow_scheduler.debtors.domain.debtor import DEBTOR
from workflow_scheduler.debtors.domain.facts import DEBTOR_FACTS
from workflow_scheduler.debtors.domain.restraint import CHANGE, RESTRAINT, RestraintChanged
from workflow_scheduler.debtors.timers import change_restraint
from workflow_scheduler.enrolments.api.moves import router as moves
from workflow_scheduler.enrolments.api.routes import router as enrolments
from workflow_scheduler.enrolments.consumers import customers, invoices, owed
from workflow_scheduler.enrolments.consumers.deliveries import follow_delivery
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.domain.events import (
    OwedChanged,
    SliceResized,
    StepPlanned,
    TaskAsked,
)
from workflow_scheduler.enrolments.domain.held_steps import HELD_STEPS
from workflow_scheduler.enrolments.domain.open_enrolments import OPEN_ENROLMENTS
from workflow_scheduler.enrolments.domain.owed import OWED
from workflow_scheduler.enrolments.handlers import follow_restraint
from workflow_scheduler.enrolments.timers import take_due_steps, take_repeats
from workflow_scheduler.escalations.api.routes import router as escalation_policy
from workflow_scheduler.escalations.domain.asked_steps import ASKED_STEPS
from workflow_scheduler.escalations.domain.deliveries import DELIVERIES, OUTCOMES
from workflow_scheduler.last_resorts.api.routes import router as last_resorts
from workflow_scheduler.last_resorts.handlers import follow_chosen
from workflow_scheduler.placement_rules.api.routes import router as placement_rules
from workflow_scheduler.placement_rules.domain import watch
from workflow_scheduler.placement_rules.handlers import follow_ended, follow_step
from workflow_scheduler.placement_rules.timers import propose_on_its_day
from workflow_scheduler.placements.api.agency import router as own_placements
from workflow_scheduler.placements.api.remittances import router as own_remittances
from workflow_scheduler.placements.api.report import router as agency_report
from workflow_scheduler.placements.api.routes import router as placements
from workflow_scheduler.placements.consumers import tell_agency
from workflow_scheduler.placements.domain.decider import PLACEMENT
from workflow_scheduler.placements.domain.placed import OPEN_PLACEMENTS, PLACED
from workflow_scheduler.placements.handlers import placing
from workflow_scheduler.placements.timers import lapse, recall
from workflow_scheduler.promises import consumers as promised
from workflow_scheduler.promises.api.policy_routes import router as promise_policy
from workflow_scheduler.promises.api.routes import report as promise_report
from workflow_scheduler.promises.api.routes import router as promises
from workflow_scheduler.promises.domain.decider import DUE, PROMISE
from workflow_scheduler.promises.domain.promised import OPEN_PROMISES, PROMISED
from workflow_scheduler.promises.handlers import go_on, withdraw_restrained
from workflow_scheduler.promises.timers import review_promise
from workflow_scheduler.reassignments import handlers as reassigning
from workflow_scheduler.simulations.api.routes import router as simulations
from workflow_scheduler.simulations.consumers import keep_received, of_customers
from workflow_scheduler.simulations.domain.simulation import SIMULATION, STEP
from workflow_scheduler.simulations.senders import simulating
from workflow_scheduler.tasks import consumers as looked_at
from workflow_scheduler.tasks import timers as task_timers
from workflow_scheduler.tasks.api.policy_routes import router as task_policy
from workflow_scheduler.tasks.api.routes import router as tasks
from workflow_scheduler.tasks.api.worklist import router as worklist
from workflow_scheduler.tasks.domain.bounces import BOUNCES
from workflow_scheduler.tasks.domain.events import PauseEnded
from workflow_scheduler.tasks.domain.open_tasks import OPEN_TASKS
from workflow_scheduler.tasks.domain.permitted_calls import PERMITTED_CALLS
from workflow_scheduler.tasks.domain.task import SEARCH, TASK
from workflow_scheduler.tasks.handlers import closing, deciding, hardship, plan_requests
from workflow_scheduler.tasks.handlers.completing import end_search
from workflow_scheduler.tasks.handlers.creating import create_task
from workflow_scheduler.tasks.handlers.sharing import share_out
from workflow_scheduler.tasks.projection import CHASING
from workflow_scheduler.teams.api.routes import router as teams
from workflow_scheduler.workflows.api.documents import schema
from workflow_scheduler.workflows.api.ready_made import router as ready_made_workflows
from workflow_scheduler.workflows.api.routes import router as workflows
from workflow_scheduler.workflows.api.versions import router as workflow_versions
from workflow_scheduler.workflows.domain.known_templates import KNOWN_TEMPLATES
from workflow_scheduler.workflows.domain.written_languages import WRITTEN_LANGUAGES

workflow_schema = schema
"""Of a workflow as a document, for the pages about it."""
DESCRIPTION = (
    """What happens next: workflows, what is chased on them, and the calls left to people."""
)
CHANGES_OF_OWED = [kind for kind in FOLLOWED if kind not in (InvoiceIssued, InvoiceAmended)]
CHANGES_OF_CUSTOMER = (CustomerConditionRecorded, CustomerConditionLifted, CustomerDetailsChanged)


def engine() -> Engine:
    """What it decides by itself, in a process that has neither a database nor settings."""
    return build(Settings.model_construct()).engine


def build(settings: Settings) -> Service:
    service = Service(
        "workflow_scheduler", settings, title="Recoup workflows", description=DESCRIPTION
    )
    service.maintains(DEBTOR, OPEN_ENROLMENTS, OWED, WAITING, OPEN_TASKS, PERMITTED_CALLS)
    service.maintains(ASKED_STEPS, DELIVERIES, HELD_STEPS, DEBTOR_FACTS, PROMISED, OPEN_PROMISES)
    service.serves(workflow_versions, ready_made_workflows)
    service.serves(workflows, contact_policy, enrolments, moves, contact_rounds, tasks)
    _categorises(service)
    service.serves(promises, promise_report, promise_policy, worklist, teams)
    service.maintains(KNOWN_TEMPLATES, WRITTEN_LANGUAGES, PLACED, OPEN_PLACEMENTS, BOUNCES)
    service.serves(last_resorts, agency_report, placement_rules, escalation_policy, task_policy)
    service.serves(agencies, placements, own_agency, own_placements, own_remittances)
    service.subscribes(CHANGES_OF_CUSTOMER, follow_customer, restraint_of_event)
    service.subscribes(CustomerConditionRecorded, hardship.follow_condition)
    service.subscribes(CustomerDetailsChanged, customers.follow_place)
    service.subscribes(InvoiceIssued, invoices.enrol, invoices.reads_choice)
    service.subscribes(InvoiceAmended, invoices.follow_terms, invoices.reads)
    service.subscribes(InvoiceChaseChanged, invoices.follow_chase, invoices.reads_chased)
    service.subscribes(PaymentApplied, promised.match_payment)
    service.subscribes(PaymentUnapplied, promised.unmatch_payment)
    service.subscribes(get_args(promised.Lowered), promised.reduce)
    service.subscribes(InvoiceContinued, promised.continue_promises)
    service.subscribes(PlanAgreed, promised.give_way)
    service.subscribes(get_args(promised.Attempted), promised.follow_attempt, promised.of_attempt)
    service.subscribes(CHANGES_OF_OWED, owed.follow_owed, owed.reads)
    service.subscribes(CHANGES_OF_OWED, tell_agency)
    service.subscribes(
        (
            *(InvoiceAdjusted, InvoiceCancelled, InvoiceCredited, InvoiceDiscountTaken),
            *(InvoiceWrittenOff, PaymentApplied),
        ),
        closing.close_decision,
    )
    service.subscribes(InvoiceContinued, closing.move_tasks)
    service.subscribes(OUTCOMES, follow_delivery)
    service.subscribes(MessageUndelivered, looked_at.find_address)
    service.subscribes(MessageDelivered, looked_at.close_arrived)
    service.subscribes(ContactRefused, looked_at.find_channel)
    service.subscribes(ReplyReceived, looked_at.read_reply)
    service.subscribes(CustomerDetailsChanged, looked_at.close_of_details)
    service.subscribes(get_args(plan_requests.Followed), plan_requests.follow_offer)

    for change in PROMISES:
        service.follows(change, owed.follow_owed)
    service.follows(own_events.PromiseBroken, go_on)
    service.handles_timer(PROMISE, DUE, review_promise)
    service.follows(RestraintChanged, withdraw_restrained)
    service.follows(RestraintChanged, follow_restraint)
    service.handles_timer(RESTRAINT, CHANGE, change_restraint)
    service.handles_timer(ENROLMENT, "step", take_due_steps, task_timers.foresee_calls)
    service.handles_timer(ENROLMENT, "repeat", take_repeats)
    service.handles_timer(ROUND, "contact", hold_round, foresee_rounds)
    service.follows(StepPlanned, join_round)
    service.follows(TaskAsked, create_task)
    service.follows(own_events.TaskCompleted, deciding.follow_decision)
    service.follows(own_events.HardshipSignalled, hardship.offer_options)
    service.follows(own_events.LastResortChosen, follow_chosen)
    service.follows(own_events.LastResortChosen, deciding.ask_to_file)
    service.follows(own_events.LastResortRefused, deciding.ask_after_refusal)
    service.follows(RestraintChanged, closing.close_while_restrained)
    for change in (
        own_events.EnrolmentEnded,
        own_events.EnrolmentPaused,
        SliceResized,
        OwedChanged,
    ):
        service.follows(change, closing.close_with_enrolment)
    service.follows(own_events.EnrolmentEnded, closing.close_of_customer)
    service.follows(own_events.TaskCreated, share_out)
    service.follows(RestraintChanged, placing.follow_restraint)
    service.follows(own_events.PlacementAccepted, placing.hand_over)
    service.follows(own_events.PlacementRecalled, placing.take_back)
    service.follows(own_events.PlacementReturned, placing.take_back)
    service.follows(own_events.EnrolmentEnded, follow_ended)
    service.follows(own_events.StepDue, follow_step)
    service.handles_timer(watch.WATCH, watch.DUE, propose_on_its_day)
    service.handles_timer(PLACEMENT, "answer", lapse)
    service.handles_timer(PLACEMENT, "recall", recall)
    for ended in (own_events.TaskCompleted, own_events.TaskClosed, PauseEnded):
        service.follows(ended, end_search)
    service.handles_timer(TASK, SEARCH, task_timers.end_search)
    service.projects(CHASING)
    service.serves(simulations)
    service.carries_out(SIMULATION, STEP, simulating(engine))
    service.subscribes(of_customers(service.engine), keep_received)  # behind all that listen
    return service


def _categorises(service: Service) -> None:
    """Why customers do not pay, and which workflow their invoices are put on for that."""
    service.maintains(CUSTOMER_FACTS, EVIDENCE, UNPAID, IN_FORCE)
    service.serves(assignment_rules, categories, treatments, exceptions, category_report)
    service.follows(own_events.WorkflowRetired, keep_named)
    service.subscribes(SPEAKING, weigh_anew, category_reads)
    for own in SPEAKING_HERE:
        service.follows(own, follow_own)
    service.handles_timer(CATEGORY, REVIEW, review_category)
    service.handles_timer(exception.EXCEPTION, exception.EXPIRY, exception_timers.expire_exception)
    service.handles_timer(exception.EXCEPTION, exception.END, exception_timers.end_exception)
    service.follows(own_events.CustomerCategorised, reassigning.follow_category)
    service.follows(exception.ExceptionGranted, reassigning.follow_granted)
    service.follows(exception.ExceptionEnded, reassigning.follow_ended)
