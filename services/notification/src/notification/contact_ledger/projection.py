"""The lines of contact ledgers as they are exported, in the read model of all contacts."""

from notification.contact_ledger.domain.events import ContactEntered
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on

WRITES = named_queries("notification.contact_ledger", "projection.sql")


def _line(own: Envelope[ContactEntered]) -> Row:
    event = own.event
    return (*_head(own), event.line, event.evidence, event.salt)


def _head(own: Envelope[ContactEntered]) -> Row:
    event = own.event
    return (own.tenant, event.customer_id, event.sequence, event.digest)


CHANGES = (
    on(ContactEntered, WRITES["add_line"], _line),
    on(ContactEntered, WRITES["move_head"], _head),
)
