"""The list of returns."""

from typing import Any

from invoice.returns.domain.bank_return import ReturnRecorded
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import called, on

WRITES = named_queries("invoice.returns", "projection.sql")


def _recorded(recorded: Envelope[ReturnRecorded]) -> tuple[Any, ...]:
    event = recorded.event
    return (
        *(recorded.tenant, event.return_id, event.creditor_id, event.source, event.external_id),
        *(event.amount.currency, event.amount.minor_units, event.value_date, event.reason),
        *(event.receipt_id, list(event.payment_ids)),
    )


CHANGES = (
    on(ReturnRecorded, WRITES["record_return"], _recorded),
    called(ReturnRecorded, "text", lambda event: [event.external_id, event.reason]),
)
