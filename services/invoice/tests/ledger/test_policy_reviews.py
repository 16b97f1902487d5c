"""A changed policy reaches every customer, in batches, and after a crash as if none had been."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.credit_standing.domain.policy_review import POLICY_REVIEW
from invoice.credit_standing.senders import PolicyReviewEffect
from recoup_events.invoice.credit_standing import CreditPolicyApplied
from recoup_events.kernel.ids import TenantId, creditor_id_of
from recoup_eventstore.batch_run import BATCH
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.ports import START, Store
from recoup_eventstore.timers import Ticker
from recoup_service import batch_effect
from recoup_service.api.request_context import Ports, Reading
from recoup_service.service import Service
from recoup_testing.clock import TurnedClock
from recoup_testing.loops import drained
from recoup_testing.money import eur_json

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Send = Callable[[str, Shown], Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
DEFAULT = creditor_id_of(TenantId("acme"), "default")
POLICY = f"/v1/creditors/{DEFAULT}/credit-policy"
PREPAY = {"standing": "prepay", "measure": "items_overdue", "threshold": 1}
CUSTOMERS = 7


@pytest.fixture
def effects(
    command_runner: CommandRunner, clock: TurnedClock, reading: Reading, monkeypatch: Any
) -> Effects[Any, Any]:
    monkeypatch.setattr(batch_effect, "BATCH", 3)
    monkeypatch.setattr(batch_effect, "OF_A_TRANSACTION", 2)
    monkeypatch.setattr(batch_effect, "LOOKS", 1)
    effect = PolicyReviewEffect(Ports(command_runner, clock, reading))
    return Effects(command_runner, clock, "invoice", POLICY_REVIEW, BATCH, effect)


@pytest.fixture
async def overdue(
    erp: AsyncClient,
    send: Send,
    service: Service,
    command_runner: CommandRunner,
    clock: TurnedClock,
) -> None:
    """Seven customers; all but one owe something that is overdue."""
    customers = [
        {
            "external_id": f"C-{number}",
            "name": f"Bolts {number}",
            "kind": "entity",
            "country": "DE",
            "time_zone": "Europe/Berlin",
            "language": "de",
        }
        for number in range(CUSTOMERS)
    ]
    await send("/v1/customers/bulk", {"data": customers})
    invoices = [
        {
            "customer_external_id": f"C-{number}",
            "external_id": f"SO-{number}",
            "number": f"2026-{number}",
            "total": eur_json("100.00"),
            "issue_date": "2026-01-05",
            "due_date": "2026-01-12",
        }
        for number in range(1, CUSTOMERS)
    ]
    await send("/v1/invoices/bulk", {"data": invoices})
    clock.turn(timedelta(days=10))
    await Ticker(command_runner, clock, "system:invoice", service.timer_handlers).step()


async def prepaid(erp: AsyncClient, follow: Follow) -> int:
    await follow()
    answer = await erp.get("/v1/credit-standings", params={"standing": "prepay"})
    return len(answer.json()["data"])


@pytest.mark.usefixtures("overdue")
async def test_a_new_rule_holds_for_everybody_and_a_rule_less_as_well(
    erp: AsyncClient, effects: Effects[Any, Any], follow: Follow
) -> None:
    await erp.put(POLICY, json={"rules": [PREPAY]})
    assert await prepaid(erp, follow) == 0, "it is carried to them in time"
    await drained(effects)
    assert await prepaid(erp, follow) == CUSTOMERS - 1
    await erp.put(POLICY, json={"rules": []})
    await follow()
    await drained(effects)
    assert await prepaid(erp, follow) == 0


@pytest.mark.usefixtures("overdue")
async def test_all_it_deals_with_are_told_of_a_new_policy_once_and_not_in_one_heap(
    erp: AsyncClient, effects: Effects[Any, Any], follow: Follow, store: Store, clock: TurnedClock
) -> None:
    """The seventh customer has no invoice of this creditor."""
    for _ in range(2):
        await erp.put(POLICY, json={"rules": [PREPAY], "notify_customers": True})
        await follow()
        await drained(effects)
    feed = [each.envelope.event for each in await store.feed(START, 1000)]
    told = [event for event in feed if isinstance(event, CreditPolicyApplied)]
    assert len({each.customer_id for each in told}) == len(told) == CUSTOMERS - 1
    moments = sorted(each.notify_at - clock.instant for each in told)
    assert timedelta(0) <= moments[0] < moments[-1] < timedelta(days=1)
    assert len(set(moments)) == len(told)


@pytest.mark.usefixtures("overdue")
async def test_orders_are_judged_by_a_new_rule_at_once(erp: AsyncClient) -> None:
    await erp.put(POLICY, json={"rules": [PREPAY]})
    order = {"customer_external_id": "C-1", "amount": eur_json("1.00"), "reference": "ORDER-1"}
    answer = await erp.post("/v1/credit-decisions", json=order)
    assert answer.json()["answer"] == "allow_if_prepaid"


@pytest.mark.usefixtures("overdue")
async def test_a_read_model_that_is_behind_is_waited_for(
    erp: AsyncClient, effects: Effects[Any, Any], follow: Follow
) -> None:
    await erp.put(POLICY, json={"rules": [PREPAY]})
    await effects.step()
    assert await prepaid(erp, follow) == 0
    await drained(effects)
    assert await prepaid(erp, follow) == CUSTOMERS - 1
