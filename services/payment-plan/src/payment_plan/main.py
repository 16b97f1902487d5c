"""The payment-plan service, put together: the only file that sees all of it."""

from payment_plan.offers.api.routes import router as offers
from payment_plan.offers.consumers import offer_after_answer, offer_in_hardship
from payment_plan.offers.domain.broken_plans import BROKEN_PLANS
from payment_plan.offers.domain.decider import OFFER
from payment_plan.offers.domain.offer import EXPIRY
from payment_plan.offers.domain.open_offers import OPEN_OFFERS
from payment_plan.offers.handlers import withdraw_what_is_agreed
from payment_plan.offers.projection import PLANS
from payment_plan.offers.timers import expire_offer
from payment_plan.plans.api.kept import router as kept
from payment_plan.plans.api.policy_routes import router as policy
from payment_plan.plans.api.routes import router as plans
from payment_plan.plans.consumers import (
    CURES,
    follow_condition,
    match_payment,
    note_cured,
    note_overdue,
    reduce_plan,
    unmatch_payment,
)
from payment_plan.plans.domain.breached import BREACHED
from payment_plan.plans.domain.debtor import DEBTOR
from payment_plan.plans.domain.decider import PLAN
from payment_plan.plans.domain.invoice import INVOICE
from payment_plan.plans.domain.open_items import OPEN_ITEMS
from payment_plan.plans.domain.reviewing import CONDITIONS, REVIEW
from payment_plan.plans.domain.running import RUNNING_PLANS
from payment_plan.plans.timers import change_condition, review_plan
from recoup_events import invoice
from recoup_events.payment_plan import PlanAgreed
from recoup_events.workflow_scheduler import HardshipSignalled
from recoup_service.service import Service
from recoup_service.settings import Settings

DESCRIPTION = """What was agreed: slices of a customer's invoices, paid in instalments.

Payments on covered invoices fill the instalments, soonest first; what is credited lowers those that
are ahead. An instalment that is still open
after its day and the days of grace breaks the plan, and its slices are chased again. While an
insolvency, a death or a breathing space stops collecting, the plan's clock stands still."""


def build(settings: Settings) -> Service:
    service = Service(
        "payment_plan", settings, title="Recoup payment plans", description=DESCRIPTION
    )
    service.maintains(
        INVOICE, DEBTOR, RUNNING_PLANS, OPEN_ITEMS, OPEN_OFFERS, BROKEN_PLANS, BREACHED
    )
    service.serves(kept, plans, policy, offers)
    service.subscribes(invoice.PaymentApplied, match_payment)
    service.subscribes(invoice.PaymentUnapplied, unmatch_payment)
    service.subscribes(invoice.InvoiceCredited, reduce_plan)
    service.subscribes(invoice.InvoiceAdjusted, reduce_plan)
    service.subscribes(invoice.InvoiceCancelled, reduce_plan)
    service.subscribes(invoice.InvoiceContinued, reduce_plan)
    service.subscribes(invoice.InvoiceWrittenOff, reduce_plan)
    service.subscribes(invoice.InvoiceDiscountTaken, reduce_plan)
    service.subscribes(invoice.InvoiceBecameOverdue, note_overdue)
    service.subscribes(CURES, note_cured)
    service.follows(PlanAgreed, note_cured)
    service.subscribes(
        (invoice.CustomerConditionRecorded, invoice.CustomerConditionLifted), follow_condition
    )
    service.follows(PlanAgreed, withdraw_what_is_agreed)
    service.subscribes(invoice.CustomerConditionRecorded, offer_in_hardship)
    service.subscribes(HardshipSignalled, offer_after_answer)
    service.handles_timer(OFFER, EXPIRY, expire_offer)
    service.handles_timer(PLAN, REVIEW, review_plan)
    service.handles_timer(PLAN, CONDITIONS, change_condition)
    service.projects(PLANS)
    return service
