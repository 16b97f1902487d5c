"""Evidence in JSON."""

from typing import Self

from pydantic import BaseModel, Field

from dispute.disputes.domain.evidence import Evidence, EvidenceState, evidence_id_of
from recoup_events.dispute import LARGEST_EVIDENCE, EvidenceFile, Party
from recoup_events.kernel.ids import DisputeId
from recoup_files.chunked import CHUNK_BYTES
from recoup_service.api.fields import Name, RequestBody, Words


class NewEvidence(RequestBody):
    """A file that shows what is contested, or that it is owed."""

    name: Name = Field(
        description="What it is called; no person's name. What it is, its bytes say.",
        examples=["Photograph of the bolts"],
    )
    provided_by: Party = Party.DEBTOR
    sha256: str = Field(
        pattern="^[0-9a-f]{64}$",
        description="Of the file's bytes.",
        examples=["2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"],
    )
    size: int = Field(
        gt=0, le=LARGEST_EVIDENCE, strict=True, description="In bytes.", examples=[48_211]
    )

    def file_of(self, dispute_id: DisputeId) -> EvidenceFile:
        return EvidenceFile(evidence_id=evidence_id_of(dispute_id, self.sha256), **dict(self))


class Removal(RequestBody):
    reason: Words = Field(examples=["The customer asked for it."])


class EvidenceShown(BaseModel):
    id: str = Field(examples=["evd_3f9a"])
    state: EvidenceState = Field(
        description="`awaited` until all chunks are here; `removed`: its bytes are deleted."
    )
    name: str
    provided_by: Party
    sha256: str
    size: int = Field(description="In bytes.")
    content_type: str | None = Field(
        description="By what is in it, not by what anybody claims; `null` until it is received."
    )
    chunk_bytes: int = Field(description="The length of each chunk but the last.")
    chunks: int = Field(description="How many there are; their numbers begin with 0.")
    reason: str | None = Field(description="Why it was removed.")

    @classmethod
    def of(cls, evidence: Evidence) -> Self:
        file = evidence.file
        return cls(
            id=file.evidence_id,
            state=evidence.state,
            name=file.name,
            provided_by=file.provided_by,
            sha256=file.sha256,
            size=file.size,
            content_type=evidence.content_type,
            chunk_bytes=CHUNK_BYTES,
            chunks=-(-file.size // CHUNK_BYTES),
            reason=evidence.reason,
        )
