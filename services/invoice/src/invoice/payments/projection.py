"""The list of payments."""

from typing import Any

from recoup_events import invoice as facts
from recoup_events.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on

WRITES = named_queries("invoice.payments", "projection.sql")


def _received(said: Envelope[facts.PaymentReceived]) -> tuple[Any, ...]:
    fact = said.fact
    return (
        said.tenant,
        fact.payment_id,
        fact.customer_id,
        fact.external_id,
        fact.amount.currency,
        fact.amount.minor_units,
        fact.method,
        fact.value_date,
        fact.reference,
    )


def _allocated(said: Envelope[facts.PaymentAllocated]) -> tuple[Any, ...]:
    return (said.tenant, said.fact.payment_id, said.fact.unapplied.minor_units)


def _reversed(said: Envelope[facts.PaymentReversed]) -> tuple[Any, ...]:
    return (said.tenant, said.fact.payment_id)


CHANGES = (
    on(facts.PaymentReceived, WRITES["receive_payment"], _received),
    on(facts.PaymentAllocated, WRITES["allocate_payment"], _allocated),
    on(facts.PaymentReversed, WRITES["reverse_payment"], _reversed),
)
