"""Tasks: the worklist of calls, and how each of them went."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from recoup_events.kernel.envelope import Stream
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.filters import OfCreditor, OfCustomer, OfInvoice, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from workflow_scheduler.debtors.domain.debtor import DEBTOR, Debtor
from workflow_scheduler.tasks.api.schemas import NewCompletion, TaskListed, TaskShown, listed, shown
from workflow_scheduler.tasks.domain.commands import CompleteTask
from workflow_scheduler.tasks.domain.task import TASK
from workflow_scheduler.tasks.handlers import complete_task

router = APIRouter(prefix="/v1/tasks", tags=["Tasks"])
READS = named_queries("workflow_scheduler.tasks", "queries.sql")
Reader = Annotated[RequestContext, needs("tasks:read")]
Writer = Annotated[RequestContext, needs("tasks:write")]


async def _debtor(work: UnitOfWork, stream: Stream) -> Debtor:
    return await work.document(DEBTOR, stream.account, stream.account.key)


tasks = Collection("tasks", TASK, shown, beside=_debtor)


@router.get("", summary="List tasks")
async def list_tasks(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    state: Annotated[
        Literal["open", "completed", "closed", "all"],
        Query(
            description="The worklist is what is open; `closed` are those that closed by themselves."
        ),
    ] = "open",
    customer_id: OfCustomer = None,
    invoice_id: OfInvoice = None,
    creditor: OfCreditor = None,
) -> Page[TaskListed]:
    """The longest waiting come first."""
    created_at, id = page.after(tuple[datetime, str]) or (None, None)
    narrowed = None if state == "all" else state
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    wanted = (narrowed, customer_id, invoice_id, page.updated_since, creditor_id)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["list_tasks"], page.fetch, created_at, id, *wanted)
    return page.page(rows, listed, lambda row: (row["created_at"], row["id"]))


@router.get("/{id}", response_model=TaskShown, summary="Read a task")
async def read_task(id: str, context: Reader) -> Response:
    """What to say, and who is called; its version is the `ETag`."""
    return await tasks.get(context, id)


@router.post(
    "/{id}/completion",
    response_model=TaskShown,
    summary="Complete a task",
    operation_id="complete_task",
)
async def complete(id: str, body: NewCompletion, context: Writer) -> Response:
    """Say how the call went; a task is completed once.

    Ask for the call of notification first (`POST /v1/calls`), and name it here.
    """
    command = CompleteTask(**dict(body))

    async def completing(work: UnitOfWork, stream: Stream) -> None:
        await complete_task(work, stream, command, context.cause)

    return await tasks.change(context, id, completing)
