"""The list of offers: what was offered or asked for, and what came of it."""

from payment_plan.offers.domain.offer import OfferState
from payment_plan.plans import projection as plans
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.slices import Slice
from recoup_events.payment_plan import (
    PlanOfferAccepted,
    PlanOfferDeclined,
    PlanOfferExpired,
    PlanOfferMade,
    PlanOfferReferred,
    PlanOfferWithdrawn,
)
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection, Row, on
from recoup_receivables.known_invoice import invoices_in

WRITES = named_queries("payment_plan.offers", "projection.sql")


def _terms(recorded: Envelope[PlanOfferMade] | Envelope[PlanOfferReferred]) -> Row:
    event = recorded.event
    slices: tuple[Slice, ...] = event.slices
    return (
        recorded.tenant,
        event.offer_id,
        event.customer_id,
        event.creditor_id,
        invoices_in(slices),
        event.asked_by,
        event.model_dump_json(),
        recorded.cause.at,
    )


def _accepted(recorded: Envelope[PlanOfferAccepted]) -> Row:
    return (recorded.tenant, recorded.event.offer_id, recorded.event.model_dump_json())


def _declined(recorded: Envelope[PlanOfferDeclined]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.offer_id, OfferState.DECLINED, event.reason, None)


def _withdrawn(recorded: Envelope[PlanOfferWithdrawn]) -> Row:
    event = recorded.event
    state = OfferState.SUPERSEDED if event.superseded_by else OfferState.WITHDRAWN
    return (recorded.tenant, event.offer_id, state, event.reason, event.superseded_by)


def _expired(recorded: Envelope[PlanOfferExpired]) -> Row:
    return (recorded.tenant, recorded.event.offer_id, OfferState.EXPIRED, None, None)


PLANS = Projection(
    tables_of("payment_plan.plans", "payment_plan.offers", name="plans"),
    [
        *plans.CHANGES,
        on(PlanOfferMade, WRITES["make_offer"], _terms),
        on(PlanOfferReferred, WRITES["refer_offer"], _terms),
        on(PlanOfferAccepted, WRITES["accept_offer"], _accepted),
        on(PlanOfferDeclined, WRITES["end_offer"], _declined),
        on(PlanOfferWithdrawn, WRITES["end_offer"], _withdrawn),
        on(PlanOfferExpired, WRITES["end_offer"], _expired),
    ],
    resources=("plan", "plan_offer"),
)
