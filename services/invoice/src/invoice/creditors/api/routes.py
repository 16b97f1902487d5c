"""In whose name money is asked for: register creditors, and keep their details right."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from invoice.approvals.schemas import ApprovalShown, approvals
from invoice.books import BooksBody
from invoice.creditors.api.filters import CreditorFilter
from invoice.creditors.api.schemas import (
    BankAccountsBody,
    Code,
    CreditorBody,
    CreditorContent,
    CreditorShown,
    NewCreditor,
    listed,
    shown,
)
from invoice.creditors.domain import commands
from invoice.creditors.domain.creditor import CREDITOR
from invoice.creditors.domain.errors import DuplicateCode
from invoice.creditors.handlers import change_bank_accounts, change_books, creditor_stream
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import CreditorId
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.collection import Change, Collection
from recoup_service.api.metadata import DescribedPageRequest, replace_metadata, serve_metadata
from recoup_service.api.paging import Page
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.search import found

router = APIRouter(prefix="/v1/creditors", tags=["Creditors"])
READS = named_queries("invoice.creditors", "queries.sql")
creditors = Collection("creditors", CREDITOR, shown)
Reader = Annotated[RequestContext, needs("creditors:read")]
Writer = Annotated[RequestContext, needs("creditors:write")]


@router.post("", status_code=201, response_model=CreditorShown, summary="Register a creditor")
async def register_creditor(body: NewCreditor, context: Writer) -> Response:
    """Before its first document. The code `default` is for those that name no creditor."""
    stream = creditor_stream(context.tenant, body.code)
    taken = DuplicateCode.of(body.code, stream.id)
    return await creditors.create(context, stream, _registering(body.code, body, context), taken)


def _registering(code: str, body: CreditorContent, context: RequestContext) -> Change:
    async def register(work: UnitOfWork, stream: Stream) -> None:
        command = commands.RegisterCreditor(
            creditor_id=CreditorId(stream.id),
            code=code,
            details=body.details,
            bank_accounts=body.accounts,
            metadata=body.metadata or {},
        )
        await work.execute(CREDITOR, stream, command, context.cause)

    return register


@router.get("", summary="List creditors")
async def list_creditors(
    context: Reader,
    page: Annotated[DescribedPageRequest, Depends()],
    wanted: Annotated[CreditorFilter, Depends()],
) -> Page[CreditorShown]:
    """By your codes."""
    (after,) = page.after(tuple[str]) or (None,)
    async with context.reading() as connection:
        those = await found(connection, "invoice", "creditor", wanted.search)
        rows = await connection.fetch(
            READS["list_creditors"],
            page.fetch,
            after,
            *wanted.arguments,
            page.updated_since,
            *page.metadata,
            *those,
        )
    return page.page(rows, listed, lambda row: (row["code"],))


@router.put(
    "/by/code/{code}",
    status_code=201,
    response_model=CreditorShown,
    responses={200: {"model": CreditorShown, "description": "It was there, and is as sent now."}},
    summary="Register a creditor, or change it to what is sent",
)
async def put_creditor(
    code: Annotated[Code, Path()], body: CreditorContent, context: Writer
) -> Response:
    """For systems that send all their creditors again and again.

    Bank accounts that differ from the present ones wait in `/v1/approvals` for a second person.
    """

    async def change(work: UnitOfWork, stream: Stream) -> None:
        changed = commands.ChangeCreditorDetails(details=body.details)
        await work.execute(CREDITOR, stream, changed, context.cause)
        await change_bank_accounts(work, stream, body.accounts, context.cause)
        await replace_metadata(work, CREDITOR, stream, body.metadata, context.cause)

    stream = creditor_stream(context.tenant, code)
    return await creditors.put(context, stream, _registering(code, body, context), change)


@router.get("/{id}", response_model=CreditorShown, summary="Read a creditor")
async def read_creditor(id: str, context: Reader) -> Response:
    """The creditor as it is now, with its version as `ETag`."""
    return await creditors.get(context, id)


@router.put("/{id}", response_model=CreditorShown, summary="Change a creditor's details")
async def change_creditor(id: str, body: CreditorBody, context: Writer) -> Response:
    """All but its bank accounts, and its code, which stays. Messages name them from now on."""
    command = commands.ChangeCreditorDetails(details=body.details)
    return await creditors.command(context, id, command)


@router.put(
    "/{id}/bank-accounts",
    response_model=CreditorShown,
    responses={202: {"model": ApprovalShown, "description": "They wait for a second person."}},
    summary="Ask for other bank accounts",
)
async def put_bank_accounts(id: str, body: BankAccountsBody, context: Writer) -> Response:
    """Debtors are told the present ones until a second person has approved, with another key."""
    accounts = tuple(account.account for account in body.bank_accounts)

    async def change(work: UnitOfWork, stream: Stream) -> Stream | None:
        return await change_bank_accounts(work, stream, accounts, context.cause)

    return await _by_two(context, id, change)


@router.put(
    "/{id}/books",
    response_model=CreditorShown,
    responses={202: {"model": ApprovalShown, "description": "It waits for a second person."}},
    summary="Say how its books are kept",
)
async def put_books(id: str, body: BooksBody, context: Writer) -> Response:
    """What is booked from now on follows it; what was booked stays as it is.

    A higher `write_off_limit`, or none where there was one, waits in `/v1/approvals` for a second person.
    """

    async def change(work: UnitOfWork, stream: Stream) -> Stream | None:
        return await change_books(work, stream, body.books, context.cause)

    return await _by_two(context, id, change)


async def _by_two(
    context: RequestContext,
    id: str,
    change: Callable[[UnitOfWork, Stream], Awaitable[Stream | None]],
) -> Response:
    """The creditor as it is after the change, or the approval that it waits for."""

    async def decision(work: UnitOfWork) -> Answer:
        stream = await work.own(CREDITOR, context.tenant, id)
        context.match((await work.load(CREDITOR, stream)).version)
        waits = await change(work, stream)
        if waits is not None:
            return await approvals.answer(work, waits, 202)
        return await creditors.answer(work, stream)

    return await context.decide(decision)


serve_metadata(router, creditors, CreditorShown, "creditors:write")
