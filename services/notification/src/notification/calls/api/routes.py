"""Calls: ask at the last moment, then say how it went."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from notification.calls.api.schemas import (
    CallListed,
    CallShown,
    GivenUp,
    NewCall,
    NewOutcome,
    ReceivedCall,
    listed,
    shown,
)
from notification.calls.domain.call import CALL, CallState
from notification.calls.domain.commands import GiveUp, RecordOutcome
from notification.calls.domain.errors import DuplicateReference
from notification.calls.handlers import Secrets, ask, receive, record
from notification.consents.domain.address import stream_of as address_stream
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import CallId, derived
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.collection import Collection
from recoup_service.api.filters import OfCreditor, OfCustomer, OfInvoice, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs

READS = named_queries("notification.calls", "queries.sql")
Reader = Annotated[RequestContext, needs("calls:read")]
Writer = Annotated[RequestContext, needs("calls:write")]
calls = Collection("calls", CALL, shown)


router = APIRouter(prefix="/v1/calls", tags=["Calls"])


def asking(secrets: Secrets) -> APIRouter:
    """The route that needs the key by which telephone numbers are named."""
    router = APIRouter(prefix="/v1/calls", tags=["Calls"])

    @router.post("", status_code=201, response_model=CallShown, summary="Ask to call a person")
    async def ask_to_call(body: NewCall, context: Writer) -> Response:
        """Just before dialling. The answer's `state` is `permitted` or `refused`, and both are kept.

        A permission counts as an attempt at once, and holds for at most half an hour: what is owed
        may change, and who is called has hours. Without an outcome it is taken as made.
        """
        id = CallId(derived("cal", context.tenant, body.reference))
        asked = body.asked_for(context.tenant, id)
        stream = CALL.stream(context.tenant, asked.customer_id, id)

        async def create(work: UnitOfWork, stream: Stream) -> None:
            await ask(work, stream, asked, secrets, context.cause)

        return await calls.create(context, stream, create, DuplicateReference.of(id))

    return router


@router.get("", summary="List calls")
async def list_calls(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    customer_id: OfCustomer = None,
    invoice_id: OfInvoice = None,
    person_id: Annotated[
        str | None, Query(description="Only those to this person.", examples=["per_71c2"])
    ] = None,
    state: Annotated[
        CallState | None, Query(description="`permitted` are those whose outcome is missing.")
    ] = None,
    task_id: Annotated[str | None, Query(description="Only those that this task asks for.")] = None,
    creditor: OfCreditor = None,
) -> Page[CallListed]:
    """The latest asked for come first."""
    after = page.after(tuple[datetime, str]) or (None, None)
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    wanted = (customer_id, invoice_id, person_id, state, task_id, creditor_id, page.updated_since)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["list_calls"], page.fetch, *after, *wanted)
    return page.page(rows, listed, lambda row: (row["requested_at"], row["id"]))


@router.post(
    "/received", status_code=201, response_model=CallShown, summary="Record a call of a person's"
)
async def record_received_call(body: ReceivedCall, context: Writer) -> Response:
    """Whoever dialled, it is a conversation: each debt spoken of rests from its day on."""
    id = CallId(derived("cal", context.tenant, body.reference))
    asked = body.asked_for(context.tenant, id)
    stream = CALL.stream(context.tenant, asked.customer_id, id)

    async def create(work: UnitOfWork, stream: Stream) -> None:
        await receive(work, stream, asked, body.conversation, context.cause)

    return await calls.create(context, stream, create, DuplicateReference.of(id))


@router.get("/{id}", response_model=CallShown, summary="Read a call")
async def read_call(id: str, context: Reader) -> Response:
    """Whether it may be made, until when, or why not, and how it went."""
    return await calls.get(context, id)


@router.post("/{id}/outcome", response_model=CallShown, summary="Record how a call went")
async def record_call_outcome(id: str, body: NewOutcome, context: Writer) -> Response:
    """Once; a conversation starts the rest that the rules ask for, of every debt spoken of."""
    command = RecordOutcome(
        outcome=body.outcome,
        called_at=body.called_at,
        note=body.note,
        recorded=body.recorded,
        at=context.cause.at,
    )

    async def decision(work: UnitOfWork) -> Answer:
        stream = await work.find(CALL, context.tenant, id)
        permitted = (await work.state(CALL, stream)).permitted
        accounts = [stream.account]
        if permitted is not None:
            accounts.append(address_stream(context.tenant, permitted.address_hash).account)
        await work.lock(accounts, reading=[stream])
        await record(work, stream, command, context.cause)
        return await calls.answer(work, stream)

    return await context.decide(decision)


@router.post("/{id}/withdrawal", response_model=CallShown, summary="Give a permission back")
async def withdraw_call(id: str, body: GivenUp, context: Writer) -> Response:
    """The call was not made, so it counts as no attempt."""
    return await calls.command(context, id, GiveUp(reason=body.reason), blindly=True)
