"""Calls that fall due together are read together: a few times for all, not for each."""

from collections.abc import Collection, Iterator, Mapping

import pytest

from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.workflow_scheduler import TaskCreated
from recoup_eventstore.memory.transaction import MemoryTransaction
from recoup_eventstore.ports import DocumentKey
from recoup_testing.reminders_example import berlin
from recoup_testing.service_harness import ServiceHarness
from recoup_testing.terms import issued_as


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many documents each question to the store was about."""
    counts: list[int] = []
    read = MemoryTransaction.read_documents

    async def counting(
        self: MemoryTransaction, keys: Collection[DocumentKey]
    ) -> Mapping[DocumentKey, str]:
        counts.append(len(keys))
        return await read(self, keys)

    monkeypatch.setattr(MemoryTransaction, "read_documents", counting)
    yield counts
    monkeypatch.undo()


async def _asked_for_calls(
    harness: ServiceHarness, invoices: int, issued: InvoiceIssued, asked: list[int]
) -> int:
    """How often the store is asked while the calls about so many invoices fall due."""
    for number in range(invoices):
        await harness.receive(issued_as(issued, f"inv_{number}", external_id=f"I-{number}"))
    await harness.until(berlin("2026-03-23 09:59"))
    asked.clear()
    calls = await harness.comes(TaskCreated, berlin("2026-03-23 10:00"))
    assert len(calls) == invoices
    return len(asked)


async def test_the_reads_of_calls_do_not_grow_with_their_number(
    worlds: Iterator[ServiceHarness],
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    asked: list[int],
) -> None:
    few, many = next(worlds), next(worlds)
    for world in (few, many):
        await world.receive(registered)
    assert await _asked_for_calls(many, 20, issued, asked) == await _asked_for_calls(
        few, 2, issued, asked
    )
