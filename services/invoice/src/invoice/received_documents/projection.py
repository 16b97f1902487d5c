"""The list of documents that came in."""

from typing import Any

from invoice.received_documents.domain.document import DocumentState
from recoup_events.invoice.document import (
    DocumentAnnounced,
    DocumentForgotten,
    DocumentReceived,
)
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on

WRITES = named_queries("invoice.received_documents", "projection.sql")
Row = tuple[Any, ...]


def _announced(recorded: Envelope[DocumentAnnounced]) -> Row:
    event = recorded.event
    return (
        *(recorded.tenant, event.document_id, event.customer_id, event.kind, event.invoice_id),
        *(event.dispute_id, DocumentState.AWAITED, event.file.model_dump_json()),
    )


def _received(recorded: Envelope[DocumentReceived]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.document_id, DocumentState.RECEIVED, event.content_type, None)


def _forgotten(recorded: Envelope[DocumentForgotten]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.document_id, DocumentState.FORGOTTEN, None, event.reason)


CHANGES = (
    on(DocumentAnnounced, WRITES["announce_document"], _announced),
    on(DocumentReceived, WRITES["move_document"], _received),
    on(DocumentForgotten, WRITES["move_document"], _forgotten),
)
