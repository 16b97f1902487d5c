"""The list of payments."""

from typing import Any

from recoup_events import invoice as events
from recoup_events.invoice.payment import PaymentDifferenceKept, PaymentDifferenceReturned
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import called, on

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
        event.source,
    )


def _moved(
    recorded: Envelope[
        events.PaymentUnallocated
        | events.PaymentAllocated
        | events.PaymentAmbiguous
        | PaymentDifferenceKept
        | PaymentDifferenceReturned
    ],
) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.event.payment_id, recorded.event.unapplied.minor_units)


def _allocated(recorded: Envelope[events.PaymentAllocated]) -> tuple[Any, ...]:
    return (*_moved(recorded), False)


def _ambiguous(recorded: Envelope[events.PaymentAmbiguous]) -> tuple[Any, ...]:
    return (*_moved(recorded), True)


def _kept(recorded: Envelope[events.PaymentReserved | events.PaymentReleased]) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.event.payment_id, recorded.event.reserved.minor_units)


def _refunded(recorded: Envelope[events.PaymentRefunded]) -> tuple[Any, ...]:
    event = recorded.event
    unapplied, amount = event.unapplied.minor_units, event.amount.minor_units
    return (recorded.tenant, event.payment_id, unapplied, amount)


def _reversed(recorded: Envelope[events.PaymentReversed]) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.event.payment_id)


CHANGES = (
    on(events.PaymentReceived, WRITES["receive_payment"], _received),
    on(events.PaymentAllocated, WRITES["allocate_payment"], _allocated),
    on(events.PaymentUnallocated, WRITES["move_payment"], _moved),
    on(PaymentDifferenceKept, WRITES["move_payment"], _moved),
    on(PaymentDifferenceReturned, WRITES["move_payment"], _moved),
    on(events.PaymentAmbiguous, WRITES["allocate_payment"], _ambiguous),
    on(events.PaymentReserved, WRITES["reserve_payment"], _kept),
    on(events.PaymentReleased, WRITES["reserve_payment"], _kept),
    on(events.PaymentRefunded, WRITES["refund_payment"], _refunded),
    on(events.PaymentReversed, WRITES["reverse_payment"], _reversed),
    called(events.PaymentReceived, "text", lambda event: [event.external_id, event.reference]),
)
