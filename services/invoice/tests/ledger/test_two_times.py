"""As true on a day, and as known on a day: whatever is booked, however late, whichever due dates move."""

from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest
from httpx import AsyncClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invoice.invoices.domain.aging import BUCKETS
from invoice.ledger.api.aging import NAMES
from recoup_cli.demo_creditor import BOLTS as CREDITOR
from recoup_events import invoice as events
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    DEFAULT,
    AllocationId,
    CustomerId,
    InvoiceId,
    PaymentId,
    TenantId,
    creditor_id_of,
)
from recoup_events.kernel.money import Money
from recoup_eventstore.ports import Store
from recoup_testing.terms import changed, one_term

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
FIRST = date(2026, 1, 5)
TENANTS = count(1)
OFF = st.integers(min_value=-12, max_value=12)
LATER = st.integers(min_value=0, max_value=9)
AMOUNT = st.integers(min_value=1, max_value=500)
DEEDS = st.lists(
    st.tuples(st.sampled_from(["issue", "pay", "adjust", "amend"]), LATER, LATER, OFF, AMOUNT),
    min_size=1,
    max_size=12,
)


def eur(cents: int) -> Money:
    return Money(minor_units=cents, currency="EUR")


class History:
    """Events as they would be recorded, and the same as plain lines with two days each."""

    def __init__(self, tenant: TenantId, customer: CustomerId) -> None:
        self.account, self.creditor = Account(tenant, customer), creditor_id_of(tenant, DEFAULT)
        self.tenant, self.customer, self.today = tenant, customer, FIRST
        self.invoices: list[events.InvoiceIssued] = []
        self.envelopes: list[Envelope[Event]] = []
        self.versions = Counter[str]()
        self.lines: list[tuple[date, date, int | None, int]] = []
        self.due: list[list[tuple[date, date]]] = []
        """Of each invoice: from which day on, which due date."""

    def record(self, category: str, id: str, event: Event) -> None:
        self.versions[id] += 1
        name = uuid5(NAMESPACE_OID, f"{self.tenant}{len(self.envelopes)}")
        at = datetime.combine(self.today, time(12), UTC)
        stream = Stream(self.account, category, id)
        cause = Cause(at, "key:test", name)
        self.envelopes.append(Envelope(name, stream, self.versions[id], cause, event))

    def line(self, day: date, invoice: int | None, cents: int) -> None:
        self.lines.append((day, self.today, invoice, cents))

    def do(self, deed: str, later: int, nth: int, off: int, cents: int) -> None:
        self.today += timedelta(days=later)
        if deed == "issue" or not self.invoices:
            self.issue(self.today + timedelta(days=off), 1 + 4 * nth, cents)
        elif deed == "pay":
            self.pay(nth % len(self.invoices), self.today + timedelta(days=off), cents)
        elif deed == "adjust":
            self.adjust(nth % len(self.invoices), cents - 250)
        else:
            self.amend(nth % len(self.invoices), self.today + timedelta(days=3 * off))

    def issue(self, day: date, days: int, cents: int) -> None:
        id = InvoiceId(f"inv_{self.tenant}_{len(self.invoices)}")
        due = day + timedelta(days=days)
        issued = events.InvoiceIssued(
            invoice_id=id,
            customer_id=self.customer,
            creditor_id=self.creditor,
            external_id=id,
            number=id,
            total=eur(cents),
            issue_date=day,
            terms=one_term(id, due, eur(cents)),
            time_zone="UTC",
        )
        self.record("invoice", id, issued)
        self.line(day, len(self.invoices), cents)
        self.invoices.append(issued)
        self.due.append([(date.min, due)])

    def pay(self, nth: int, day: date, cents: int) -> None:
        issued, id = self.invoices[nth], PaymentId(f"pay_{self.tenant}_{len(self.envelopes)}")
        names = {"payment_id": id, "customer_id": self.customer}
        received = events.PaymentReceived(
            **names,
            creditor_id=self.creditor,
            external_id=id,
            amount=eur(cents),
            method="transfer",
            value_date=day,
        )
        applied_on = max(day, issued.issue_date)
        applied = events.PaymentApplied(
            **names,
            invoice_id=issued.invoice_id,
            receivable_id=issued.terms[0].receivable_id,
            payer_id=self.customer,
            allocation_id=AllocationId(f"all_{id}"),
            amount=eur(cents),
            balance=eur(0),
            value_date=day,
            applied_on=applied_on,
        )
        self.record("payment", id, received)
        self.record("invoice", issued.invoice_id, applied)
        self.line(day, None, -cents)
        self.line(applied_on, None, cents)
        self.line(applied_on, nth, -cents)

    def adjust(self, nth: int, cents: int) -> None:
        issued, day = self.invoices[nth], max(self.today, self.invoices[nth].issue_date)
        adjusted = events.InvoiceAdjusted(
            invoice_id=issued.invoice_id,
            customer_id=self.customer,
            amount=eur(cents),
            total=eur(1),
            terms=(changed(issued.terms[0], eur(cents), eur(0)),),
            effective_on=day,
            reason="so",
        )
        self.record("invoice", issued.invoice_id, adjusted)
        self.line(day, nth, cents)

    def amend(self, nth: int, due: date) -> None:
        issued = self.invoices[nth]
        (term,) = issued.terms
        amended = events.InvoiceAmended(
            invoice_id=issued.invoice_id,
            customer_id=self.customer,
            creditor_id=self.creditor,
            number=issued.number,
            terms=(term.model_copy(update={"due_date": due}),),
            time_zone="UTC",
            reason="so",
        )
        self.record("invoice", issued.invoice_id, amended)
        self.due[nth].append((self.today, due))

    def aged(self, day: date, known: date) -> dict[str, int]:
        """Recomputed from the lines."""
        sums = Counter[str]()
        for effective, recorded, nth, cents in self.lines:
            if effective <= day and recorded <= known:
                sums["on account" if nth is None else self.bucket(nth, day, known)] += cents
        return {name: sum for name, sum in sums.items() if sum}

    def bucket(self, nth: int, day: date, known: date) -> str:
        due = [due for since, due in self.due[nth] if since <= min(day, known)][-1]
        entered = [each for each in BUCKETS if (day - due).days >= each.first_day]
        return NAMES[len(entered)]

    def owed(self, day: date) -> tuple[int, int]:
        """On receivables at the end of a day, and what of it was not past due."""
        aged = self.aged(day, self.today)
        return sum(aged.values()) - aged.get("on account", 0), aged.get("current", 0)


def cents(shown: Shown) -> int:
    return int(shown["amount"].replace(".", ""))


def sums_of(data: list[Shown]) -> dict[str, int]:
    sums = Counter[str]()
    for aged in data:
        for bucket in aged["buckets"]:
            sums[bucket["bucket"]] += cents(bucket["balance"])
        sums["on account"] -= cents(aged["on_account"])
    return {name: sum for name, sum in sums.items() if sum}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds=DEEDS)
async def test_every_report_adds_up_the_same_movements_as_true_and_as_known_on_any_day(
    asking: Callable[[str], AbstractAsyncContextManager[AsyncClient]],
    store: Store,
    follow: Callable[[], Awaitable[None]],
    bolts: Shown,
    deeds: list[tuple[str, int, int, int, int]],
) -> None:
    tenant = TenantId(f"acme-{next(TENANTS)}")
    async with asking(tenant) as erp:
        await erp.put("/v1/creditors/by/code/default", json=CREDITOR)
        customer = (await erp.post("/v1/customers", json=bolts)).json()["id"]
        history = History(tenant, customer)
        for deed in deeds:
            history.do(*deed)
        await store.append(history.envelopes)
        await follow()

        async def read(path: str, **query: Any) -> Shown:
            answer = await erp.get(path, params=query)
            assert answer.is_success, answer.text
            shown: Shown = answer.json()
            return shown

        days = [FIRST + timedelta(days=off) for off in (-10, 0, 7, 20, 60)]
        for day in days:
            for known in (FIRST + timedelta(days=3), history.today):
                query = {"as_of": day.isoformat(), "known_on": known.isoformat()}
                naively = history.aged(day, known)
                assert sums_of((await read("/v1/aging", **query))["data"]) == naively
                of_one = await read("/v1/aging", **query, customer_id=customer)
                assert sums_of(of_one["data"]) == naively
                listed = await read("/v1/aging/customers", **query)
                assert sums_of([row for each in listed["data"] for row in each["data"]]) == naively
                due = await read("/v1/aging/due-dates", **query, limit=100)
                open_terms = sum(cents(each["balance"]) for each in due["data"])
                assert open_terms == sum(naively.values()) - naively.get("on account", 0)
                statement = await read(f"/v1/customers/{customer}/statement", **query)
                owed = sum(cents(each["balance"]) for each in statement["balances"])
                assert owed == sum(naively.values())
        query = {"from_month": "2025-12", "until_month": "2026-04"}
        for month in (await read("/v1/reports/collection", **query))["data"]:
            first = date.fromisoformat(f"{month['month']}-01")
            last = first.replace(day=month["days"])
            opening, _ = history.owed(first - timedelta(days=1))
            shown = [cents(month[name]) for name in ("opening", "closing", "closing_current")]
            assert shown == [opening, *history.owed(last)]
