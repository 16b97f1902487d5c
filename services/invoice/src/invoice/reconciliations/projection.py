"""The lists of reconciliations and of their differences."""

from typing import Any

from pydantic_core import to_json

from invoice.reconciliations.domain.reconciliation import (
    DifferenceSettled,
    ReconciliationRecorded,
)
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on

WRITES = named_queries("invoice.reconciliations", "projection.sql")


def _recorded(recorded: Envelope[ReconciliationRecorded]) -> tuple[Any, ...]:
    event = recorded.event
    return (
        *(recorded.tenant, event.reconciliation_id, event.creditor_id, event.external_id),
        *(event.compared, len(event.differences), event.at),
    )


def _differences(recorded: Envelope[ReconciliationRecorded]) -> tuple[Any, ...]:
    event = recorded.event
    return (recorded.tenant, event.reconciliation_id, to_json(event.differences).decode())


def _settled(recorded: Envelope[DifferenceSettled]) -> tuple[Any, ...]:
    event = recorded.event
    return (
        *(recorded.tenant, event.reconciliation_id, event.external_id),
        event.model_dump_json(),
    )


CHANGES = (
    on(ReconciliationRecorded, WRITES["record_reconciliation"], _recorded),
    on(ReconciliationRecorded, WRITES["record_differences"], _differences),
    on(DifferenceSettled, WRITES["settle_difference"], _settled),
)
