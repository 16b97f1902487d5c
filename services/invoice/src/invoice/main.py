"""The invoice service, put together: the only file that sees all of it."""

from typing import get_args

from invoice.agency_packages.api.routes import packages
from invoice.agency_packages.consumers import ENDED, close_package, open_package, package_of
from invoice.agreements.api.acceptances import router as acceptances
from invoice.agreements.api.routes import router as agreements
from invoice.allocations.handlers import catch_up_time_zone, follow_time_zone
from invoice.api_keys.api.routes import router as api_keys
from invoice.api_keys.domain.known_agencies import KNOWN_AGENCIES
from invoice.approvals.api.routes import router as approvals
from invoice.approvals.domain.approval import APPROVAL, EXPIRY
from invoice.approvals.domain.requests_made import REQUESTS_MADE
from invoice.approvals.timers import expire_approval
from invoice.charges.api.charging import router as charging
from invoice.charges.api.routes import router as charges
from invoice.charges.domain.charged_invoices import CHARGED_INVOICES
from invoice.charges.domain.charging import CHARGING, CHARGING_OF_INVOICE
from invoice.charges.handlers import following as charges_handlers
from invoice.charges.handlers.by_itself import follow_overdue
from invoice.charges.timers import charge_on_its_day
from invoice.clearings.api.routes import router as remittances
from invoice.clearings.domain.clearing import CLEARING, LOOK
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
from invoice.credit_standing.handlers.reviewing import (
    follow_set_aside,
    review_changed,
    start_policy_review,
)
from invoice.credit_standing.senders import PolicyReviewEffect
from invoice.credit_standing.timers import review_on_its_day
from invoice.creditors import handlers as creditors_handlers
from invoice.creditors.api.letterhead import letterhead
from invoice.creditors.api.routes import router as creditors
from invoice.creditors.renderer import LetterRenderer
from invoice.customers.api.condition_routes import router as conditions
from invoice.customers.api.person_routes import router as persons
from invoice.customers.api.routes import CUSTOMERS
from invoice.customers.api.routes import router as customers
from invoice.customers.consumers import customer_of, record_hardship
from invoice.customers.domain.events import TimeZoneChanged
from invoice.data_health.api.routes import router as data_health
from invoice.document_sets.consumers import ask_for_documents, set_of
from invoice.document_sets.domain.document_set import DOCUMENT_SET
from invoice.document_sets.domain.document_set import FORGET as FORGET_DOCUMENTS
from invoice.document_sets.domain.document_set import MAKE as MAKE_DOCUMENTS
from invoice.documents.api.routes import documents
from invoice.documents.senders import ForgettingEffect, making_sets
from invoice.imports.api.mappings import router as import_mappings
from invoice.imports.api.routes import router as imports
from invoice.imports.api.rows import router as import_rows
from invoice.imports.domain.job import IMPORT, STEP, ImportCreated, ImportEnded
from invoice.imports.handlers.forgetting import Forgetting, note_beginning, note_end
from invoice.imports.senders import importing
from invoice.interest.api.routes import router as interest
from invoice.interest.domain.frozen import FROZEN_INTEREST
from invoice.invoices import consumers as invoices_consumers
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
from invoice.payment_attempts.api.online import paying_online
from invoice.payment_references.handlers import claim_reference
from invoice.payments import handlers as payments_handlers
from invoice.payments.api.reserving import router as reservations
from invoice.payments.api.routes import PAYMENTS
from invoice.payments.api.routes import router as payments
from invoice.portal_links.api.links import portal_links
from invoice.postings.api.routes import router as postings
from invoice.postings.handlers import OnInvoice, OnPayment, post
from invoice.receipts.api.recording import RECEIPTS
from invoice.receipts.api.recording import router as receipts_recording
from invoice.receipts.api.routes import router as receipts
from invoice.receipts.domain.receipt import RECEIPT, SECOND_LOOK
from invoice.receipts.handlers.clearing import take_off
from invoice.receipts.senders import SecondLookEffect
from invoice.received_documents.api.content import document_contents
from invoice.received_documents.api.routes import router as received_documents
from invoice.reconciliations.api.routes import OPEN_ITEMS
from invoice.reconciliations.api.routes import router as reconciliations
from invoice.references.domain.invoice_numbers import INVOICE_NUMBERS
from invoice.releases.api.routes import router as releases
from invoice.releases.domain.release import RELEASE
from invoice.releases.senders import ReleaseEffect
from invoice.remittances import consumers as remitted
from invoice.remittances.handlers import post_payment, post_reversal
from invoice.remittances.senders import LookThroughEffect
from invoice.report_schedules.api.routes import router as report_schedules
from invoice.report_schedules.api.runs import router as report_runs
from invoice.report_schedules.domain.run import MAKE, REPORT_RUN
from invoice.report_schedules.domain.schedule import DUE, REPORT_SCHEDULE
from invoice.report_schedules.timers import begin_run
from invoice.reports.api.forecast import router as cash_forecast
from invoice.reports.domain.contacts import CONTACTS
from invoice.reports.domain.promises import PROMISES
from invoice.reports.senders import making
from invoice.returns.api.routes import RETURNS
from invoice.returns.api.routes import router as returns
from invoice.settings import InvoiceSettings
from invoice.sweeps import handlers as sweeps_handlers
from invoice.sweeps.api.routes import router as sweeps
from invoice.sweeps.domain.sweep import SWEEP
from invoice.sweeps.senders import SweepEffect
from invoice.tenants.api.routes import router as tenants
from invoice.timeline.api.routes import router as timeline
from recoup_documents.renderer import Renderer
from recoup_events.dispute import DisputePartlyUpheld, DisputeUpheld
from recoup_events.invoice import (
    ApprovalApproved,
    CreditPolicyRecorded,
    CreditUnapplied,
    CustomerConditionRecorded,
    InvoiceBecameOverdue,
    InvoiceContinued,
    InvoiceIssued,
    InvoicePaid,
    InvoiceReopened,
    PaymentReceived,
    PaymentReversed,
    PaymentUnapplied,
)
from recoup_events.invoice.clearing import ClearingTransferReversed
from recoup_events.notification import MessageDocumentsRequested
from recoup_events.workflow_scheduler import (
    AgencyAmended,
    AgencyRegistered,
    LastResortChosen,
    MeasureTaken,
    PlacementApproved,
    PlacementHardshipReported,
    PlacementRemitted,
    RemittanceReported,
)
from recoup_eventstore.batch_run import BATCH
from recoup_service.api.me import router as me
from recoup_service.clock import SystemClock
from recoup_service.service import Service

DESCRIPTION = """What is owed: customers, their invoices, and the money that comes in."""


IMPORTABLE = (CUSTOMERS, INVOICES, CREDIT_NOTES, PAYMENTS, RECEIPTS, RETURNS, OPEN_ITEMS)


def build(settings: InvoiceSettings) -> Service:
    service = Service("invoice", settings, title="Recoup invoices", description=DESCRIPTION)
    typesetter, store = Renderer(), settings.file_store(SystemClock().now)
    renderer = LetterRenderer(typesetter, store)
    service.maintains(OPEN_RECEIVABLES, PLANS, INVOICE_NUMBERS, REQUESTS_MADE, CREDIT_FIGURES)
    service.maintains(FREE_FUNDS, ANY_FUNDS, RUNNING_PLANS, CHARGED_INVOICES, KNOWN_AGENCIES)
    service.maintains(PROMISES, CONTACTS, FROZEN_INTEREST)
    service.serves(customers, invoices, payments)  # asked for most: routes are tried in this order
    service.serves(creditors, approvals, persons, conditions, groups, statements, timeline)
    service.serves(agreements, acceptances, interest)
    service.serves(receipts_recording, receipts, remittances, returns, late_bookings)
    service.serves(write_offs, reservations, credit_notes, releases)
    service.serves(charges, charging, sweeps)
    service.serves(postings, reconciliations, aging, collecting, data_health)
    service.serves(cash_forecast, report_schedules, report_runs)
    service.serves(documents(renderer), letterhead(typesetter, store), packages(renderer))
    service.serves(received_documents, document_contents(store))
    service.serves(*portal_links(settings), *paying_online(settings, SystemClock()))
    service.serves(credit_policies, credits, credit_decisions, me, api_keys, tenants)
    service.serves(imports, import_rows, import_mappings)
    service.subscribes(DisputeUpheld, credit_dispute, reads)
    service.subscribes(DisputePartlyUpheld, credit_dispute, reads)
    service.subscribes(LastResortChosen, invoices_consumers.forgive, invoices_consumers.decided_on)
    service.subscribes(MeasureTaken, invoices_consumers.accelerate, invoices_consumers.decided_on)
    ask_for_sets = ask_for_documents(settings.made_files_kept_for)
    service.subscribes(MessageDocumentsRequested, ask_for_sets, set_of)
    service.subscribes(OPEN_RECEIVABLES.subscribes, follow_set_aside)
    plan_runs = get_args(charges_handlers.PlanRuns)
    service.subscribes(plan_runs, charges_handlers.follow_frozen, charges_handlers.invoices_of)
    service.subscribes(PlacementRemitted, remitted.book_remitted, remitted.payment_of)
    service.subscribes(PlacementApproved, open_package, package_of)
    service.subscribes(ENDED, close_package, package_of)
    service.subscribes(RemittanceReported, remitted.await_transfer, remitted.clearing_of)
    service.subscribes((AgencyRegistered, AgencyAmended), remitted.note_agency)
    service.subscribes(PlacementHardshipReported, record_hardship, customer_of)
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
    for booked in get_args(OnInvoice) + get_args(OnPayment):
        service.follows(booked, post)
    service.follows(PaymentReceived, post_payment)
    service.follows(PaymentReversed, post_reversal)
    service.follows(ClearingTransferReversed, take_off)
    service.follows(ImportCreated, note_beginning)
    service.follows(ImportEnded, note_end)
    service.follows(CreditPolicyRecorded, start_policy_review)
    service.concludes(CREDIT_FIGURES, review_changed)
    service.handles_timer(CREDIT, REVIEW, review_on_its_day)
    service.handles_timer(REPORT_SCHEDULE, DUE, begin_run)
    service.handles_timer(APPROVAL, EXPIRY, expire_approval)
    service.handles_timer(INVOICE, AGING, age_invoice)
    service.handles_timer(CHARGING_OF_INVOICE, CHARGING, charge_on_its_day)
    service.carries_out(RELEASE, BATCH, ReleaseEffect)
    service.carries_out(RECEIPT, SECOND_LOOK, SecondLookEffect)
    service.carries_out(CLEARING, LOOK, LookThroughEffect)
    service.carries_out(SWEEP, BATCH, SweepEffect)
    service.carries_out(POLICY_REVIEW, BATCH, PolicyReviewEffect)
    service.carries_out(DOCUMENT_SET, MAKE_DOCUMENTS, making_sets(renderer, store))
    service.sends(DOCUMENT_SET, FORGET_DOCUMENTS, ForgettingEffect(store))
    service.carries_out(REPORT_RUN, MAKE, making(renderer, store))
    service.carries_out(IMPORT, STEP, importing(*IMPORTABLE))
    kept = (settings.import_files_kept_for, settings.import_rows_kept_for)
    service.runs(lambda over: Forgetting(over, *kept))
    service.projects(RECEIVABLES)
    return service
