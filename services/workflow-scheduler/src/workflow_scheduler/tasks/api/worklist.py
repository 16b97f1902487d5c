"""The worklist: whom to call now, by what it may bring in."""

import json
from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from recoup_events.kernel.currencies import EXPONENTS
from recoup_events.kernel.envelope import Account
from recoup_events.workflow_scheduler import TaskKind
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.fields import Day
from recoup_service.api.filters import InCurrency, OfCreditor, OfCustomer, creditor_id_or_none
from recoup_service.api.paging import Page, PageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.sorting import Column, Order, sorted_by
from workflow_scheduler.debtors.domain.debtor import DEBTOR
from workflow_scheduler.tasks.api.worklist_schemas import WorklistRow, shown

router = APIRouter(prefix="/v1/worklist", tags=["Tasks"])
READS = named_queries("workflow_scheduler.tasks", "queries.sql")
SORTED = sorted_by(
    "-expected",
    expected=int,
    due_on=Column("due_by", date),
    days_late=int,
    amount=Column("amount_thousandths", int),
)
DECIMALS = json.dumps({code: places for code, places in EXPONENTS.items() if places != 2})
Reader = Annotated[RequestContext, needs("tasks:read")]


@router.get("", summary="See whom to call, and why")
async def read_worklist(
    context: Reader,
    page: Annotated[PageRequest, Depends()],
    order: Annotated[Order, SORTED],
    *,
    owner: Annotated[str | None, Query(description="Your own id of a colleague.")] = None,
    unowned: Annotated[bool, Query(description="Only what nobody owns yet.")] = False,
    team: Annotated[str | None, Query(description="The code of a team.")] = None,
    kind: Annotated[TaskKind | None, Query(description="What is to be done.")] = None,
    creditor: OfCreditor = None,
    customer_id: OfCustomer = None,
    due_before: Annotated[
        Day | None, Query(description="Only what is to be done by this day or sooner.")
    ] = None,
    currency: InCurrency = None,
    min_amount: Annotated[
        str | None,
        Query(
            pattern=r"^[0-9]{1,15}(\.[0-9]{1,4})?$",
            description="Only where at least so much is open, in whichever currency.",
            examples=["100.00"],
        ),
    ] = None,
    include_later: Annotated[
        bool, Query(description="What is snoozed, or to be done at a moment to come, as well.")
    ] = False,
) -> Page[WorklistRow]:
    """What promises most comes first: what is open, by how likely it is paid at its age, after promises kept and broken.

    Each row says in words and figures why it stands there, whom to call, and when that is lawful.
    """
    wanted = (
        *(context.now.date(), context.now, owner, team, kind),
        *(creditor_id_or_none(context.tenant, creditor), due_before, customer_id, unowned),
        *(include_later, DECIMALS, currency),
        None if min_amount is None else Decimal(min_amount),
    )
    async with context.reading() as connection:
        rows = await order.fetch(connection, READS["worklist"], page, *wanted)
    accounts = {row["customer_id"]: Account(context.tenant, row["customer_id"]) for row in rows}
    async with context.work() as work:
        await work.preload(
            documents=[DocumentKey(each, DEBTOR.name, id) for id, each in accounts.items()]
        )
        debtors = {id: await work.document(DEBTOR, each, id) for id, each in accounts.items()}
    return page.page(
        rows, lambda row: shown(row, debtors[row["customer_id"]], context.now), order.key
    )
