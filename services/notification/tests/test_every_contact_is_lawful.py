"""Whatever happens to a customer, what left and what was dialled stands before a second reading of the law."""

import os
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

import pytest
from httpx import AsyncClient

from notification.contacts.domain import judging
from recoup_compliance.contact_ledger.verify import verify
from recoup_compliance.permit import Permitted
from recoup_events.invoice import (
    CustomerRegistered,
    InvoiceIssued,
)
from recoup_events.kernel.event import Event
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_testing.clock import TurnedClock
from recoup_testing.contact_exports import exported
from recoup_testing.contact_ledgers import KEY
from recoup_testing.contact_scenario import STEPS, ContactScenario

SCENARIOS = int(os.environ.get("RECOUP_CONTACT_SCENARIOS", "12"))
Receive = Callable[[Event], Awaitable[None]]
ReceiveFor = Callable[..., Awaitable[None]]
Loop = Effects[Any, Any]
RunScenario = Callable[[int], Awaitable[ContactScenario]]


@pytest.fixture
def run_scenario(
    receive: Receive,
    receive_for: ReceiveFor,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    effects: Loop,
    ops: AsyncClient,
    clock: TurnedClock,
    sink: Any,
) -> RunScenario:
    async def run(seed: int) -> ContactScenario:
        scenario = ContactScenario(Random(seed), receive, effects, ops, clock, sink)
        await scenario.begin(receive_for, registered, issued)
        for _ in range(STEPS):
            await scenario.step(requested)
        return scenario

    return run


@pytest.mark.parametrize("seed", range(SCENARIOS))
async def test_what_left_and_what_was_dialled_was_lawful(
    seed: int, run_scenario: RunScenario, command_runner: CommandRunner, clock: TurnedClock
) -> None:
    """And its ledger, whatever it was about, is derived again by the program that stands alone."""
    assert (await run_scenario(seed)).log.wrong == []
    report = verify(await exported(command_runner, clock.now()), KEY.public)
    assert report.findings == []
    assert report.verified == report.verdicts


@pytest.mark.parametrize("seed", range(2))
async def test_without_the_rules_it_would_not_have_been(
    seed: int, run_scenario: RunScenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "permit", lambda *_: Permitted(rules_version="none"))
    assert (await run_scenario(seed)).log.wrong
