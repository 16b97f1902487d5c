"""Each kind of report as a table, of one moment."""

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from invoice.invoices.domain.aging import BUCKETS
from invoice.report_schedules.domain.schedule import ReportKind
from invoice.reports.domain.cash_forecast import Forecast
from invoice.reports.domain.contacts import Kind, What
from invoice.reports.domain.contacts import shown as counted_by
from invoice.reports.domain.forecasting import PartKind
from invoice.reports.domain.promises import PromiseState
from invoice.reports.domain.table import Heading, Report, Rows, Sum
from invoice.reports.handlers.following import contacts_of_customers, known_promises
from invoice.reports.handlers.forecasting import Wanted, forecasts, habits_of, items, plans
from recoup_events.kernel.money import Money
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection

LEDGER = named_queries("invoice.ledger", "queries.sql")
PLACES: Final = (*range(len(BUCKETS) + 1), None)
"""Of the buckets of aging, current first; ``None`` is on account."""
AGES: Final = ("current", *(bucket.name for bucket in BUCKETS), "on_account")
AT_A_TIME = 1000
WEEKS = 13
CURRENCY: Final = Heading("currency", "Currency")


async def aging(connection: Connection, wanted: Wanted) -> Report:
    """What each customer owes, by age, and all of them together."""
    rows, sums = list[tuple[str, ...]](), defaultdict[str, int](int)
    after = ""
    first_days = [bucket.first_day for bucket in BUCKETS]
    narrowed = (wanted.today, first_days, date.max, wanted.creditor_id, wanted.currency)
    while page := await connection.fetch(
        LEDGER["aging_of_customers"], *narrowed, None, None, after, AT_A_TIME
    ):
        owed: dict[tuple[str, str, str], defaultdict[int | None, int]] = {}
        for row in page:
            if row["currency"] is not None:
                key = (row["external_id"], row["name"], row["currency"])
                buckets = owed.setdefault(key, defaultdict(int))
                buckets[row["bucket"]] += int(row["balance"])
        for (external_id, name, currency), buckets in owed.items():
            amounts = [_decimal(buckets[place], currency) for place in PLACES]
            total = sum(buckets.values())
            sums[currency] += total
            rows.append((name, external_id, currency, *amounts, _decimal(total, currency)))
        after = page[-1]["id"]
    headings = (
        *(Heading("name", "Customer"), Heading("customer", "Your id"), CURRENCY),
        *(Heading(age, age.replace("_", " "), right=True) for age in AGES),
        Heading("total", "Total", right=True),
    )
    return Report(headings, rows, [*_sums(sums)])


async def cash_forecast(connection: Connection, wanted: Wanted) -> Report:
    """By week, then what stands apart."""
    habits = await habits_of(connection, wanted)
    found = await forecasts(connection, wanted, habits, WEEKS, by_creditor=False)
    rows: list[tuple[str, ...]] = []
    for (_, currency), forecast in sorted(found.items()):
        rows += _forecast(currency, forecast)
    headings = (
        *(Heading("expected", "Expected"), Heading("until", "Until", right=True), CURRENCY),
        *(Heading(each, each.capitalize(), right=True) for each in ("invoices", "instalments")),
        Heading("total", "Total", right=True),
    )
    sums = {currency: forecast.total for (_, currency), forecast in found.items()}
    return Report(headings, rows, [*_sums(sums)])


def _forecast(currency: str, forecast: Forecast) -> Rows:
    rows = []
    for monday, week in forecast.weeks():
        invoices, planned = week
        amounts = [_decimal(each, currency) for each in (invoices, planned, invoices + planned)]
        rows.append((f"{monday}", f"{monday + timedelta(days=6)}", currency, *amounts))
    apart = {"later": forecast.later}
    apart |= {kind: forecast.apart(kind) for kind in PartKind if forecast.apart(kind)}
    for kind, amount in apart.items():
        name = kind.replace("_", " ")
        rows.append((name, "", currency, "", "", _decimal(amount, currency)))
    return rows


async def running_plans(connection: Connection, wanted: Wanted) -> Report:
    """What is open of each plan, instalment by instalment."""
    rows, sums = list[tuple[str, ...]](), defaultdict[str, int](int)
    async for planned in plans(connection, wanted):
        plan = planned.plan
        assert plan.remaining is not None, "only what runs is listed"
        currency = plan.remaining.currency
        sums[currency] += plan.remaining.minor_units
        for instalment, open in zip(plan.schedule, plan.open, strict=False):
            if open:
                due = f"{instalment.due_on}"
                amounts = (instalment.amount.decimal, open.decimal)
                rows.append((planned.customer_id, plan.plan_id, due, currency, *amounts))
    headings = (
        *(Heading("customer_id", "Customer"), Heading("plan_id", "Plan")),
        *(Heading("due_on", "Due on", right=True), CURRENCY),
        *(Heading("amount", "Instalment", right=True), Heading("open", "Open", right=True)),
    )
    return Report(headings, rows, [*_sums(sums)])


async def disputes(connection: Connection, wanted: Wanted) -> Report:
    """What is contested of each receivable, and in which dispute."""
    rows, sums = list[tuple[str, ...]](), defaultdict[str, int](int)
    async for item in items(connection, wanted, await habits_of(connection, wanted)):
        known = item.receivable
        assert known.balance is not None, "only what has arrived is owed"
        for id, cover in known.covers.items():
            aside = known.set_aside.get(id)
            if cover.by == "dispute" and aside:
                currency = aside.currency
                sums[currency] += aside.minor_units
                named = (item.customer_id, item.number or "", id, f"{known.due_date}", currency)
                rows.append((*named, aside.decimal, known.balance.decimal))
    headings = (
        *(Heading("customer_id", "Customer"), Heading("number", "Invoice")),
        *(Heading("dispute_id", "Dispute"), Heading("due_date", "Due", right=True), CURRENCY),
        *(Heading("contested", "Contested", right=True), Heading("owed", "Owed", right=True)),
    )
    return Report(headings, rows, [*_sums(sums)])


async def promises(connection: Connection, wanted: Wanted) -> Report:
    """Each that is open, and each of the last quarter; the sums say what is open, and how many were kept."""
    rows, sums = list[tuple[str, ...]](), defaultdict[str, int](int)
    states = Counter[PromiseState]()
    async for customer_id, promise in known_promises(connection, wanted):
        assert promise.promised is not None, "only what has arrived is listed"
        assert promise.remaining is not None, "a promise that was made expects something"
        currency = promise.promised.currency
        if promise.state is PromiseState.OPEN:
            sums[currency] += promise.remaining.minor_units
        states[promise.state] += 1
        amounts = (promise.promised.decimal, promise.remaining.decimal)
        named = (customer_id, promise.promise_id, f"{promise.due_on}", promise.state, currency)
        rows.append((*named, *amounts))
    headings = (
        *(Heading("customer_id", "Customer"), Heading("promise_id", "Promise")),
        *(Heading("due_on", "By", right=True), Heading("state", "State"), CURRENCY),
        *(Heading("promised", "Promised", right=True), Heading("open", "Open", right=True)),
    )
    ended = states[PromiseState.KEPT] + states[PromiseState.BROKEN]
    kept = Sum("Kept", f"{states[PromiseState.KEPT]} of {ended}")
    return Report(headings, rows, [*_sums(sums), kept])


async def contacts(connection: Connection, wanted: Wanted) -> Report:
    """How often what happened, by week, over all customers."""
    counts = Counter[Kind]()
    async for known in contacts_of_customers(connection):
        for each in counted_by(known, wanted.today, wanted.creditor_id):
            counts[each.kind.model_copy(update={"creditor_id": None})] += each.times
    kinds = sorted(counts, key=lambda kind: (kind.monday, kind.channel, kind.what, kind.detail))
    rows = [
        (f"{kind.monday}", kind.channel, kind.what, kind.detail, f"{counts[kind]}")
        for kind in kinds
    ]
    headings = (
        *(Heading("week", "Week from"), Heading("channel", "Channel"), Heading("what", "What")),
        *(Heading("detail", "How, or by which rule"), Heading("times", "Times", right=True)),
    )
    whole = Counter[str]()
    for kind, times in counts.items():
        whole[kind.what] += times
    return Report(headings, rows, [Sum(what.capitalize(), f"{whole[what]}") for what in What])


MAKERS: Final[Mapping[ReportKind, Callable[[Connection, Wanted], Awaitable[Report]]]] = {
    ReportKind.AGING: aging,
    ReportKind.CASH_FORECAST: cash_forecast,
    ReportKind.PLANS: running_plans,
    ReportKind.DISPUTES: disputes,
    ReportKind.PROMISES: promises,
    ReportKind.CONTACTS: contacts,
}


def _sums(sums: Mapping[str, int]) -> Iterator[Sum]:
    for currency, amount in sorted(sums.items()):
        yield Sum(f"Total {currency}", _decimal(amount, currency))


def _decimal(minor_units: int, currency: str) -> str:
    return Money(minor_units=minor_units, currency=currency).decimal
