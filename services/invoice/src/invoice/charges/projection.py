"""The list of charges, with what each was charged for and how it was computed."""

from recoup_events.invoice import ChargeAssessed
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on

WRITES = named_queries("invoice.charges", "projection.sql")


def _assessed(recorded: Envelope[ChargeAssessed]) -> Row:
    event = recorded.event
    return (
        recorded.tenant,
        event.charge_id,
        event.invoice_id,
        event.receivable_id,
        event.kind,
        event.model_dump_json(),
    )


CHANGES = (on(ChargeAssessed, WRITES["assess_charge"], _assessed),)
