"""The dispute board: every dispute, and which ones nobody has decided in time."""

from typing import Any

from pydantic_core import to_json

from dispute.disputes.domain.dispute import DisputeState, Entry
from dispute.disputes.domain.events import EvidenceAnnounced, ReviewDue, ReviewPlanned
from dispute.disputes.domain.evidence import Evidence, EvidenceState
from recoup_events import dispute as public
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection, Row, called, on

WRITES = named_queries("dispute.disputes", "projection.sql")


def _opened(received: Envelope[public.DisputeOpened]) -> Row:
    event = received.event
    return (
        received.tenant,
        event.dispute_id,
        event.customer_id,
        event.creditor_id,
        event.slices[0].invoice_id,
        to_json(event.slices).decode(),
        event.slices[0].amount.currency,
        sum(slice.amount.minor_units for slice in event.slices),
        event.reason,
        event.statement,
        received.cause.at,
        event.reference,
        event.line,
        None if event.validation is None else event.validation.model_dump_json(),
    )


def _moved(received: Envelope[public.DisputeMoved]) -> Row:
    slices = received.event.slices
    return (*_named(received), slices[0].invoice_id, to_json(slices).decode())


def _withdrawn(received: Envelope[public.DisputeWithdrawn]) -> Row:
    return (
        *_named(received),
        DisputeState.WITHDRAWN,
        received.event.reason,
        None,
        received.cause.at,
    )


def _rejected(received: Envelope[public.DisputeRejected]) -> Row:
    return (
        *_named(received),
        DisputeState.REJECTED,
        received.event.reason,
        None,
        received.cause.at,
    )


def _upheld(received: Envelope[public.DisputeUpheld]) -> Row:
    return (
        *_named(received),
        DisputeState.UPHELD,
        received.event.reason,
        received.event.credit.minor_units,
        received.cause.at,
    )


def _partly_upheld(received: Envelope[public.DisputePartlyUpheld]) -> Row:
    return (
        *_named(received),
        DisputeState.PARTLY_UPHELD,
        received.event.reason,
        received.event.credit.minor_units,
        received.cause.at,
    )


def _announced(received: Envelope[EvidenceAnnounced]) -> Row:
    evidence = Evidence(file=received.event.file)
    return (*_named(received), evidence.file.evidence_id, evidence.model_dump_json())


def _added(received: Envelope[public.DisputeEvidenceAdded]) -> Row:
    event = received.event
    change = {"state": EvidenceState.RECEIVED, "content_type": event.content_type}
    return (*_named(received), event.file.evidence_id, to_json(change).decode())


def _removed(received: Envelope[public.DisputeEvidenceRemoved]) -> Row:
    event = received.event
    change = {"state": EvidenceState.REMOVED, "reason": event.reason}
    return (*_named(received), event.evidence_id, to_json(change).decode())


def _assigned(received: Envelope[public.DisputeAssigned]) -> Row:
    return (*_named(received), received.event.owned_by, received.event.team)


def _verified(received: Envelope[public.DisputeVerificationSent]) -> Row:
    return (*_named(received), received.event.sent_on)


def _entered(received: Envelope[public.DisputeEntryAdded]) -> Row:
    said = Entry(**received.event.model_dump(include={"entry_id", "speaker", "words"}))
    return (*_named(received), said.model_dump_json())


def _named(received: Envelope[Any]) -> Row:
    return (received.tenant, received.event.dispute_id)


DISPUTES = Projection(
    tables_of("dispute.disputes"),
    [
        on(public.DisputeOpened, WRITES["open_dispute"], _opened),
        on(public.DisputeMoved, WRITES["move_dispute"], _moved),
        called(
            public.DisputeOpened, "text", lambda event: [event.statement, event.reference or ""]
        ),
        on(ReviewPlanned, WRITES["plan_review"], lambda h: (*_named(h), h.event.review_at)),
        on(ReviewDue, WRITES["demand_review"], _named),
        on(EvidenceAnnounced, WRITES["announce_evidence"], _announced),
        on(public.DisputeEvidenceAdded, WRITES["move_evidence"], _added),
        on(public.DisputeEvidenceRemoved, WRITES["move_evidence"], _removed),
        on(public.DisputeAssigned, WRITES["assign_dispute"], _assigned),
        on(public.DisputeVerificationSent, WRITES["verify_dispute"], _verified),
        on(public.DisputeEntryAdded, WRITES["add_entry"], _entered),
        on(public.DisputeWithdrawn, WRITES["end_dispute"], _withdrawn),
        on(public.DisputeUpheld, WRITES["end_dispute"], _upheld),
        on(public.DisputePartlyUpheld, WRITES["end_dispute"], _partly_upheld),
        on(public.DisputeRejected, WRITES["end_dispute"], _rejected),
    ],
    resources=("dispute",),
)
