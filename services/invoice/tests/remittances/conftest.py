"""A creditor whose cash comes from its bank, and an agency that remits."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from httpx import AsyncClient

from invoice.receipts.domain.receipt import RECEIPT
from invoice.receipts.handlers.matching import match_again
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId, creditor_id_of
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.work import UnitOfWork
from recoup_service.service import Service
from recoup_testing.clock import TurnedClock
from recoup_testing.deliver import receive as delivered
from recoup_testing.remittances import AGENCY

Receive = Callable[..., Awaitable[None]]


@pytest.fixture
async def bank(erp: AsyncClient) -> None:
    """Its payments come from the bank."""
    id = creditor_id_of(TenantId("acme"), "default")
    answer = await erp.put(f"/v1/creditors/{id}/books", json={"source_of_cash": "bank"})
    assert answer.is_success, answer.text


@pytest.fixture
def agency_says(service: Service, command_runner: CommandRunner, clock: TurnedClock) -> Receive:
    """What is recorded of the agency itself: its terms, its remittances."""

    async def received(*events: Event) -> None:
        account = Account(TenantId("acme"), AGENCY)
        cause = Cause(clock.now(), "test", UUID(int=8))
        await delivered(service, command_runner, account, cause, *events)

    return received


@pytest.fixture
def again(command_runner: CommandRunner, clock: TurnedClock) -> Receive:
    """As the look through what came before a remittance does it."""

    async def matched(id: str) -> None:
        stream = RECEIPT.stream(TenantId("acme"), id, id)
        cause = Cause(clock.now(), "test", UUID(int=9))

        async def decision(work: UnitOfWork) -> None:
            await work.lock([stream.account])
            await match_again(work, stream, cause)

        await command_runner.decide(decision)

    return matched
