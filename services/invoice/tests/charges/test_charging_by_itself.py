"""What a creditor wants charged without being asked is charged on its day, and never twice."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import ChargeAssessed
from recoup_events.kernel.ids import TenantId, creditor_id_of
from recoup_eventstore.memory.store import MemoryStore
from recoup_testing.clock import TurnedClock
from recoup_testing.money import eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Days = Callable[[int], Awaitable[None]]
Charged = Callable[[], list[tuple[str, str, str]]]
BOOKS = f"/v1/creditors/{creditor_id_of(TenantId('acme'), 'default')}/books"
BY_LAW = {"kind": "interest", "law": "de-business"}
SUM = {"kind": "fixed_sum", "law": "de-business"}
FEE = {"kind": "late_fee"}
TERMS = {
    "clauses": {"late_fee": {"after_days": 10, "amount": eur_json("15.00"), "monthly": True}},
    "effective_from": "2020-01-01",
    "reason": "our terms of trade",
}


@pytest.fixture
def charged(memory_store: MemoryStore) -> Callable[[], list[tuple[str, str, str]]]:
    def charges() -> list[tuple[str, str, str]]:
        found = (each.event for each in memory_store.tables.events)
        assessed = (event for event in found if isinstance(event, ChargeAssessed))
        return [(str(each.until), each.kind, each.amount.decimal) for each in assessed]

    return charges


@pytest.fixture
async def invoice(issue: Do, send: Do) -> Shown:
    """Due tomorrow: the clock stands on Monday, 5 January 2026."""
    await send("/v1/agreements", TERMS)
    return await issue("SO-1", "1000.00", issue_date="2025-12-01", due_date="2026-01-06")


@pytest.fixture
def rules(erp: AsyncClient) -> Do:
    async def set_to(*charging: Shown, **books: Any) -> Shown:
        answer = await erp.put(BOOKS, json={"charging": charging} | books)
        assert answer.is_success, answer.text
        shown: Shown = answer.json()
        return shown

    return set_to


async def test_nothing_is_charged_where_nobody_has_said_so(
    invoice: Shown, pass_days: Days, charged: Charged, erp: AsyncClient
) -> None:
    await pass_days(60)
    assert charged() == []
    shown = (await erp.get(f"/v1/invoices/{invoice['id']}/charging")).json()
    assert shown == {"next_on": None, "waits_for": None, "ended_because": None}


async def test_interest_by_the_month_a_sum_once_and_fees_on_the_day_after_theirs(
    invoice: Shown, rules: Do, pass_days: Days, charged: Charged
) -> None:
    """Interest until 31 January is 25 days of 10.27 %: 1000.00 x 0.1027 x 25 / 365 = 7.03."""
    await rules(BY_LAW, SUM, FEE)
    await pass_days(2)
    assert charged() == [("2026-01-07", "fixed_sum", "40.00")]
    await pass_days(9)
    assert charged() == [("2026-01-07", "fixed_sum", "40.00")], "the fee's day has not ended"
    await pass_days(1)
    assert charged()[1:] == [("2026-01-17", "late_fee", "15.00")]
    await pass_days(15)
    assert charged()[2:] == [("2026-01-31", "interest", "7.03")]
    await pass_days(28)
    assert charged()[3:] == [
        ("2026-02-17", "late_fee", "15.00"),
        ("2026-02-28", "interest", "7.88"),
    ]


async def test_once_it_is_paid_nothing_more_is_charged(
    invoice: Shown, rules: Do, pass_days: Days, charged: Charged, pay: Do, erp: AsyncClient
) -> None:
    await rules(BY_LAW)
    await pass_days(20)
    await pay("B-1", "1000.00", value_date="2026-01-25", references=[{"invoice": "SO-1"}])
    await pass_days(40)
    assert charged() == []
    shown = (await erp.get(f"/v1/invoices/{invoice['id']}/charging")).json()
    assert (shown["next_on"], shown["ended_because"]) == (None, "The invoice is paid.")


async def test_the_last_interest_is_charged_where_charges_are_asked_for_once_it_is_paid(
    invoice: Shown, rules: Do, pass_days: Days, charged: Charged, pay: Do
) -> None:
    await rules(BY_LAW, charges_once_paid="chase")
    await pass_days(20)
    await pay("B-1", "1000.00", value_date="2026-01-25", references=[{"invoice": "SO-1"}])
    await pass_days(40)
    assert charged() == [("2026-01-31", "interest", "5.35")]


async def test_what_is_less_than_the_minimum_is_left_until_it_has_grown(
    invoice: Shown, rules: Do, pass_days: Days, charged: Charged
) -> None:
    await rules(BY_LAW | {"minimum": eur_json("10.00")})
    await pass_days(30)
    assert charged() == []
    await pass_days(28)
    assert charged() == [("2026-02-28", "interest", "14.91")]


async def test_a_law_is_for_the_debtors_of_whom_it_speaks(
    invoice: Shown, rules: Do, pass_days: Days, charged: Charged
) -> None:
    await rules(
        {"kind": "interest", "law": "de-consumer"}, {"kind": "interest", "law": "gb-business"}
    )
    await pass_days(40)
    assert charged() == []


async def test_what_waits_for_a_rate_says_so(
    issue: Do, rules: Do, pass_days: Days, charged: Charged, clock: TurnedClock, erp: AsyncClient
) -> None:
    clock.turn(timedelta(days=2000))
    last = (clock.now() + timedelta(days=1)).date().isoformat()
    invoice = await issue("SO-2", issue_date=last, due_date=last)
    await rules(BY_LAW)
    await pass_days(40)
    assert charged() == []
    shown = (await erp.get(f"/v1/invoices/{invoice['id']}/charging")).json()
    assert "is not known" in shown["waits_for"], shown
    assert shown["next_on"] is not None


async def test_a_condition_of_the_customer_leaves_charging_to_people(
    invoice: Shown,
    rules: Do,
    pass_days: Days,
    charged: Charged,
    send: Do,
    customer: Shown,
    erp: AsyncClient,
) -> None:
    await rules(SUM)
    body = {"condition": "insolvency", "source": "gazette", "effective_from": "2026-01-05"}
    await send(f"/v1/customers/{customer['id']}/conditions", body)
    await pass_days(10)
    assert charged() == []


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (FEE | {"law": "de-business"}, "leave out its law"),
        (SUM | {"minimum": eur_json("1.00")}, "minimum is for interest"),
        ({"kind": "interest", "law": "eu-business"}, "end the law of a country"),
        ({"kind": "cost"}, "Input should be"),
    ],
)
async def test_a_rule_that_cannot_be_kept_is_refused(
    erp: AsyncClient, rule: Shown, words: str
) -> None:
    answer = await erp.put(BOOKS, json={"charging": [rule]})
    assert answer.status_code == 422
    assert words in answer.json()["errors"][0]["detail"]
