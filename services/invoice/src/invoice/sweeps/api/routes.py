"""Writing off what is not worth asking for: see what it is, start a sweep, see how far it has come."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from invoice.approvals.schemas import ApprovalShown, approvals
from invoice.creditors.handlers import registered_creditor
from invoice.customers.domain.errors import DuplicateExternalId
from invoice.sweeps.domain.sweep import SWEEP, SweepStarted, bounds, sweep_id_of
from invoice.sweeps.handlers import start_sweep
from recoup_events.invoice.approval import SmallBalances
from recoup_events.kernel.ids import creditor_id_of
from recoup_events.kernel.money import Money
from recoup_eventstore.batch_run import BatchRun, RunState
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.amounts import Amount, PositiveAmount
from recoup_service.api.answers import Answer
from recoup_service.api.collection import Collection
from recoup_service.api.fields import ExternalId, Words
from recoup_service.api.named_resources import CreditorNamed
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import Dates, Resource

READS = named_queries("invoice.sweeps", "queries.sql")
router = APIRouter(prefix="/v1/sweeps", tags=["Invoices"])
Reader = Annotated[RequestContext, needs("invoices:read")]
Writer = Annotated[RequestContext, needs("invoices:write")]


class NewSweep(CreditorNamed):
    """Which balances are not worth asking for."""

    external_id: ExternalId = Field(examples=["2026-Q1"])
    up_to: PositiveAmount = Field(
        description="What may be left of an invoice in this currency; at most the creditor's "
        "`write_off_limit`."
    )
    overdue_days: Annotated[int, Field(ge=1, le=3650)] = Field(
        description="Since it fell due, at least; of several terms, the next that is unpaid.",
        examples=[60],
    )
    reason: Words = Field(examples=["Less than it costs to ask for it"])
    dry_run: bool = Field(default=False, description="Only show what would be written off.")


class SmallBalancesShown(BaseModel):
    """What a sweep finds, as far as the lists know by now."""

    invoices: int = Field(description="How many there are.", examples=[212])
    total: Amount = Field(description="What they come to together.")


class SweepShown(Resource):
    id: str = Field(examples=["swp_5d20"])
    external_id: str
    creditor_id: str
    up_to: Amount
    overdue_days: int
    reason: str
    state: RunState
    found: SmallBalancesShown = Field(description="When it was asked for.")
    written_off: int = Field(
        description="How many invoices so far, without those that were paid, contested or in a plan "
        "by then; after a crash some may be missing here."
    )
    started_at: datetime
    completed_at: datetime | None


def shown(sweep: BatchRun[SweepStarted], dates: Dates) -> SweepShown:
    started = sweep.about
    wanted = started.wanted
    return SweepShown(
        **dates,
        id=started.sweep_id,
        external_id=wanted.external_id,
        creditor_id=wanted.creditor_id,
        up_to=Amount.of(wanted.up_to),
        overdue_days=wanted.overdue_days,
        reason=wanted.reason,
        state=sweep.state,
        found=_found(wanted),
        written_off=sweep.count,
        started_at=started.at,
        completed_at=sweep.completed_at,
    )


def _found(wanted: SmallBalances) -> SmallBalancesShown:
    return SmallBalancesShown(invoices=wanted.invoices, total=Amount.of(wanted.found))


sweeps = Collection("sweeps", SWEEP, shown)


@router.post(
    "",
    status_code=201,
    response_model=SweepShown,
    responses={
        200: {"model": SmallBalancesShown, "description": "What would be written off."},
        202: {"model": ApprovalShown, "description": "It waits for a second person."},
    },
    summary="Write off small balances",
)
async def new_sweep(body: NewSweep, context: Writer) -> Response:
    """Every invoice of which so little is left for so long is written off, each with its reason.

    Charges, and what is contested, agreed in a plan or reserved, are left alone. It goes on by itself,
    batch after batch. Where all of it comes to more than the creditor's `write_off_limit`, it waits in
    `/v1/approvals` for a second person. Each write-off can be taken back.
    """
    wanted = await _wanted(body, context)
    stream = SWEEP.stream(context.tenant, wanted.creditor_id, wanted.sweep_id)

    async def decision(work: UnitOfWork) -> Answer:
        await work.lock([stream.account], reading=[stream])
        await registered_creditor(work, context.tenant, body.creditor)
        if body.dry_run:
            return Answer(200, _found(wanted))
        if await work.exists(stream):
            raise DuplicateExternalId.of(body.external_id, stream.id)
        waits = await start_sweep(work, stream, wanted, context.cause)
        if waits is not None:
            return await approvals.answer(work, waits, 202)
        return await sweeps.answer(work, stream, 201)

    return await context.decide(decision)


async def _wanted(body: NewSweep, context: RequestContext) -> SmallBalances:
    creditor_id = creditor_id_of(context.tenant, body.creditor)
    up_to = body.up_to.money
    wanted = SmallBalances(
        sweep_id=sweep_id_of(context.tenant, creditor_id, body.external_id),
        creditor_id=creditor_id,
        external_id=body.external_id,
        up_to=up_to,
        overdue_days=body.overdue_days,
        reason=body.reason,
        invoices=0,
        found=Money.zero(up_to.currency),
    )
    async with context.reading() as connection:
        row = await connection.fetchrow(
            READS["small_balances_together"], *bounds(wanted, context.now)
        )
    assert row is not None, "a sum has one row"
    found = Money(minor_units=int(row["total"]), currency=up_to.currency)
    return wanted.model_copy(update={"invoices": row["invoices"], "found": found})


@router.get("/{id}", response_model=SweepShown, summary="Read a sweep")
async def read_sweep(id: str, context: Reader) -> Response:
    """How far it has come."""
    return await sweeps.get(context, id)
