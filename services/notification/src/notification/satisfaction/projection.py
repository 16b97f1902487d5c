"""Answers as a table to count."""

from datetime import UTC

from recoup_events.kernel.envelope import Envelope
from recoup_events.notification import SatisfactionAnswered
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on

WRITES = named_queries("notification.satisfaction", "projection.sql")


def _answered(own: Envelope[SatisfactionAnswered]) -> Row:
    event = own.event
    return (
        own.tenant,
        event.message_id,
        event.creditor_id,
        event.template,
        event.channel,
        event.satisfied,
        event.first_answered_at.astimezone(UTC).date(),
    )


CHANGES = (on(SatisfactionAnswered, WRITES["answer"], _answered),)
