"""The list of customers by category, as each came to be of it."""

from recoup_events.kernel.envelope import Envelope
from recoup_events.workflow_scheduler import CustomerCategorised
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on

WRITES = named_queries("workflow_scheduler.categories", "projection.sql")


def _categorised(recorded: Envelope[CustomerCategorised]) -> Row:
    event = recorded.event
    scores = event.scores
    return (
        *(recorded.tenant, event.customer_id, event.category, event.overridden, recorded.cause.at),
        *(scores.unorganized, scores.going_out_of_business, scores.angry),
    )


CHANGES = (on(CustomerCategorised, WRITES["categorise"], _categorised),)
