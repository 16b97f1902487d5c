"""Reads what a forecast is reckoned from: habits, what is owed and set aside, plans."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from invoice.open_items.domain.open_receivables import OpenReceivable
from invoice.open_items.domain.plans import RunningPlan
from invoice.reports.domain.cash_forecast import Forecast, Forecasts, Key
from invoice.reports.domain.forecasting import (
    ENOUGH,
    LOOKED_BACK,
    Habit,
    Habits,
    Part,
    PartKind,
    instalments,
    parts,
    weeks_from,
)
from recoup_events.invoice import Chase, Condition
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection

READS = named_queries("invoice.reports", "queries.sql")
AT_A_TIME = 1000
PAYS_NOTHING: Final = [Condition.INSOLVENCY, Condition.DEATH, Condition.BREATHING_SPACE]
NEVER_ASKED: Final = {Chase.NEVER, Chase.ON_RELEASE}


class Wanted(NamedTuple):
    """What a forecast is narrowed to."""

    today: date
    creditor_id: str | None = None
    currency: str | None = None


class Item(NamedTuple):
    """What is owed on a receivable, part by part."""

    customer_id: str
    receivable: OpenReceivable
    number: str | None
    habit: Habit
    parts: Sequence[Part]


class Planned(NamedTuple):
    """What is open of a plan."""

    customer_id: str
    plan: RunningPlan
    parts: Sequence[Part]


Place = tuple[str, str]
FIRST: Place = ("", "")


async def habits_of(connection: Connection, wanted: Wanted) -> Habits:
    since, creditor_id = wanted.today - LOOKED_BACK, wanted.creditor_id
    usual = await connection.fetchrow(READS["usual"], since, creditor_id)
    own = await connection.fetch(READS["habits"], since, creditor_id, ENOUGH)
    everybody = Habit(usual["days"] or 0, usual["payments"]) if usual else Habit(0, 0)
    customers = {row["customer_id"]: Habit(row["days"], row["payments"]) for row in own}
    return Habits(everybody, customers)


async def page_of_items(
    connection: Connection, wanted: Wanted, habits: Habits, after: Place, limit: int
) -> Sequence[Item]:
    rows = await connection.fetch(
        READS["owed"],
        *after,
        PAYS_NOTHING,
        wanted.today,
        wanted.creditor_id,
        wanted.currency,
        limit,
    )
    found = []
    for row in rows:
        receivable = OpenReceivable.model_validate_json(row["content"])
        habit = habits.of(row["customer_id"])
        held = row["insolvent"] or row["chase"] in NEVER_ASKED
        parted = [*parts(receivable, habit, wanted.today, held=held)]
        found.append(Item(row["customer_id"], receivable, row["number"], habit, parted))
    return found


async def items(connection: Connection, wanted: Wanted, habits: Habits) -> AsyncIterator[Item]:
    """All that is owed, a page at a time, so that a large book takes no more memory than a small one."""
    after = FIRST
    while page := await page_of_items(connection, wanted, habits, after, AT_A_TIME):
        for item in page:
            yield item
        after = (page[-1].customer_id, page[-1].receivable.receivable_id)


async def plans(connection: Connection, wanted: Wanted) -> AsyncIterator[Planned]:
    after = FIRST
    while rows := await connection.fetch(
        READS["plans"], *after, wanted.creditor_id, wanted.currency, AT_A_TIME
    ):
        for row in rows:
            plan = RunningPlan.model_validate_json(row["content"])
            yield Planned(row["customer_id"], plan, [*instalments(plan, wanted.today)])
        after = (rows[-1]["customer_id"], rows[-1]["id"])


async def forecasts(
    connection: Connection, wanted: Wanted, habits: Habits, weeks: int, *, by_creditor: bool
) -> Mapping[Key, Forecast]:
    """What a plan covers counts on the plan's days, and not once more with its receivables."""
    sums = Forecasts(weeks_from(wanted.today, weeks))
    async for item in items(connection, wanted, habits):
        known = item.receivable
        assert known.balance is not None, "only what has arrived is owed"
        own = [part for part in item.parts if part.kind is not PartKind.INSTALMENT]
        sums.add((known.creditor_id if by_creditor else "", known.balance.currency), own)
    async for each in plans(connection, wanted):
        assert each.plan.remaining is not None, "only what runs is listed"
        creditor_id = each.plan.creditor_id if by_creditor else ""
        sums.add((creditor_id, each.plan.remaining.currency), each.parts)
    return sums.found
