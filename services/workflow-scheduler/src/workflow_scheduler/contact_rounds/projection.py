"""The list of contact rounds."""

from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on
from workflow_scheduler.contact_rounds.domain.events import RoundEnded, RoundPlanned

WRITES = named_queries("workflow_scheduler.contact_rounds", "projection.sql")


def _planned(recorded: Envelope[RoundPlanned]) -> Row:
    event = recorded.event
    return (
        recorded.tenant,
        event.round_id,
        event.customer_id,
        event.creditor_id,
        event.planned_for,
    )


def _ended(recorded: Envelope[RoundEnded]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.round_id, event.items, event.reminders)


CHANGES = (
    on(RoundPlanned, WRITES["plan_round"], _planned),
    on(RoundEnded, WRITES["end_round"], _ended),
)
