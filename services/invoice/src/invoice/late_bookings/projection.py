"""What was allocated because it was longest due, and still is."""

from recoup_events import invoice as events
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on

WRITES = named_queries("invoice.late_bookings", "projection.sql")


def _applied(recorded: Envelope[events.PaymentApplied]) -> Row:
    event = recorded.event
    return (
        *(recorded.tenant, event.payment_id, event.receivable_id, event.invoice_id),
        *(event.customer_id, event.value_date, recorded.cause.at, event.amount.minor_units),
        event.automatic and event.payer_id == event.customer_id,
    )


def _unapplied(recorded: Envelope[events.PaymentUnapplied]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.payment_id, event.receivable_id, event.amount.minor_units)


CHANGES = (
    on(events.PaymentApplied, WRITES["allocate"], _applied),
    on(events.PaymentUnapplied, WRITES["take_off"], _unapplied),
)
