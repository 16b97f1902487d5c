"""The dispute board: every dispute, and which ones nobody has decided in time."""

from typing import Any

from dispute.disputes.domain.dispute import Stage
from dispute.disputes.domain.facts import ReviewDue, ReviewPlanned
from recoup_events import dispute as said
from recoup_events.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection, Row, on

WRITES = named_queries("dispute.disputes", "projection.sql")


def _opened(heard: Envelope[said.DisputeOpened]) -> Row:
    fact = heard.fact
    return (
        heard.tenant,
        fact.dispute_id,
        fact.customer_id,
        fact.slice.invoice_id,
        fact.slice.amount.currency,
        fact.slice.amount.minor_units,
        fact.reason,
        fact.statement,
        heard.cause.at,
    )


def _withdrawn(heard: Envelope[said.DisputeWithdrawn]) -> Row:
    return (*_named(heard), Stage.WITHDRAWN, heard.fact.why, None)


def _rejected(heard: Envelope[said.DisputeRejected]) -> Row:
    return (*_named(heard), Stage.REJECTED, heard.fact.why, None)


def _upheld(heard: Envelope[said.DisputeUpheld]) -> Row:
    return (*_named(heard), Stage.UPHELD, heard.fact.why, heard.fact.credit.minor_units)


def _partly_upheld(heard: Envelope[said.DisputePartlyUpheld]) -> Row:
    return (*_named(heard), Stage.PARTLY_UPHELD, heard.fact.why, heard.fact.credit.minor_units)


def _named(heard: Envelope[Any]) -> Row:
    return (heard.tenant, heard.fact.dispute_id)


DISPUTES = Projection(
    tables_of("dispute.disputes"),
    [
        on(said.DisputeOpened, WRITES["open_dispute"], _opened),
        on(ReviewPlanned, WRITES["plan_review"], lambda h: (*_named(h), h.fact.review_at)),
        on(ReviewDue, WRITES["demand_review"], _named),
        on(said.DisputeWithdrawn, WRITES["end_dispute"], _withdrawn),
        on(said.DisputeUpheld, WRITES["end_dispute"], _upheld),
        on(said.DisputePartlyUpheld, WRITES["end_dispute"], _partly_upheld),
        on(said.DisputeRejected, WRITES["end_dispute"], _rejected),
    ],
)
