"""The list of postings."""

from typing import Any

from invoice.postings.domain.posting import PostingState
from recoup_events import invoice as events
from recoup_events.invoice.posting import PostingSettled
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on

WRITES = named_queries("invoice.postings", "projection.sql")
Row = tuple[Any, ...]


def _created(recorded: Envelope[events.PostingCreated]) -> Row:
    event = recorded.event
    return (
        *(recorded.tenant, event.posting_id, event.customer_id, event.creditor_id, event.kind),
        *(event.posting_date, event.model_dump_json()),
    )


def _exported(recorded: Envelope[events.PostingExported]) -> Row:
    return (*_of(recorded), PostingState.EXPORTED, recorded.event.export, None, None)


def _posted(recorded: Envelope[events.PostingPosted]) -> Row:
    return (*_of(recorded), PostingState.POSTED, None, recorded.event.document, None)


def _refused(recorded: Envelope[events.PostingRefused]) -> Row:
    return (*_of(recorded), PostingState.REFUSED, None, None, recorded.event.reason)


def _settled(recorded: Envelope[PostingSettled]) -> Row:
    event = recorded.event
    return (*_of(recorded), event.model_dump_json())


def _of(recorded: Envelope[Any]) -> Row:
    return (recorded.tenant, recorded.event.posting_id)


CHANGES = (
    on(events.PostingCreated, WRITES["create_posting"], _created, placed=True),
    on(events.PostingExported, WRITES["move_posting"], _exported),
    on(events.PostingPosted, WRITES["move_posting"], _posted),
    on(events.PostingRefused, WRITES["move_posting"], _refused),
    on(PostingSettled, WRITES["settle_posting"], _settled),
)
