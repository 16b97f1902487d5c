"""The list of approvals."""

from typing import Any

from recoup_events import invoice as events
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on
from recoup_receivables.approvals import ApprovalState

WRITES = named_queries("invoice.approvals", "projection.sql")
Row = tuple[Any, ...]


def _requested(recorded: Envelope[events.ApprovalRequested]) -> Row:
    event = recorded.event
    return (
        *(recorded.tenant, event.approval_id, event.request.kind, event.request.subject_id),
        *(event.request.creditor_id, event.model_dump_json(), recorded.cause.at),
    )


def _approved(recorded: Envelope[events.ApprovalApproved]) -> Row:
    return (*_of(recorded), ApprovalState.APPROVED, recorded.event.approved_by, None)


def _refused(recorded: Envelope[events.ApprovalRefused]) -> Row:
    event = recorded.event
    return (*_of(recorded), ApprovalState.REFUSED, event.refused_by, event.reason)


def _expired(recorded: Envelope[events.ApprovalExpired]) -> Row:
    return (*_of(recorded), ApprovalState.EXPIRED, None, None)


def _of(recorded: Envelope[Any]) -> Row:
    return (recorded.tenant, recorded.event.approval_id)


CHANGES = (
    on(events.ApprovalRequested, WRITES["request_approval"], _requested),
    on(events.ApprovalApproved, WRITES["decide_approval"], _approved),
    on(events.ApprovalRefused, WRITES["decide_approval"], _refused),
    on(events.ApprovalExpired, WRITES["decide_approval"], _expired),
)
