"""The list of last resorts."""

from recoup_events.kernel.envelope import Envelope
from recoup_events.workflow_scheduler import (
    LastResortChosen,
    LastResortProposed,
    LastResortRefused,
)
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on

WRITES = named_queries("workflow_scheduler.last_resorts", "projection.sql")


def _proposed(recorded: Envelope[LastResortProposed]) -> Row:
    event = recorded.event
    return (
        *(recorded.tenant, event.last_resort_id, event.customer_id, event.creditor_id),
        *(event.enrolment_id, event.invoice_id, event.receivable_id, event.choice),
        *(event.amount.currency, event.amount.minor_units, event.deadline_on, recorded.cause.at),
    )


def _decided(recorded: Envelope[LastResortChosen] | Envelope[LastResortRefused]) -> Row:
    event = recorded.event
    state = "chosen" if isinstance(event, LastResortChosen) else "refused"
    return (recorded.tenant, event.last_resort_id, state)


CHANGES = (
    on(LastResortProposed, WRITES["propose_last_resort"], _proposed),
    on(LastResortChosen, WRITES["decide_last_resort"], _decided),
    on(LastResortRefused, WRITES["decide_last_resort"], _decided),
)
