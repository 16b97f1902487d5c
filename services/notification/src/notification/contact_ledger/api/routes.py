"""Exports contact ledgers so that others can verify them without this service."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response, StreamingResponse

from notification.contact_ledger.api.schemas import LedgerRow, SignedCheckpoint
from recoup_compliance.contact_ledger.checkpoint import Head, Signed, SigningKey
from recoup_compliance.contact_ledger.line import row
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.filters import OfCustomer
from recoup_service.api.problems import Problem
from recoup_service.api.request_context import RequestContext, needs

READS = named_queries("notification.contact_ledger", "queries.sql")
AT_ONCE = 1000
Reader = Annotated[RequestContext, needs("contacts:read")]
Place = tuple[str, int]


def ledgers(signing: SigningKey) -> APIRouter:
    """The routes; checkpoints are signed with this key."""
    router = APIRouter(prefix="/v1/contact-ledger", tags=["Contacts"])

    @router.get(
        "",
        summary="Export contact ledgers",
        response_class=StreamingResponse,
        response_model=LedgerRow,
        responses={
            200: {
                "description": "A JSON object on each line.",
                "content": {
                    "application/x-ndjson": {"schema": {"$ref": "#/components/schemas/LedgerRow"}}
                },
            }
        },
    )
    async def export(
        context: Reader,
        customer_id: OfCustomer = None,
        after: Annotated[
            str | None,
            Query(
                description="To go on with an export that broke off: `digest` of its last whole row.",
                examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
            ),
        ] = None,
    ) -> Response:
        """NDJSON: a signed checkpoint first, then every line, by customer and in the customer's order.

        `recoup verify contacts` takes it as it is. With `after` it goes on behind that line, without
        another checkpoint.
        """
        place = None if after is None else await _place(context, after)
        rows = _rows(context, customer_id, place)
        if place is None:
            rows = _led_by(await _signed(context, signing, customer_id), rows)
        return StreamingResponse(rows, media_type="application/x-ndjson")

    @router.get(
        "/checkpoint", response_model=SignedCheckpoint, summary="Sign the ends of contact ledgers"
    )
    async def sign(context: Reader, customer_id: OfCustomer = None) -> Response:
        """Keep it where nobody of the service can change it: every later export has to agree with it."""
        signed = await _signed(context, signing, customer_id)
        return Response(signed.text, media_type="application/json")

    return router


async def _signed(context: RequestContext, signing: SigningKey, customer_id: str | None) -> Signed:
    async with context.reading() as connection:
        found = await connection.fetch(READS["list_heads"], customer_id)
    heads = [Head.model_validate(dict(each)) for each in found]
    return signing.sign(context.tenant, context.now, heads)


async def _place(context: RequestContext, digest: str) -> Place:
    async with context.reading() as connection:
        found = await connection.fetchrow(READS["line_by_digest"], digest)
    if found is None:
        raise Problem(
            404,
            "unknown_line",
            "No line has this digest; send that of the last whole row you have, or leave it out to "
            "start from the beginning.",
        )
    return found["customer_id"], found["sequence"]


async def _led_by(signed: Signed, rows: AsyncIterator[str]) -> AsyncIterator[str]:
    """The checkpoint is older than the lines, so that none that it names is missing."""
    yield f"{signed.text}\n"
    async for each in rows:
        yield each


async def _rows(
    context: RequestContext, customer_id: str | None, place: Place | None
) -> AsyncIterator[str]:
    after: Place | tuple[None, None] = place or (None, None)
    while True:
        async with context.reading() as connection:
            found = await connection.fetch(READS["list_lines"], AT_ONCE, *after, customer_id)
        yield "".join(
            row(each["line"], each["digest"], each["evidence"], each["salt"]) + "\n"
            for each in found
        )
        if len(found) < AT_ONCE:
            return
        after = (found[-1]["customer_id"], found[-1]["sequence"])
