"""The invoice service, put together: the only file that sees all of it."""

from functools import partial
from typing import get_args

from invoice.agreements.api.acceptances import router as acceptances
from invoice.agreements.api.routes import router as agreements
from invoice.allocations.handlers import catch_up_time_zone, follow_time_zone
from invoice.api_keys.api.routes import router as api_keys
from invoice.approvals.api.routes import router as approvals
from invoice.approvals.domain.approval import APPROVAL, EXPIRY
from invoice.approvals.domain.requests_made import REQUESTS_MADE
from invoice.approvals.timers import expire_approval
from invoice.charges.api.charging import router as charging
from invoice.charges.api.routes import router as charges
from invoice.charges.domain.charging import CHARGING, CHARGING_OF_INVOICE
from invoice.charges.handlers import following as charges_handlers
from invoice.charges.handlers.by_itself import follow_overdue
from invoice.charges.timers import charge_on_its_day
from invoice.credit_notes import handlers as credit_notes_handlers
from invoice.credit_notes.api.routes import CREDIT_NOTES
from invoice.credit_notes.api.routes import router as credit_notes
from invoice.credit_notes.consumers import credit_dispute, reads
from invoice.credit_standing.api.decisions import router as credit_decisions
from invoice.credit_standing.api.policy_routes import router as credit_policies
from invoice.credit_standing.api.routes import router as credits
from invoice.credit_standing.domain.credit import CREDIT, REVIEW
from invoice.credit_standing.domain.figures import CREDIT_FIGURES
from invoice.credit_standing.domain.policy_review import POLICY_REVIEW
from invoice.credit_standing.handlers import follow_set_aside, review_changed, start_policy_review
from invoice.credit_standing.senders import PolicyReviewEffect
from invoice.credit_standing.timers import review_on_its_day
from invoice.creditors import handlers as creditors_handlers
from invoice.creditors.api.routes import router as creditors
from invoice.customers.api.condition_routes import router as conditions
from invoice.customers.api.person_routes import router as persons
from invoice.customers.api.routes import CUSTOMERS
from invoice.customers.api.routes import router as customers
from invoice.customers.domain.events import TimeZoneChanged
from invoice.data_health.api.routes import router as data_health
from invoice.documents.api.routes import documents
from invoice.imports.api.mappings import router as import_mappings
from invoice.imports.api.routes import router as imports
from invoice.imports.domain.job import IMPORT, STEP
from invoice.imports.handlers.forgetting import ForgettingFiles
from invoice.imports.senders import importing
from invoice.interest.api.routes import router as interest
from invoice.invoices import handlers as invoices_handlers
from invoice.invoices.api.routes import INVOICES
from invoice.invoices.api.routes import router as invoices
from invoice.invoices.api.writing_off import router as write_offs
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import AGING
from invoice.invoices.domain.running_plans import RUNNING_PLANS
from invoice.invoices.timers import age_invoice
from invoice.late_bookings.api.routes import router as late_bookings
from invoice.ledger.api.aging import router as aging
from invoice.ledger.api.collecting import router as collecting
from invoice.ledger.api.group import router as groups
from invoice.ledger.api.statement import router as statements
from invoice.ledger.projection import RECEIVABLES
from invoice.on_account.domain.free_funds import ANY_FUNDS, FREE_FUNDS
from invoice.on_account.handlers import use_for_new
from invoice.open_items.domain.open_receivables import OPEN_RECEIVABLES
from invoice.open_items.domain.plans import PLANS
from invoice.payment_references.handlers import claim_reference
from invoice.payments import handlers as payments_handlers
from invoice.payments.api.reserving import router as reservations
from invoice.payments.api.routes import PAYMENTS
from invoice.payments.api.routes import router as payments
from invoice.postings.api.routes import router as postings
from invoice.postings.handlers import post
from invoice.receipts.api.recording import RECEIPTS
from invoice.receipts.api.recording import router as receipts_recording
from invoice.receipts.api.routes import router as receipts
from invoice.receipts.domain.receipt import RECEIPT, SECOND_LOOK
from invoice.receipts.senders import SecondLookEffect
from invoice.received_documents.api.content import document_contents
from invoice.received_documents.api.routes import router as received_documents
from invoice.reconciliations.api.routes import OPEN_ITEMS
from invoice.reconciliations.api.routes import router as reconciliations
from invoice.references.domain.invoice_numbers import INVOICE_NUMBERS
from invoice.releases.api.routes import router as releases
from invoice.releases.domain.release import RELEASE
from invoice.releases.senders import ReleaseEffect
from invoice.report_schedules.api.routes import router as report_schedules
from invoice.report_schedules.api.runs import router as report_runs
from invoice.report_schedules.domain.run import MAKE, REPORT_RUN
from invoice.report_schedules.domain.schedule import DUE, REPORT_SCHEDULE
from invoice.report_schedules.timers import begin_run
from invoice.reports.api.forecast import router as cash_forecast
from invoice.reports.senders import making
from invoice.returns.api.routes import RETURNS
from invoice.returns.api.routes import router as returns
from invoice.settings import InvoiceSettings
from invoice.sweeps import handlers as sweeps_handlers
from invoice.sweeps.api.routes import router as sweeps
from invoice.sweeps.domain.sweep import SWEEP
from invoice.sweeps.senders import SweepEffect
from invoice.timeline.api.routes import router as timeline
from recoup_documents.renderer import Renderer
from recoup_events.dispute import DisputePartlyUpheld, DisputeUpheld
from recoup_events.invoice import (
    ApprovalApproved,
    CreditPolicyRecorded,
    CreditUnapplied,
    CustomerConditionRecorded,
    InvoiceAdjusted,
    InvoiceBecameOverdue,
    InvoiceContinued,
    InvoiceDiscountReversed,
    InvoiceDiscountTaken,
    InvoiceIssued,
    InvoicePaid,
    InvoiceReopened,
    InvoiceWriteOffReversed,
    InvoiceWrittenOff,
    PaymentRefunded,
    PaymentUnapplied,
)
from recoup_events.invoice.payment import PaymentDifferenceKept, PaymentDifferenceReturned
from recoup_eventstore.batch_run import BATCH
from recoup_service.api.me import router as me
from recoup_service.service import Service

DESCRIPTION = """What is owed: customers, their invoices, and the money that comes in."""


IMPORTABLE = (CUSTOMERS, INVOICES, CREDIT_NOTES, PAYMENTS, RECEIPTS, RETURNS, OPEN_ITEMS)


def build(settings: InvoiceSettings) -> Service:
    service = Service("invoice", settings, title="Recoup invoices", description=DESCRIPTION)
    renderer = Renderer()
    service.maintains(OPEN_RECEIVABLES, PLANS, INVOICE_NUMBERS, REQUESTS_MADE, CREDIT_FIGURES)
    service.maintains(FREE_FUNDS, ANY_FUNDS, RUNNING_PLANS)
    service.serves(customers, invoices, payments)  # asked for most: routes are tried in this order
    service.serves(creditors, approvals, persons, conditions, groups, statements, timeline)
    service.serves(agreements, acceptances, interest)
    service.serves(receipts_recording, receipts, returns, late_bookings)
    service.serves(write_offs, reservations, credit_notes, releases)
    service.serves(charges, charging, sweeps)
    service.serves(postings, reconciliations, aging, collecting, data_health)
    service.serves(cash_forecast, report_schedules, report_runs)
    service.serves(documents(renderer))
    service.serves(received_documents, document_contents(settings.file_store()))
    service.serves(credit_policies, credits, credit_decisions, me, api_keys)
    service.serves(imports, import_mappings)
    service.subscribes(DisputeUpheld, credit_dispute, reads)
    service.subscribes(DisputePartlyUpheld, credit_dispute, reads)
    service.subscribes(OPEN_RECEIVABLES.subscribes, follow_set_aside)
    service.follows(InvoiceIssued, claim_reference)
    service.follows(InvoiceIssued, use_for_new)
    service.follows(PaymentUnapplied, payments_handlers.follow_unapplied)
    service.follows(CreditUnapplied, credit_notes_handlers.follow_unapplied)
    for more in get_args(invoices_handlers.OwedAgain):
        service.follows(more, invoices_handlers.pass_on)
    service.follows(InvoiceContinued, payments_handlers.follow_continued)
    service.follows(TimeZoneChanged, follow_time_zone)
    service.follows(InvoiceReopened, catch_up_time_zone)
    service.follows(ApprovalApproved, creditors_handlers.follow_approved)
    service.follows(ApprovalApproved, invoices_handlers.follow_approved)
    service.follows(ApprovalApproved, sweeps_handlers.follow_approved)
    for less in get_args(charges_handlers.LessOwed):
        service.follows(less, charges_handlers.follow_less_owed)
    service.follows(InvoicePaid, charges_handlers.follow_paid)
    service.follows(CustomerConditionRecorded, charges_handlers.follow_condition)
    service.follows(InvoiceBecameOverdue, follow_overdue)
    service.follows(InvoiceIssued, post)
    service.follows(InvoiceAdjusted, post)
    service.follows(InvoiceWrittenOff, post)
    service.follows(InvoiceDiscountTaken, post)
    service.follows(InvoiceDiscountReversed, post)
    service.follows(InvoiceWriteOffReversed, post)
    service.follows(PaymentRefunded, post)
    service.follows(PaymentDifferenceKept, post)
    service.follows(PaymentDifferenceReturned, post)
    service.follows(CreditPolicyRecorded, start_policy_review)
    service.concludes(CREDIT_FIGURES, review_changed)
    service.handles_timer(CREDIT, REVIEW, review_on_its_day)
    service.handles_timer(REPORT_SCHEDULE, DUE, begin_run)
    service.handles_timer(APPROVAL, EXPIRY, expire_approval)
    service.handles_timer(INVOICE, AGING, age_invoice)
    service.handles_timer(CHARGING_OF_INVOICE, CHARGING, charge_on_its_day)
    service.carries_out(RELEASE, BATCH, ReleaseEffect)
    service.carries_out(RECEIPT, SECOND_LOOK, SecondLookEffect)
    service.carries_out(SWEEP, BATCH, SweepEffect)
    service.carries_out(POLICY_REVIEW, BATCH, PolicyReviewEffect)
    service.carries_out(REPORT_RUN, MAKE, making(renderer))
    service.carries_out(IMPORT, STEP, importing(*IMPORTABLE))
    service.runs(partial(ForgettingFiles, kept_for=settings.import_files_kept_for))
    service.projects(RECEIVABLES)
    return service
