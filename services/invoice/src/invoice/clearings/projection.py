"""The list of remittances whose transfer is awaited or has arrived."""

from typing import Any

from recoup_events.invoice.clearing import (
    ClearingEvent,
    ClearingOpened,
    ClearingPaymentReversed,
    ClearingSettled,
    ClearingTransferReceived,
    ClearingTransferReversed,
)
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Change, on

WRITES = named_queries("invoice.clearings", "projection.sql")
Row = tuple[Any, ...]


def _opened(recorded: Envelope[ClearingOpened]) -> Row:
    event = recorded.event
    return (
        *(recorded.tenant, event.remittance_id, event.agency_id, event.creditor_id),
        *(event.external_id, event.reference, event.agency_name, event.net.currency),
        *(event.gross.minor_units, event.commission.minor_units, event.net.minor_units),
        *(event.in_transit.minor_units, event.opened_on),
    )


def _received(recorded: Envelope[ClearingTransferReceived]) -> Row:
    return (*_moved(recorded), recorded.event.amount.minor_units)


def _reversed(recorded: Envelope[ClearingTransferReversed]) -> Row:
    return (*_moved(recorded), -recorded.event.amount.minor_units)


def _same(recorded: Envelope[ClearingPaymentReversed | ClearingSettled]) -> Row:
    return (*_moved(recorded), 0)


def _moved(recorded: Envelope[Any]) -> Row:
    event: ClearingEvent = recorded.event
    return (recorded.tenant, event.remittance_id, event.in_transit.minor_units)


CHANGES: tuple[Change, ...] = (
    on(ClearingOpened, WRITES["open_clearing"], _opened),
    on(ClearingTransferReceived, WRITES["move_clearing"], _received),
    on(ClearingTransferReversed, WRITES["move_clearing"], _reversed),
    on(ClearingPaymentReversed, WRITES["move_clearing"], _same),
    on(ClearingSettled, WRITES["move_clearing"], _same),
)
