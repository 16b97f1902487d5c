"""The list of receipts."""

from typing import Any

from invoice.receipts.domain import events
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import called, on

WRITES = named_queries("invoice.receipts", "projection.sql")
Row = tuple[Any, ...]


def _recorded(recorded: Envelope[events.ReceiptRecorded]) -> Row:
    event = recorded.event
    return (
        *(*_of(recorded), event.creditor_id, event.source, event.external_id),
        *(event.amount.currency, event.amount.minor_units, event.value_date),
        *(event.payer_name, event.payer_account, event.text, event.structured_reference),
        event.end_to_end_id,
    )


def _proposed(recorded: Envelope[events.ReceiptProposed]) -> Row:
    first = next(iter(recorded.event.candidates), None)
    return (*_of(recorded), first and first.confidence, first and first.reason)


def _accepted(recorded: Envelope[events.ReceiptAccepted]) -> Row:
    return (*_of(recorded), sum(part.amount.minor_units for part in recorded.event.parts))


def _cleared(recorded: Envelope[events.ReceiptCleared]) -> Row:
    return (*_of(recorded), sum(part.amount.minor_units for part in recorded.event.parts))


def _taken_off(recorded: Envelope[events.ReceiptTakenOff]) -> Row:
    return (*_of(recorded), recorded.event.amount.minor_units)


def _sent_back(recorded: Envelope[events.ReceiptSentBack]) -> Row:
    return (*_of(recorded), recorded.event.amount.minor_units)


def _of(recorded: Envelope[Any]) -> Row:
    return (recorded.tenant, recorded.stream.id)


CHANGES = (
    on(events.ReceiptRecorded, WRITES["record_receipt"], _recorded),
    on(events.ReceiptProposed, WRITES["propose_receipt"], _proposed),
    on(events.ReceiptAccepted, WRITES["accept_receipt"], _accepted),
    on(events.ReceiptCleared, WRITES["clear_receipt"], _cleared),
    on(events.ReceiptTakenOff, WRITES["take_off_receipt"], _taken_off),
    on(events.ReceiptSentBack, WRITES["send_back_receipt"], _sent_back),
    called(
        events.ReceiptRecorded,
        "text",
        lambda event: [
            *(event.external_id, event.payer_name, event.payer_account),
            *(event.text, event.structured_reference),
        ],
    ),
)
