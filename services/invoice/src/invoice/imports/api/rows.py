"""What became of each row of an import, for as long as that is kept."""

from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response, StreamingResponse

from invoice.imports.api.schemas import RowShown, outcome
from invoice.imports.domain.job import IMPORT, Import
from invoice.imports.handlers.files import Files
from recoup_service.api.problems import Problem
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/imports", tags=["Imports"])
Reader = Annotated[RequestContext, needs("imports:read")]
SHOWN_AT_ONCE = 1000


@router.get(
    "/{id}/rows",
    summary="Read what became of each row",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "A JSON object on each line.",
            "content": {
                "application/x-ndjson": {"schema": {"$ref": "#/components/schemas/RowShown"}}
            },
        },
    },
    response_model=RowShown,
)
async def read_rows(
    id: str,
    context: Reader,
    outcome: Annotated[
        Literal["created", "changed", "unchanged", "refused", "skipped", "differs", "waiting"]
        | None,
        Query(description="Only rows with this outcome."),
    ] = None,
    after: Annotated[int, Query(ge=0, le=2**53, description="Behind the row of this number.")] = 0,
) -> Response:
    """In the order of the file, all of them: NDJSON, as long as the file has rows.

    They are kept for 90 days after the import has ended, unless the deployment says otherwise; then this is a 404
    (`rows_forgotten`).
    """
    job, files = await job_of(context, id), Files(context.ports, context.tenant)
    if job.state.ended and job.counts.rows and not await files.outcomes(id, 0, None, 1):
        raise Problem(
            404,
            "rows_forgotten",
            "What became of each row was kept for its time after the import had ended, and is forgotten. Its counts "
            "stay: read the import itself.",
        )
    lines = _lines(files, id, after, outcome)
    return StreamingResponse(lines, media_type="application/x-ndjson")


async def _lines(files: Files, id: str, after: int, wanted: str | None) -> AsyncIterator[str]:
    while rows := await files.outcomes(id, after, wanted, SHOWN_AT_ONCE):
        yield "".join(f"{outcome(row).model_dump_json()}\n" for row in rows)
        after = rows[-1]["row"]


async def job_of(context: RequestContext, id: str) -> Import:
    async with context.work() as work:
        return await work.state(IMPORT, await work.find(IMPORT, context.tenant, id))
