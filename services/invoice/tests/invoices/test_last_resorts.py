"""What people decide in the workflow-scheduler when nothing milder is left is done to the invoice."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from invoice.invoices.consumers import accelerate, decided_on, forgive
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import LastResort, LastResortChosen, Measure, MeasureTaken
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.work import UnitOfWork

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
CAUSE = Cause(datetime(2026, 1, 20, 9, tzinfo=UTC), "key:second", UUID(int=7))


def named(invoice: Shown) -> dict[str, Any]:
    return {
        "enrolment_id": "enr_1",
        "invoice_id": invoice["id"],
        "receivable_id": "rcv_1",
        "customer_id": invoice["customer_id"],
    }


def chosen(invoice: Shown, choice: LastResort, cents: int) -> LastResortChosen:
    return LastResortChosen(
        **named(invoice),
        last_resort_id="lrs_1",
        creditor_id=invoice["creditor_id"],
        choice=choice,
        amount=Money(minor_units=cents, currency="EUR"),
        reason="They have closed.",
        proposed_by="key:first",
        approved_by="key:second",
    )


async def receive(
    command_runner: CommandRunner, invoice: Shown, event: LastResortChosen | MeasureTaken
) -> None:
    stream = Stream(Account(TenantId("acme"), invoice["customer_id"]), "last_resort", "lrs_1")

    async def decision(work: UnitOfWork) -> None:
        if isinstance(event, LastResortChosen):
            resort = Envelope(UUID(int=1), stream, 2, CAUSE, event)
            await work.lock([stream.account], decided_on(resort))
            await forgive(work, resort, CAUSE)
        else:
            taken = Envelope(UUID(int=1), stream, 2, CAUSE, event)
            await work.lock([stream.account], decided_on(taken))
            await accelerate(work, taken, CAUSE)

    await command_runner.decide(decision)


@pytest.mark.parametrize(
    ("choice", "left"),
    [(LastResort.FORGIVENESS, "0.00"), (LastResort.COURT, "100.00"), (LastResort.LIEN, "100.00")],
)
async def test_what_is_forgiven_is_written_off_and_nothing_else_is(
    erp: AsyncClient, command_runner: CommandRunner, issue: Do, choice: LastResort, left: str
) -> None:
    invoice = await issue("SO-1")
    await receive(command_runner, invoice, chosen(invoice, choice, 100_00))
    shown = (await erp.get(f"/v1/invoices/{invoice['id']}")).json()
    assert shown["balance"]["amount"] == left


async def test_what_was_paid_meanwhile_is_not_forgiven(
    erp: AsyncClient, command_runner: CommandRunner, issue: Do, pay: Do
) -> None:
    invoice = await issue("SO-1")
    await pay("B-1", "100.00")
    await receive(command_runner, invoice, chosen(invoice, LastResort.FORGIVENESS, 100_00))
    shown = (await erp.get(f"/v1/invoices/{invoice['id']}")).json()
    assert shown["state"] == "paid"


@pytest.mark.parametrize(
    ("measure", "due"), [(Measure.ACCELERATION, "2026-01-20"), (Measure.SUIT, "2026-03-01")]
)
async def test_an_acceleration_makes_due_what_is_not(
    erp: AsyncClient, command_runner: CommandRunner, issue: Do, measure: Measure, due: str
) -> None:
    invoice = await issue("SO-1", due_date="2026-03-01")
    taken = MeasureTaken(**named(invoice), measure=measure, task_id="tsk_1")
    await receive(command_runner, invoice, taken)
    shown = (await erp.get(f"/v1/invoices/{invoice['id']}")).json()
    assert shown["due_date"] == due
