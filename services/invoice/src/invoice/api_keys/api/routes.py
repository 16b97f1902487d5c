"""API keys: make one for a system, see which there are, rotate and revoke them."""

from datetime import datetime, timedelta
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from invoice.api_keys.domain.api_key import (
    API_KEY,
    ApiKey,
    LimitApiKey,
    ReplaceApiKey,
    RevokeApiKey,
)
from invoice.api_keys.handlers import check_agency, issue, stream_of
from invoice.api_keys.schemas import (
    ApiKeyChange,
    ApiKeyListed,
    ApiKeyMade,
    ApiKeyShown,
    NewApiKey,
    Revocation,
    Rotation,
    listed,
    made,
    shown,
)
from recoup_events.kernel.envelope import Stream
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.idempotency import every_time
from recoup_service.api.keys import ApiKey as Minted
from recoup_service.api.keys import mint
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import dates_of
from recoup_service.api.search import Search

router = APIRouter(prefix="/v1/api-keys", tags=["API keys"])
READS = named_queries("invoice.api_keys", "queries.sql")
Reader = Annotated[RequestContext, needs("keys:read")]
Writer = Annotated[RequestContext, needs("keys:write")]


@router.post("", status_code=201, response_model=ApiKeyMade, summary="Make an API key")
async def make_api_key(body: NewApiKey, context: Writer) -> Response:
    """Every service knows it a moment later. Its secret is in this answer and nowhere afterwards.

    No answer is kept for an `Idempotency-Key`, as it would keep the secret: if the answer was lost,
    revoke the key, which the list shows, and make another.
    """
    key, secret = body.minted(context.tenant, context.now)

    async def decision(work: UnitOfWork) -> Answer:
        stream = stream_of(key)
        await work.lock([stream.account], reading=[stream])
        await check_agency(work, key)
        return await _issued(work, key, secret, context)

    return await every_time(context.ports.command_runner, decision)


async def _issued(
    work: UnitOfWork,
    key: Minted,
    secret: str,
    context: RequestContext,
    replaces: str | None = None,
) -> Answer:
    now = await issue(work, key, context.cause, replaces)
    body = made(now.state, context.now, dates_of(now), secret)
    return Answer(201, body, now.version, f"/v1/api-keys/{key.id}")


@router.get("", summary="List API keys")
async def list_api_keys(
    context: Reader, page: Annotated[ResourcePageRequest, Depends()], search: Search = None
) -> Page[ApiKeyListed]:
    """The newest come first; those made on the command line are listed there (`recoup keys list`)."""
    after = page.after(tuple[datetime, str]) or (None, None)
    async with context.reading() as connection:
        rows = await connection.fetch(
            READS["list_api_keys"], page.fetch, *after, page.updated_since, search
        )
    show = partial(listed, now=context.now)
    return page.page(rows, show, lambda row: (row["created_at"], row["id"]))


@router.get("/{id}", response_model=ApiKeyShown, summary="Read an API key")
async def read_api_key(id: str, context: Reader) -> Response:
    """All but its secret, which nobody can read."""
    async with context.work() as work:
        stream = await work.find(API_KEY, context.tenant, id)
        return (await _answer(work, stream, context.now)).response()


async def _answer(work: UnitOfWork, stream: Stream, now: datetime) -> Answer:
    folded = await work.load(API_KEY, stream)
    return Answer(200, shown(folded.state, now, dates_of(folded)), folded.version)


@router.patch("/{id}", response_model=ApiKeyShown, summary="Change the limits of an API key")
async def change_api_key(id: str, body: ApiKeyChange, context: Writer) -> Response:
    """Every service goes by them a moment later; what the key has spent already counts.

    The last one wins; it takes no `If-Match`.
    """
    limits = None if body.limits is None else body.limits.limits

    async def decision(work: UnitOfWork) -> Answer:
        stream = await work.own(API_KEY, context.tenant, id)
        command = LimitApiKey(limits=limits, at=context.now)
        await work.execute(API_KEY, stream, command, context.cause)
        return await _answer(work, stream, context.now)

    return await context.decide(decision)


@router.post(
    "/{id}/rotation", status_code=201, response_model=ApiKeyMade, summary="Rotate an API key"
)
async def rotate_api_key(id: str, body: Rotation, context: Writer) -> Response:
    """Makes another of the same name, scopes and limits; both work for `overlap_hours`, then the new one alone.

    As with a new key, no answer is kept for an `Idempotency-Key`.
    """

    async def decision(work: UnitOfWork) -> Answer:
        old = await work.find(API_KEY, context.tenant, id)
        state: ApiKey = await work.state(API_KEY, old)
        key, secret = mint(
            context.tenant,
            state.name,
            state.scopes,
            env=state.env,
            now=context.now,
            expires_at=body.until(context.now),
            limits=state.limits,
            agency_id=state.agency_id,
        )
        new = stream_of(key)
        await work.lock([old.account, new.account], reading=[old, new])
        command = ReplaceApiKey(
            replaced_by=key.id,
            expires_at=context.now + timedelta(hours=body.overlap_hours),
            at=context.now,
        )
        await work.execute(API_KEY, old, command, context.cause)
        return await _issued(work, key, secret, context, replaces=id)

    return await every_time(context.ports.command_runner, decision)


@router.post("/{id}/revocation", response_model=ApiKeyShown, summary="Revoke an API key")
async def revoke_api_key(id: str, body: Revocation, context: Writer) -> Response:
    """It stops working here at once, and everywhere as soon as the other services hear of it."""

    async def decision(work: UnitOfWork) -> Answer:
        stream = await work.own(API_KEY, context.tenant, id)
        await work.execute(API_KEY, stream, RevokeApiKey(reason=body.reason), context.cause)
        return await _answer(work, stream, context.now)

    return await context.decide(decision)
