"""What is decided about credit reads as much of a customer who owes little as of one who owes much."""

from collections.abc import Awaitable, Callable, Collection
from typing import Any

import pytest

from recoup_eventstore.memory.transaction import MemoryTransaction

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
PassDays = Callable[[int], Awaitable[None]]
PREPAY = {"standing": "prepay", "measure": "items_overdue", "threshold": 1}
HOLD = {"standing": "hold", "measure": "days_overdue", "threshold": 90}
FEW, MANY = 20, 60


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many events and documents each reading gave."""
    counts = list[int]()

    def counted(name: str) -> None:
        original = getattr(MemoryTransaction, name)

        async def reading(*args: Any) -> Collection[Any]:
            found: Collection[Any] = await original(*args)
            counts.append(len(found))
            return found

        monkeypatch.setattr(MemoryTransaction, name, reading)

    for name in ("lock", "read", "read_documents", "list_documents"):
        counted(name)
    return counts


async def test_an_order_and_a_payment_cost_the_same_with_few_and_with_many_overdue(
    rules: Do, issue: Do, pay: Do, order: Do, pass_days: PassDays, read: list[int]
) -> None:
    await rules(PREPAY, HOLD)
    await pay("B-0", "0.01")
    costs = list[tuple[int, int]]()
    for first, last in ((0, FEW), (FEW, MANY)):
        for nth in range(first, last):
            await issue(f"SO-{nth:02}", "1.00", due_date="2026-01-05")
        await pass_days(1)
        read.clear()
        assert (await order())["answer"] == "allow_if_prepaid"
        asked = sum(read)
        read.clear()
        await pay(f"B-{last}", "0.01")
        costs.append((asked, sum(read)))
    (few, paid), (many, paid_of_many) = costs
    assert (many, paid_of_many) == (few, paid + 1), "the payment's invoice has one event more"
