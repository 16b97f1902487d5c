"""The payment-plan service, put together: the only file that sees all of it."""

from payment_plan.plans.api.routes import router
from payment_plan.plans.consumers import match_payment, reduce_plan, unmatch_payment
from payment_plan.plans.domain.debtor import DEBTOR
from payment_plan.plans.domain.decider import PLAN
from payment_plan.plans.domain.receivable import RECEIVABLE
from payment_plan.plans.domain.reviewing import REVIEW
from payment_plan.plans.projection import PLANS
from payment_plan.plans.timers import review_plan
from recoup_events import invoice
from recoup_service.house import House
from recoup_service.settings import Settings

DESCRIPTION = """What was agreed: slices of a customer's invoices, paid in instalments.

Payments on covered invoices fill the instalments, soonest first. An instalment that is still open
after its day and the days of grace breaks the plan, and its slices are chased again."""


def build(settings: Settings) -> House:
    house = House("payment_plan", settings, title="Recoup payment plans", description=DESCRIPTION)
    house.keeps(RECEIVABLE, DEBTOR)
    house.serves(router)
    house.hears(invoice.PaymentApplied, match_payment)
    house.hears(invoice.PaymentUnapplied, unmatch_payment)
    house.hears(invoice.InvoiceCredited, reduce_plan)
    house.hears(invoice.InvoiceCancelled, reduce_plan)
    house.wakes(PLAN, REVIEW, review_plan)
    house.shows(PLANS)
    return house
