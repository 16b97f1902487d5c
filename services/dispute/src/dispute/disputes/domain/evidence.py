"""Evidence: files that come to a dispute while it is open, each once, and may be removed again."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from dispute.disputes.domain.errors import EvidenceRefused
from dispute.disputes.domain.events import EvidenceAnnounced
from recoup_events.dispute import (
    MOST_EVIDENCE,
    DisputeEvidenceAdded,
    DisputeEvidenceRemoved,
    EvidenceFile,
)
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import CustomerId, DisputeId, EvidenceId, derived


class EvidenceState(StrEnum):
    AWAITED = "awaited"
    RECEIVED = "received"
    REMOVED = "removed"


class Evidence(Value):
    file: EvidenceFile
    state: EvidenceState = EvidenceState.AWAITED
    content_type: str | None = None
    """Once it is received."""
    reason: str | None = None
    """Why it was removed."""


class AnnounceEvidence(Command):
    """Its bytes follow."""

    file: EvidenceFile


class AddEvidence(Command):
    """All its bytes are here, and are as they were announced."""

    evidence_id: EvidenceId
    content_type: str


class RemoveEvidence(Command):
    evidence_id: EvidenceId
    reason: str


EvidenceCommand = AnnounceEvidence | AddEvidence | RemoveEvidence
EvidenceEvent = EvidenceAnnounced | DisputeEvidenceAdded | DisputeEvidenceRemoved
EvidenceFiles = Mapping[EvidenceId, Evidence]


def evidence_id_of(dispute_id: DisputeId, sha256: str) -> EvidenceId:
    """The same bytes for the same dispute are the same evidence."""
    return EvidenceId(derived("evd", dispute_id, sha256))


def decide_evidence(
    command: EvidenceCommand,
    dispute_id: DisputeId,
    customer_id: CustomerId,
    files: EvidenceFiles,
    *,
    is_open: bool,
) -> Sequence[EvidenceEvent]:
    """What was recorded already is not recorded again; only an open dispute takes more."""
    match command:
        case AnnounceEvidence(file=file):
            return _announced(file, dispute_id, customer_id, files, is_open=is_open)
        case AddEvidence(evidence_id=id, content_type=content_type):
            evidence = _found(files, id)
            if evidence.state is EvidenceState.REMOVED:
                raise EvidenceRefused("The evidence was removed meanwhile; announce it again.")
            if evidence.state is EvidenceState.RECEIVED:
                return []
            return [
                DisputeEvidenceAdded(
                    dispute_id=dispute_id,
                    customer_id=customer_id,
                    file=evidence.file,
                    content_type=content_type,
                )
            ]
        case RemoveEvidence(evidence_id=id, reason=reason):
            if _found(files, id).state is EvidenceState.REMOVED:
                return []
            removed = DisputeEvidenceRemoved(
                dispute_id=dispute_id, customer_id=customer_id, evidence_id=id, reason=reason
            )
            return [removed]


def _announced(
    file: EvidenceFile,
    dispute_id: DisputeId,
    customer_id: CustomerId,
    files: EvidenceFiles,
    *,
    is_open: bool,
) -> Sequence[EvidenceEvent]:
    known = files.get(file.evidence_id)
    if known is not None and known.state is not EvidenceState.REMOVED:
        return []
    if not is_open:
        raise EvidenceRefused("The dispute has ended and takes no more evidence; open a new one.")
    if len(files) >= MOST_EVIDENCE:
        raise EvidenceRefused(
            f"A dispute takes {MOST_EVIDENCE} files; put several pages into one PDF."
        )
    return [EvidenceAnnounced(dispute_id=dispute_id, customer_id=customer_id, file=file)]


def evidence_after(files: EvidenceFiles, event: EvidenceEvent) -> EvidenceFiles:
    match event:
        case EvidenceAnnounced(file=file):
            others = {id: evidence for id, evidence in files.items() if id != file.evidence_id}
            return {**others, file.evidence_id: Evidence(file=file)}
        case DisputeEvidenceAdded(file=file, content_type=content_type):
            here = Evidence(file=file, state=EvidenceState.RECEIVED, content_type=content_type)
            return {**files, file.evidence_id: here}
        case DisputeEvidenceRemoved(evidence_id=id, reason=reason):
            gone = {"state": EvidenceState.REMOVED, "reason": reason}
            return {**files, id: files[id].model_copy(update=gone)}


def _found(files: EvidenceFiles, id: EvidenceId) -> Evidence:
    if id not in files:
        raise EvidenceRefused("The dispute has no such evidence; announce it first.")
    return files[id]
