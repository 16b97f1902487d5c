"""The list of payments."""

from typing import Any

from recoup_events import invoice as events
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on

WRITES = named_queries("invoice.payments", "projection.sql")


def _received(recorded: Envelope[events.PaymentReceived]) -> tuple[Any, ...]:
    event = recorded.event
    return (
        recorded.tenant,
        event.payment_id,
        event.customer_id,
        event.creditor_id,
        event.external_id,
        event.amount.currency,
        event.amount.minor_units,
        event.method,
        event.value_date,
        event.reference,
    )


def _allocated(recorded: Envelope[events.PaymentAllocated]) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.event.payment_id, recorded.event.unapplied.minor_units)


def _reversed(recorded: Envelope[events.PaymentReversed]) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.event.payment_id)


CHANGES = (
    on(events.PaymentReceived, WRITES["receive_payment"], _received),
    on(events.PaymentAllocated, WRITES["allocate_payment"], _allocated),
    on(events.PaymentReversed, WRITES["reverse_payment"], _reversed),
)
