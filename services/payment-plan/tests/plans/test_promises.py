"""How many of the instalments that fell due were met in full by their day."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import pytest
from httpx import AsyncClient

from payment_plan.main import build
from payment_plan.offers.projection import PLANS
from recoup_events import payment_plan as events
from recoup_events.invoice import Condition
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import (
    AllocationId,
    CustomerId,
    InvoiceId,
    PaymentId,
    PlanId,
    TenantId,
    creditor_id_of,
    receivable_id_of,
)
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.api.reading import reading_from
from recoup_testing.clients import NOWHERE, client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.databases import Databases
from recoup_testing.ids import counted_ids
from recoup_testing.money import eur
from recoup_testing.read_models import catch_up, pools_of
from recoup_testing.terms import slice_of

pytestmark = pytest.mark.servers

ACME, CUSTOMER = TenantId("acme"), CustomerId("cus_1")
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
CAUSE = Cause(NOW, "test", UUID(int=7))
PERIOD = {"from_month": "2026-03", "until_month": "2026-05"}
Told = tuple[str, int, int, str, str]


class Story:
    """What happened to one plan of 50.00 on each of these days."""

    def __init__(self, name: str, *days: date) -> None:
        self.ids = {"plan_id": PlanId(f"pln_{name}"), "customer_id": CUSTOMER}
        self.covered = slice_of(InvoiceId(f"inv_{name}"), eur(50_00 * len(days)))
        self.schedule = tuple(events.Instalment(due_on=day, amount=eur(50_00)) for day in days)
        agreed = events.PlanAgreed(
            **self.ids,
            creditor_id=creditor_id_of(ACME, "north"),
            slices=(self.covered,),
            schedule=self.schedule,
            time_zone="Europe/Berlin",
            grace_days=3,
        )
        self.events: list[events.PaymentPlanEvent] = [agreed]

    def paid(self, on: date, cents: int = 50_00) -> "Story":
        self.events.append(
            events.PlanPaymentMatched(
                **self._money(len(self.events), cents), counted_on=on, remaining=eur(0)
            )
        )
        return self

    def _money(self, allocation: int, cents: int) -> dict[str, Any]:
        invoice_id = self.covered.invoice_id
        return {
            **self.ids,
            "payment_id": PaymentId("pay_1"),
            "allocation_id": AllocationId(f"alc_{allocation}"),
            "invoice_id": invoice_id,
            "receivable_id": receivable_id_of(invoice_id, 0),
            "amount": eur(cents),
        }

    def missed(self, nth: int) -> "Story":
        self.events.append(
            events.InstalmentMissed(
                **self.ids, instalment=self.schedule[nth], open=self.schedule[nth].amount
            )
        )
        return self

    def taken_back(self, allocation: int, cents: int = 50_00) -> "Story":
        self.events.append(
            events.PlanPaymentUnmatched(**self._money(allocation, cents), remaining=eur(cents))
        )
        return self

    def stood_still(self, since: date, until: date, *judged_anew: date) -> "Story":
        self.events += [
            events.PlanSuspended(
                **self.ids,
                condition=Condition.BREATHING_SPACE,
                since=since,
                judged_anew=judged_anew,
            ),
            events.PlanResumed(**self.ids, since=since, until=until),
        ]
        return self

    @property
    def envelopes(self) -> list[Envelope[Any]]:
        plan = self.ids["plan_id"]
        stream = Stream(Account(ACME, CUSTOMER), "plan", plan)
        return [
            Envelope(uuid5(NAMESPACE_OID, f"{plan} {n}"), stream, n, CAUSE, event)
            for n, event in enumerate(self.events, 1)
        ]


@pytest.fixture
async def pools(databases: Databases) -> AsyncIterator[Pools]:
    async with pools_of(databases, "payment_plan") as pools:
        yield pools


@pytest.fixture
async def erp(pools: Pools) -> AsyncIterator[AsyncClient]:
    service = build(NOWHERE)
    command_runner = service.command_runner(PostgresStore(pools), counted_ids())
    async with client_of(
        service, command_runner, TurnedClock(NOW), ACME, ["plans:read"], reading_from(pools)
    ) as client:
        yield client


@pytest.fixture
def told(pools: Pools, erp: AsyncClient) -> Callable[..., Any]:
    """What the report says of these stories."""

    async def report(*stories: Story, **query: str) -> list[Told]:
        store = PostgresStore(pools)
        await store.append([each for story in stories for each in story.envelopes])
        await catch_up(store, pools, PLANS)
        answer = await erp.get("/v1/plans/kept-rate", params=PERIOD | query)
        assert answer.is_success, answer.text
        return [
            (
                *(each["month"], each["fell_due"], each["kept"], each["rate"]),
                each["amount_kept"]["amount"],
            )
            for each in answer.json()["data"]
        ]

    return report


FIFTH, SECOND, LAST = date(2026, 3, 5), date(2026, 4, 2), date(2026, 4, 30)


async def test_an_instalment_is_kept_when_it_is_paid_by_its_day(told: Callable[..., Any]) -> None:
    late = Story("1", FIFTH, SECOND, LAST).paid(FIFTH).missed(1).paid(date(2026, 4, 6))
    booked_late = Story("2", SECOND).missed(0).paid(SECOND)
    assert await told(late, booked_late) == [
        ("2026-03", 1, 1, "100.00", "50.00"),
        ("2026-04", 2, 1, "50.00", "50.00"),
    ]


async def test_what_had_ended_before_it_fell_due_is_no_broken_promise(
    told: Callable[..., Any],
) -> None:
    assert await told(Story("1", FIFTH, SECOND).missed(0)) == [("2026-03", 1, 0, "0.00", "0.00")]


async def test_money_that_was_taken_back_keeps_no_promise(told: Callable[..., Any]) -> None:
    story = Story("1", FIFTH, SECOND).paid(FIFTH).paid(FIFTH).taken_back(2).missed(1)
    assert await told(story) == [
        ("2026-03", 1, 1, "100.00", "50.00"),
        ("2026-04", 1, 0, "0.00", "0.00"),
    ]


async def test_it_is_met_when_all_of_it_counts_whatever_was_booked_first(
    told: Callable[..., Any],
) -> None:
    story = Story("1", FIFTH).missed(0).paid(date(2026, 3, 20), 25_00).paid(date(2026, 3, 4), 25_00)
    assert await told(story) == [("2026-03", 1, 0, "0.00", "0.00")]


async def test_a_promise_falls_due_later_by_the_days_on_which_the_clock_stood_still(
    told: Callable[..., Any],
) -> None:
    story = Story("1", FIFTH).missed(0).stood_still(date(2026, 3, 3), date(2026, 4, 3), FIFTH)
    assert await told(story.paid(date(2026, 4, 5))) == [("2026-04", 1, 1, "100.00", "50.00")]


async def test_promises_to_one_creditor_are_asked_for(told: Callable[..., Any]) -> None:
    story = Story("1", FIFTH).paid(FIFTH)
    assert await told(story, creditor="south") == []
