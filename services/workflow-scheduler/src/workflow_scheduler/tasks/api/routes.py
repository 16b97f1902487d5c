"""Tasks: what is left to people, whose it is, and what came of each."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from recoup_events.kernel.envelope import Stream
from recoup_events.workflow_scheduler import TaskKind
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date
from recoup_service.api.collection import Collection
from recoup_service.api.filters import OfCreditor, OfCustomer, OfInvoice, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from workflow_scheduler.debtors.domain.debtor import DEBTOR, Debtor
from workflow_scheduler.tasks.api.requests import (
    NewAssignment,
    NewCompletion,
    NewDueDate,
    NewSnooze,
    NewTask,
)
from workflow_scheduler.tasks.api.schemas import TaskListed, TaskShown, listed, shown
from workflow_scheduler.tasks.domain.commands import (
    RescheduleTask,
    SnoozeTask,
)
from workflow_scheduler.tasks.domain.errors import DuplicateReference
from workflow_scheduler.tasks.domain.task import TASK
from workflow_scheduler.tasks.handlers.completing import complete_task
from workflow_scheduler.tasks.handlers.creating import create_requested
from workflow_scheduler.tasks.handlers.sharing import assign as give

router = APIRouter(prefix="/v1/tasks", tags=["Tasks"])
READS = named_queries("workflow_scheduler.tasks", "queries.sql")
Reader = Annotated[RequestContext, needs("tasks:read")]
Writer = Annotated[RequestContext, needs("tasks:write")]


async def _debtor(work: UnitOfWork, stream: Stream) -> Debtor:
    return await work.document(DEBTOR, stream.account, stream.account.key)


tasks = Collection("tasks", TASK, shown, beside=_debtor)


@router.post("", status_code=201, response_model=TaskShown, summary="Create a task")
async def create(body: NewTask, context: Writer) -> Response:
    """About a customer, or about a receivable of it by its enrolment; a call names in whose name.

    It closes by itself when there is no reason left for it, as those do that a workflow asks for.
    """
    task = body.task_in(context.tenant)
    stream = TASK.stream(context.tenant, task.customer_id, task.task_id)

    async def creating(work: UnitOfWork, stream: Stream) -> None:
        pointer = body.customer_pointer
        await create_requested(work, stream, task, context.cause, customer_at=pointer)

    return await tasks.create(context, stream, creating, DuplicateReference.of(task.task_id))


@router.get("", summary="List tasks")
async def list_tasks(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    state: Annotated[
        Literal["open", "completed", "closed", "all"],
        Query(description="`closed` are those that closed by themselves."),
    ] = "open",
    customer_id: OfCustomer = None,
    invoice_id: OfInvoice = None,
    creditor: OfCreditor = None,
    kind: Annotated[TaskKind | None, Query(description="What is to be done.")] = None,
    owner: Annotated[str | None, Query(description="Your own id of a colleague.")] = None,
    team: Annotated[str | None, Query(description="The code of a team.")] = None,
) -> Page[TaskListed]:
    """The longest waiting come first; `/v1/worklist` has those to be done now by what they promise."""
    created_at, id = page.after(tuple[datetime, str]) or (None, None)
    narrowed = None if state == "all" else state
    creditor_id = creditor_id_or_none(context.tenant, creditor)
    wanted = (narrowed, customer_id, invoice_id, page.updated_since, creditor_id, kind, owner, team)
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
    """Say how the call went, what was decided or done; a task is completed once, and drives what follows.

    Ask for a call of notification first (`POST /v1/calls`), and name it here. A promise is made, a
    dispute opened, a copy of the invoice sent, somebody called again, money looked for; where that
    is refused, the task stays open.
    """
    answer = body.answer(context.tenant)

    async def completing(work: UnitOfWork, stream: Stream) -> None:
        await complete_task(work, stream, body.command, answer, context.cause)

    return await tasks.change(context, id, completing)


@router.put(
    "/{id}/assignment",
    response_model=TaskShown,
    summary="Assign a task",
    operation_id="assign_task",
)
async def assign(id: str, body: NewAssignment, context: Writer) -> Response:
    """To a colleague, to nobody, or to a team alone, which gives it to one of its members."""

    async def change(work: UnitOfWork, stream: Stream) -> None:
        await give(work, stream, body.owner, body.team, context.cause)

    return await tasks.change(context, id, change)


@router.put(
    "/{id}/snooze", response_model=TaskShown, summary="Snooze a task", operation_id="snooze_task"
)
async def snooze(id: str, body: NewSnooze, context: Writer) -> Response:
    """The worklist leaves it out until then."""
    return await tasks.command(context, id, SnoozeTask(until=body.until, now=context.now))


@router.put(
    "/{id}/due-date",
    response_model=TaskShown,
    summary="Set the day by which a task is to be done",
    operation_id="reschedule_task",
)
async def reschedule(id: str, body: NewDueDate, context: Writer) -> Response:
    """Today, in the customer's calendar, or later; the worklist is narrowed and sorted by it."""

    async def change(work: UnitOfWork, stream: Stream) -> None:
        today = local_date(context.now, (await _debtor(work, stream)).calendar)
        command = RescheduleTask(due_on=body.due_on, today=today)
        await work.execute(TASK, stream, command, context.cause)

    return await tasks.change(context, id, change)
