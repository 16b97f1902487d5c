"""A whole service around a sample counter, as small as a service can be, to try recoup_service with."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.paging import Page, PageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.run import run
from recoup_service.service import Service
from recoup_service.settings import Settings
from recoup_testing.counter import COUNTER, Count, Counted, Counter, SetAlarm

PACKAGE = "invoice"
"""The sample service's events say they are the invoice service's, so they have a topic to go to."""
ECHO = "-echo"
router = APIRouter(prefix="/v1/counters", tags=["counters"])
MayRead = Annotated[RequestContext, needs("counters:read")]
MayWrite = Annotated[RequestContext, needs("counters:write")]


class NewCounter(BaseModel):
    id: str = Field(min_length=1, description="Your own name for it.")
    by: int = Field(default=1, ge=1, description="Where to start.")
    alarm: datetime | None = Field(default=None, description="When it rings first.")


class Step(BaseModel):
    by: int


class CounterShown(BaseModel):
    id: str
    total: int


async def _shown(work: UnitOfWork, account: Account, status: int) -> Answer:
    folded = await work.load(COUNTER, COUNTER.stream(account.tenant, account.key, account.key))
    state: Counter = folded.state
    body = CounterShown(id=account.key, total=state.total)
    return Answer(status, body, folded.version, f"/v1/counters/{account.key}")


@router.post("", status_code=201, response_model=CounterShown, summary="Start a counter")
async def start(context: MayWrite, new: NewCounter) -> Response:
    account = Account(context.tenant, new.id)

    async def decision(work: UnitOfWork) -> Answer:
        stream = COUNTER.stream(context.tenant, new.id, new.id)
        await work.lock([account], reading=[stream])
        await work.execute(COUNTER, stream, Count(by=new.by), context.cause)
        if new.alarm is not None:
            await work.execute(COUNTER, stream, SetAlarm(at=new.alarm), context.cause)
        return await _shown(work, account, 201)

    return await context.decide(decision)


@router.post("/{id}/steps", response_model=CounterShown, summary="Count further")
async def step(context: MayWrite, id: str, asked: Step) -> Response:
    async def decision(work: UnitOfWork) -> Answer:
        stream = await work.own(COUNTER, context.tenant, id)
        context.match((await work.load(COUNTER, stream)).version)
        await work.execute(COUNTER, stream, Count(by=asked.by), context.cause)
        return await _shown(work, stream.account, 200)

    return await context.decide(decision)


@router.get("/{id}", summary="Look at a counter")
async def look(context: MayRead, id: str) -> CounterShown:
    async with context.work() as work:
        stream = await work.find(COUNTER, context.tenant, id)
        state = await work.state(COUNTER, stream)
    return CounterShown(id=id, total=state.total)


@router.get("", summary="List counters by their names")
async def browse(context: MayRead, page: Annotated[PageRequest, Depends()]) -> Page[str]:
    after = page.after(tuple[str])
    async with context.reading() as connection:
        rows = await connection.fetch(
            "select distinct account from store.event where $1::text is null or account > $1 "
            "order by account limit $2",
            None if after is None else after[0],
            page.fetch,
        )
    return page.page(rows, lambda row: str(row["account"]), lambda row: (row["account"],))


async def _ring(work: UnitOfWork, stream: Stream, _now: datetime, cause: Cause) -> None:
    await work.execute(COUNTER, stream, SetAlarm(at=None), cause)


async def _echo(work: UnitOfWork, received: Envelope[Counted], cause: Cause) -> None:
    """Count what was received over Kafka, but not what this said itself."""
    account, id = received.account, received.stream.id
    if not id.endswith(ECHO):
        echo = COUNTER.stream(account.tenant, account.key, id + ECHO)
        await work.execute(COUNTER, echo, Count(by=received.event.by), cause)


def build(settings: Settings) -> Service:
    service = Service(PACKAGE, settings, title="Sample", description="Counts.")
    service.serves(router)
    service.subscribes(Counted, _echo)
    service.handles_timer(COUNTER, "alarm", _ring)
    return service


if __name__ == "__main__":
    run(PACKAGE, build)
