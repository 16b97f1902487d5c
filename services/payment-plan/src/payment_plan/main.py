"""The payment-plan service, put together: the only file that sees all of it."""

from payment_plan.plans.api.kept import router as kept
from payment_plan.plans.api.policy_routes import router as policy
from payment_plan.plans.api.routes import router as plans
from payment_plan.plans.consumers import (
    follow_condition,
    match_payment,
    reduce_plan,
    unmatch_payment,
)
from payment_plan.plans.domain.debtor import DEBTOR
from payment_plan.plans.domain.decider import PLAN
from payment_plan.plans.domain.invoice import INVOICE
from payment_plan.plans.domain.reviewing import CONDITIONS, REVIEW
from payment_plan.plans.domain.running import RUNNING_PLANS
from payment_plan.plans.projection import PLANS
from payment_plan.plans.timers import change_condition, review_plan
from recoup_events import invoice
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
    service.maintains(INVOICE, DEBTOR, RUNNING_PLANS)
    service.serves(kept, plans, policy)
    service.subscribes(invoice.PaymentApplied, match_payment)
    service.subscribes(invoice.PaymentUnapplied, unmatch_payment)
    service.subscribes(invoice.InvoiceCredited, reduce_plan)
    service.subscribes(invoice.InvoiceAdjusted, reduce_plan)
    service.subscribes(invoice.InvoiceCancelled, reduce_plan)
    service.subscribes(invoice.InvoiceContinued, reduce_plan)
    service.subscribes(invoice.InvoiceWrittenOff, reduce_plan)
    service.subscribes(invoice.InvoiceDiscountTaken, reduce_plan)
    service.subscribes(
        (invoice.CustomerConditionRecorded, invoice.CustomerConditionLifted), follow_condition
    )
    service.handles_timer(PLAN, REVIEW, review_plan)
    service.handles_timer(PLAN, CONDITIONS, change_condition)
    service.projects(PLANS)
    return service
