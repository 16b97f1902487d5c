"""The dispute board: every dispute, and which ones nobody has decided in time."""

from typing import Any

from dispute.domain.contest import Stage
from dispute.domain.facts import ReviewDue, ReviewPlanned
from dispute.store.queries import QUERIES
from recoup_events import dispute as said
from recoup_events.envelope import Envelope
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection, Row, on


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


BOARD = Projection(
    tables_of("dispute.store", "board"),
    [
        on(said.DisputeOpened, QUERIES["open_dispute"], _opened),
        on(ReviewPlanned, QUERIES["plan_review"], lambda h: (*_named(h), h.fact.review_at)),
        on(ReviewDue, QUERIES["demand_review"], _named),
        on(said.DisputeWithdrawn, QUERIES["end_dispute"], _withdrawn),
        on(said.DisputeUpheld, QUERIES["end_dispute"], _upheld),
        on(said.DisputePartlyUpheld, QUERIES["end_dispute"], _partly_upheld),
        on(said.DisputeRejected, QUERIES["end_dispute"], _rejected),
    ],
)
