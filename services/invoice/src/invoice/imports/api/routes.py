"""Files of an ERP: announce one, send its chunks, start it, and see how far it is."""

from datetime import datetime
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from invoice.imports.api.chunks import take_chunk
from invoice.imports.api.mappings import mapping_named
from invoice.imports.api.rows import job_of
from invoice.imports.api.schemas import (
    ImportShown,
    MissingShown,
    NewImport,
    chunks_of,
    listed,
    shown,
)
from invoice.imports.domain.formats import DOCUMENTS, FORMATS, kinds_of
from invoice.imports.domain.job import (
    IMPORT,
    CancelImport,
    CreateImport,
    Import,
    ImportState,
    ResumeImport,
    StartImport,
    Wishes,
    import_id_of,
)
from invoice.imports.domain.rows import Kind
from invoice.imports.handlers.files import Files
from recoup_events.kernel.envelope import Stream
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.principal import Principal
from recoup_service.api.problems import Mistake, Problem
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.sorting import Column, Order, sorted_by

router = APIRouter(prefix="/v1/imports", tags=["Imports"])
READS = named_queries("invoice.imports", "lists.sql")
SORTED = sorted_by("-created_at", created_at=Column("announced_at", datetime), updated_at=datetime)
imports = Collection("imports", IMPORT, shown)
Reader = Annotated[RequestContext, needs("imports:read")]
Writer = Annotated[RequestContext, needs("imports:write")]
LARGEST = 512 * 1024 * 1024
LARGEST_DOCUMENT = 48 * 1024 * 1024
"""Of a format whose files are read as a whole: one lies in the little space that a process has."""
MISSING_SHOWN = 1000
SCOPES = {
    Kind.CUSTOMER: "customers:write",
    Kind.INVOICE: "invoices:write",
    Kind.CREDIT_NOTE: "invoices:write",
    Kind.PAYMENT: "payments:write",
    Kind.RECEIPT: "payments:write",
    Kind.RETURN: "payments:write",
    Kind.OPEN_ITEM: "invoices:write",
}


@router.post(
    "",
    status_code=201,
    response_model=ImportShown,
    responses={200: {"model": ImportShown, "description": "It is here; this is how far it is."}},
    summary="Announce a file",
)
async def create_import(body: NewImport, context: Writer) -> Response:
    """Then send its chunks, and start it.

    The same file for the same purpose is the same import: the answer is the first one, and nothing is
    booked twice. One that was refused or cancelled begins anew. The key needs the scopes of the rows,
    too, such as `invoices:write`.
    """
    _check(body, context)
    mapping = None
    if body.mapping is not None and body.kind is not None:
        named = await mapping_named(context, body.mapping, body.kind)
        mapping = named.with_wishes(body.constants, body.delimiter, body.decimal, body.dates)
    wishes = Wishes(
        format=body.format,
        kind=body.kind,
        creditor=body.creditor,
        mapping=mapping,
        einvoices=None if body.einvoices is None else body.einvoices.choices(),
        bank=None if body.bank is None else body.bank.choices(),
        chase=body.chase,
        chase_from=body.chase_from,
        dry_run=body.dry_run,
        all_or_nothing=body.all_or_nothing,
    )
    id = import_id_of(context.tenant, body.sha256, wishes)
    command = CreateImport(
        import_id=id,
        file_name=body.file_name,
        sha256=body.sha256,
        size=body.size,
        wishes=wishes,
        at=context.now,
    )

    async def create(work: UnitOfWork, stream: Stream) -> None:
        await work.execute(IMPORT, stream, command, context.cause)

    return await imports.put(context, IMPORT.stream(context.tenant, id, id), create, create)


def _check(body: NewImport, context: RequestContext) -> None:
    principal = cast(Principal, context.request.state.principal)
    for kind in kinds_of(body.format, body.kind):
        principal.require(SCOPES[kind])
    most = LARGEST_DOCUMENT if body.format in DOCUMENTS else LARGEST
    if body.size > most:
        detail = f"The file is larger than {most} bytes. Split it and import its parts."
        raise Problem(413, "file_too_large", detail, [Mistake(detail=detail, pointer="/size")])
    if body.format not in FORMATS:
        detail = f"Send one of the formats {', '.join(FORMATS)}."
        raise Problem(422, "unknown_format", detail, [Mistake(detail=detail, pointer="/format")])


@router.get("", summary="List imports")
async def list_imports(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    order: Annotated[Order, SORTED],
    state: Annotated[ImportState | None, Query(description="Only in this state.")] = None,
) -> Page[ImportShown]:
    """The latest come first, unless you `sort` them; a moment behind."""
    async with context.reading() as connection:
        rows = await order.fetch(connection, READS["list_imports"], page, state, page.updated_since)
    return page.page(rows, listed, order.key)


@router.get("/{id}", response_model=ImportShown, summary="Read an import")
async def read_import(id: str, context: Reader) -> Response:
    """How far it has come."""
    return await imports.get(context, id)


@router.get("/{id}/chunks", summary="Which chunks are missing")
async def read_missing(id: str, context: Reader) -> MissingShown:
    """After a broken connection, go on with these."""
    job = await job_of(context, id)
    assert job.created is not None, "an import that can be found was created"
    missing = await _missing(context, job)
    return MissingShown(missing=len(missing), numbers=missing[:MISSING_SHOWN])


@router.put(
    "/{id}/chunks/{n}",
    status_code=204,
    summary="Send a chunk",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
            },
        }
    },
)
async def put_chunk(
    id: str,
    n: Annotated[int, Path(ge=0, le=10_000, description="From 0.")],
    context: Writer,
) -> Response:
    """The bytes as they are, in any order; one that is here already may come again.

    With `Content-Digest: sha-256=:…:` (RFC 9530) a chunk that was damaged on its way is refused.
    """
    await take_chunk(context, await job_of(context, id), n)
    return Response(status_code=204)


@router.post("/{id}/start", response_model=ImportShown, summary="Start an import")
async def start_import(id: str, context: Writer) -> Response:
    """Once all chunks are here. It goes on by itself, whatever dies meanwhile; started again, it does not begin anew."""
    job = await job_of(context, id)
    missing = await _missing(context, job) if job.state is ImportState.RECEIVING else []
    if missing:
        some = ", ".join(map(str, missing[:20]))
        detail = f"{len(missing)} chunks are missing: {some}. Send them, then start the import."
        raise Problem(409, "chunks_missing", detail)
    return await imports.command(context, id, StartImport(at=context.now), blindly=True)


@router.post("/{id}/resume", response_model=ImportShown, summary="Resume an import")
async def resume_import(id: str, context: Writer) -> Response:
    """One that is `failed` goes on with the step that failed: nothing is booked twice."""
    return await imports.command(context, id, ResumeImport(at=context.now), blindly=True)


@router.post("/{id}/cancel", response_model=ImportShown, summary="Cancel an import")
async def cancel_import(id: str, context: Writer) -> Response:
    """What was booked by then stays."""
    return await imports.command(context, id, CancelImport(at=context.now), blindly=True)


async def _missing(context: RequestContext, job: Import) -> list[int]:
    assert job.created is not None, "an import that can be found was created"
    here = set(await Files(context.ports, context.tenant).chunks_here(job.created.sha256))
    return [n for n in range(chunks_of(job.created.size)) if n not in here]
