"""The bytes of documents that come in: taken in chunks, shown, and deleted."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from invoice.received_documents.api.schemas import DocumentShown, Forgetting, shown
from invoice.received_documents.domain.commands import ForgetDocument, ReceiveDocument
from invoice.received_documents.domain.document import (
    CHUNK_BYTES,
    DOCUMENT,
    Document,
    DocumentState,
)
from invoice.received_documents.domain.errors import DocumentRefused
from invoice.received_documents.handlers import Bytes
from recoup_events.invoice.document import LARGEST_DOCUMENT
from recoup_files.sniffing import TYPES
from recoup_files.store import FileStore, StoreUnavailable
from recoup_service.api.attachments import BINARY, answers_without, attachment, configured
from recoup_service.api.collection import Collection
from recoup_service.api.problems import Problem
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.route_docs import MAY_REFUSE

documents = Collection("documents", DOCUMENT, shown)
Reader = Annotated[RequestContext, needs("documents:read")]
Writer = Annotated[RequestContext, needs("documents:write")]
MOST_CHUNKS = LARGEST_DOCUMENT // CHUNK_BYTES


def document_contents(store: FileStore | None) -> APIRouter:
    """Routes that keep bytes in this store."""
    router = APIRouter(prefix="/v1/documents", tags=["Documents received"])

    @router.put(
        "/{id}/chunks/{n}",
        response_model=DocumentShown,
        summary="Send a chunk of a document",
        openapi_extra={
            "requestBody": {"required": True, "content": {"application/octet-stream": BINARY}}
        },
    )
    async def put_document_chunk(
        id: str,
        n: Annotated[int, Path(ge=0, lt=MOST_CHUNKS, description="From 0.")],
        context: Writer,
    ) -> Response:
        """The bytes as they are, in any order; one that is here already may come again.

        With the last one the document is received, once it has the announced digest and is of a type
        that is kept: PDF, PNG, JPEG, TIFF, XML or plain text.
        """
        document = await _document(context, id)
        if document.state is DocumentState.RECEIVED:
            return await documents.get(context, id)
        files = Bytes(configured(store, "invoice"), context.tenant, document)
        with answers_without(StoreUnavailable):
            content_type = await files.take(n, await context.request.body())
            if content_type is None:
                return await documents.get(context, id)
            return await _received(context, id, files, content_type)

    @router.get(
        "/{id}/content",
        response_class=Response,
        responses={
            200: {
                "content": dict.fromkeys(TYPES, BINARY),
                "description": "The bytes as they came.",
            },
            **MAY_REFUSE,
        },
        summary="Read a document",
    )
    async def read_document_content(id: str, context: Reader) -> Response:
        """Compared with its digest first: what the store has damaged is not shown."""
        document = await _document(context, id)
        if document.state is not DocumentState.RECEIVED or document.content_type is None:
            raise DocumentRefused(f"The document is {document.state}; it has no bytes to read.")
        with answers_without(StoreUnavailable):
            content = await Bytes(configured(store, "invoice"), context.tenant, document).read()
        if content is None:
            detail = (
                "The store has lost or damaged the document. Restore it from a backup of the store."
            )
            raise Problem(503, "document_damaged", detail)
        name = f"{document.file.kind}-{id}.{TYPES[document.content_type]}"
        return attachment(content, document.content_type, name, document.file.sha256)

    @router.post(
        "/{id}/forgetting", response_model=DocumentShown, summary="Have a document forgotten"
    )
    async def forget_document(id: str, body: Forgetting, context: Writer) -> Response:
        """Its bytes are deleted; that there was one, with its digest, stays on record."""
        document = await _document(context, id)
        with answers_without(StoreUnavailable):
            await Bytes(configured(store, "invoice"), context.tenant, document).forget()
        return await documents.command(
            context, id, ForgetDocument(reason=body.reason), blindly=True
        )

    return router


async def _document(context: RequestContext, id: str) -> Document:
    async with context.work() as work:
        stream = await work.find(DOCUMENT, context.tenant, id)
        document = await work.state(DOCUMENT, stream)
    assert isinstance(document, Document), "what can be found was announced"
    return document


async def _received(context: RequestContext, id: str, files: Bytes, content_type: str) -> Response:
    """Recorded, now that all is kept; what was forgotten meanwhile is not kept after all."""
    command = ReceiveDocument(content_type=content_type)
    try:
        answer = await documents.command(context, id, command, blindly=True)
    except DocumentRefused:
        await files.forget()
        raise
    await files.tidy()
    return answer
