"""Evidence over HTTP: announced, sent in chunks, shown, and removed."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from dispute.disputes.api.evidence_schemas import NewEvidence, Removal
from dispute.disputes.api.routes import Reader, Writer, disputes
from dispute.disputes.api.schemas import DisputeShown
from dispute.disputes.domain.decider import DISPUTE
from dispute.disputes.domain.dispute import Dispute
from dispute.disputes.domain.errors import EvidenceRefused
from dispute.disputes.domain.evidence import (
    AddEvidence,
    AnnounceEvidence,
    Evidence,
    EvidenceState,
    RemoveEvidence,
)
from dispute.disputes.handlers import EvidenceStore
from recoup_events.dispute import LARGEST_EVIDENCE
from recoup_events.kernel.ids import DisputeId, EvidenceId
from recoup_files.chunked import CHUNK_BYTES
from recoup_files.sniffing import TYPES
from recoup_files.store import StoreUnavailable
from recoup_service.api.attachments import BINARY, answers_without, attachment, configured
from recoup_service.api.problems import Problem
from recoup_service.api.request_context import RequestContext
from recoup_service.api.route_docs import MAY_REFUSE

MOST_CHUNKS = LARGEST_EVIDENCE // CHUNK_BYTES


def evidence_of(store: EvidenceStore | None) -> APIRouter:
    """Routes that keep bytes in this store."""
    router = APIRouter(prefix="/v1/disputes/{id}/evidence", tags=["Disputes"])

    @router.post("", response_model=DisputeShown, summary="Announce evidence")
    async def announce_evidence(id: str, body: NewEvidence, context: Writer) -> Response:
        """Then send its chunks. The same bytes for the same dispute are the same evidence."""
        command = AnnounceEvidence(file=body.file_of(DisputeId(id)))
        return await disputes.command(context, id, command, blindly=True)

    @router.put(
        "/{evidence_id}/chunks/{n}",
        response_model=DisputeShown,
        summary="Send a chunk of evidence",
        openapi_extra={
            "requestBody": {"required": True, "content": {"application/octet-stream": BINARY}}
        },
    )
    async def put_evidence_chunk(
        id: str,
        evidence_id: str,
        n: Annotated[int, Path(ge=0, lt=MOST_CHUNKS, description="From 0.")],
        context: Writer,
    ) -> Response:
        """The bytes as they are, in any order; one that is here already may come again.

        With the last one the evidence is received, once it has the announced digest, is of a type
        that is kept (PDF, PNG, JPEG, TIFF, XML or plain text), and no malware was found in it.
        """
        evidence = await _evidence(context, id, evidence_id)
        if evidence.state is EvidenceState.RECEIVED:
            return await disputes.get(context, id)
        kept, content = configured(store, "dispute"), await context.request.body()
        with answers_without(StoreUnavailable):
            content_type = await kept.take(context.tenant, DisputeId(id), evidence, n, content)
        if content_type is None:
            return await disputes.get(context, id)
        command = AddEvidence(evidence_id=EvidenceId(evidence_id), content_type=content_type)
        return await disputes.command(context, id, command, blindly=True)

    @router.get(
        "/{evidence_id}/content",
        response_class=Response,
        responses={
            200: {
                "content": dict.fromkeys(TYPES, BINARY),
                "description": "The bytes as they came.",
            },
            **MAY_REFUSE,
        },
        summary="Read evidence",
    )
    async def read_evidence_content(id: str, evidence_id: str, context: Reader) -> Response:
        """Compared with its digest first: what the store has damaged is not shown."""
        evidence = await _evidence(context, id, evidence_id)
        if evidence.state is not EvidenceState.RECEIVED or evidence.content_type is None:
            raise EvidenceRefused(f"The evidence is {evidence.state}; it has no bytes to read.")
        with answers_without(StoreUnavailable):
            content = await configured(store, "dispute").read(
                context.tenant, DisputeId(id), evidence
            )
        return _as_it_came(evidence, evidence.content_type, content)

    @router.post(
        "/{evidence_id}/removal", response_model=DisputeShown, summary="Have evidence removed"
    )
    async def remove_evidence(
        id: str, evidence_id: str, body: Removal, context: Writer
    ) -> Response:
        """Its bytes are deleted; that there was a file, with its digest, stays on record."""
        evidence = await _evidence(context, id, evidence_id)
        with answers_without(StoreUnavailable):
            await configured(store, "dispute").forget(context.tenant, DisputeId(id), evidence)
        command = RemoveEvidence(evidence_id=evidence.file.evidence_id, reason=body.reason)
        return await disputes.command(context, id, command, blindly=True)

    return router


def _as_it_came(evidence: Evidence, content_type: str, content: bytes | None) -> Response:
    if content is None:
        detail = "The store has lost or damaged the evidence. Restore it from a backup of it."
        raise Problem(503, "evidence_damaged", detail)
    name = f"{evidence.file.evidence_id}.{TYPES[content_type]}"
    return attachment(content, content_type, name, evidence.file.sha256)


async def _evidence(context: RequestContext, id: str, evidence_id: str) -> Evidence:
    async with context.work() as work:
        stream = await work.find(DISPUTE, context.tenant, id)
        dispute = await work.state(DISPUTE, stream)
    assert isinstance(dispute, Dispute), "what can be found was opened"
    evidence = dispute.evidence.get(EvidenceId(evidence_id))
    if evidence is None:
        raise Problem(404, "not_found", "The dispute has no such evidence; announce it first.")
    return evidence
