"""Tasks: the worklist of calls, and how each of them went."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from recoup_events.envelope import Stream
from recoup_eventstore.work import UnitOfWork
from recoup_service.answers import Answer, given
from recoup_service.ask import Ask, needs
from recoup_service.paging import Page, PageRequest
from workflow_scheduler.api.tasks.schemas import (
    NewCompletion,
    TaskListed,
    TaskShown,
    listed,
    shown,
)
from workflow_scheduler.domain.commands import CompleteTask
from workflow_scheduler.domain.debtor import DEBTOR
from workflow_scheduler.domain.task import TASK
from workflow_scheduler.store.queries import QUERIES

router = APIRouter(prefix="/v1/tasks", tags=["Tasks"])
Reader = Annotated[Ask, needs("tasks:read")]
Writer = Annotated[Ask, needs("tasks:write")]


async def _answer(work: UnitOfWork, stream: Stream) -> Answer:
    now = await work.load(TASK, stream)
    debtor = await work.document(DEBTOR, stream.account, stream.account.key)
    return Answer(200, shown(now.state, debtor), now.version)


@router.get("", summary="List tasks")
async def browse(
    ask: Reader,
    page: Annotated[PageRequest, Depends()],
    state: Annotated[
        Literal["open", "completed", "all"], Query(description="The worklist is what is open.")
    ] = "open",
    customer_id: Annotated[str | None, Query(description="Recoup's id of the customer.")] = None,
    invoice_id: Annotated[str | None, Query(description="Recoup's id of the invoice.")] = None,
) -> Page[TaskListed]:
    """The longest waiting come first."""
    created_at, id = page.after(tuple[datetime, str]) or (None, None)
    completed = None if state == "all" else state == "completed"
    wanted = (completed, customer_id, invoice_id)
    async with ask.reading() as connection:
        rows = await connection.fetch(QUERIES["list_tasks"], page.fetch, created_at, id, *wanted)
    return page.page(rows, listed, lambda row: (row["created_at"], row["id"]))


@router.get("/{id}", response_model=TaskShown, summary="Read a task")
async def read(id: str, ask: Reader) -> Response:
    async with ask.work() as work:
        stream = await work.find(TASK, ask.tenant, id)
        return given((await _answer(work, stream)).stored(b""), {})


@router.post("/{id}/completion", response_model=TaskShown, summary="Complete a task")
async def complete(id: str, body: NewCompletion, ask: Writer) -> Response:
    """Say how the call went; a task is completed once."""
    command = CompleteTask(disposition=body.disposition, note=body.note)

    async def decision(work: UnitOfWork) -> Answer:
        stream = await work.find(TASK, ask.tenant, id)
        await work.lock([stream.account])
        ask.match((await work.load(TASK, stream)).version)
        await work.execute(TASK, stream, command, ask.cause)
        return await _answer(work, stream)

    return await ask.decide(decision)
