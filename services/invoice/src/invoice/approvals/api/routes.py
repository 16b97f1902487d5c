"""What takes two people: see what waits, approve it, or refuse it."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from invoice.approvals.domain.approval import Approve, Refuse
from invoice.approvals.schemas import ApprovalShown, approvals, listed
from recoup_eventstore.postgres.queries import named_queries
from recoup_receivables.approvals import ApprovalState
from recoup_service.api.fields import RequestBody, Words
from recoup_service.api.filters import OfCreditor, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/approvals", tags=["Approvals"])
READS = named_queries("invoice.approvals", "queries.sql")
Reader = Annotated[RequestContext, needs("approvals:read")]
Writer = Annotated[RequestContext, needs("approvals:write")]


class Refusal(RequestBody):
    reason: Words = Field(examples=["The bank does not know this account"])


@router.get("", summary="List approvals")
async def list_approvals(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    state: Annotated[
        ApprovalState | None, Query(description="`requested`: those that wait.")
    ] = None,
    kind: Annotated[
        Literal["bank_accounts", "books", "write_off"] | None,
        Query(description="What is asked for."),
    ] = None,
    subject_id: Annotated[
        str | None, Query(description="Recoup's id of the creditor or invoice it is about.")
    ] = None,
    creditor: OfCreditor = None,
) -> Page[ApprovalShown]:
    """The latest requests come first."""
    after = page.after(tuple[datetime, str]) or (None, None)
    wanted = (
        *(state, kind, subject_id, creditor_id_or_none(context.tenant, creditor)),
        page.updated_since,
    )
    async with context.reading() as connection:
        rows = await connection.fetch(READS["list_approvals"], page.fetch, *after, *wanted)
    return page.page(rows, listed, lambda row: (row["requested_at"], row["id"]))


@router.get("/{id}", response_model=ApprovalShown, summary="Read an approval")
async def read_approval(id: str, context: Reader) -> Response:
    """What is asked for, by whom, and what became of it, with its version as `ETag`."""
    return await approvals.get(context, id)


@router.post("/{id}/approval", response_model=ApprovalShown, summary="Approve what was asked for")
async def approve_request(id: str, context: Writer) -> Response:
    """As a second person, signed in or with a key of one's own; it is done at once, or refused for a reason."""
    return await approvals.command(context, id, Approve(by=context.actor))


@router.post("/{id}/refusal", response_model=ApprovalShown, summary="Refuse what was asked for")
async def refuse_request(id: str, body: Refusal, context: Writer) -> Response:
    """Nothing is changed. Who asked for it takes it back so."""
    return await approvals.command(context, id, Refuse(reason=body.reason, by=context.actor))
