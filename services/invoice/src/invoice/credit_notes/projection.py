"""The list of credit notes."""

from typing import Any

from recoup_events import invoice as events
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import called, on

WRITES = named_queries("invoice.credit_notes", "projection.sql")

Allocated = events.CreditNoteAllocated | events.CreditNoteUnallocated


def _issued(recorded: Envelope[events.CreditNoteIssued]) -> tuple[Any, ...]:
    event = recorded.event
    return (
        recorded.tenant,
        event.credit_note_id,
        event.customer_id,
        event.creditor_id,
        event.external_id,
        event.number,
        event.dispute_id,
        event.amount.currency,
        event.amount.minor_units,
        None if event.tax is None else event.tax.minor_units,
        event.issue_date,
        event.reason,
        event.source,
    )


def _allocated(recorded: Envelope[Allocated]) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.event.credit_note_id, recorded.event.unapplied.minor_units)


def _cancelled(recorded: Envelope[events.CreditNoteCancelled]) -> tuple[Any, ...]:
    return (recorded.tenant, recorded.event.credit_note_id)


CHANGES = (
    on(events.CreditNoteIssued, WRITES["issue_credit_note"], _issued),
    on(events.CreditNoteAllocated, WRITES["allocate_credit_note"], _allocated),
    on(events.CreditNoteUnallocated, WRITES["allocate_credit_note"], _allocated),
    on(events.CreditNoteCancelled, WRITES["cancel_credit_note"], _cancelled),
    called(events.CreditNoteIssued, "text", lambda event: [event.external_id, event.number]),
)
