from collections.abc import Iterator

from recoup_events.invoice import InvoiceIssued
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    ReminderRequested,
    StepDue,
    TaskCreated,
)
from recoup_testing.reminders_example import berlin, paid
from recoup_testing.service_harness import ServiceHarness
from workflow_scheduler.workflows.domain.steps import DECIDE_WHAT_NEXT

PAID = paid("100.00", left="0.00")


async def test_the_built_in_workflow_keeps_its_schedule_across_the_clock_change(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued)
    await harness.until(berlin("2026-12-31 12:00"))
    due = [f for f in await harness.recorded() if isinstance(f, StepDue)]
    assert [(f.step, f.planned_for) for f in due] == [
        ("upcoming", berlin("2026-02-23 10:00")),
        ("due_today", berlin("2026-03-02 10:00")),
        ("friendly", berlin("2026-03-05 10:00")),
        ("nudge", berlin("2026-03-09 10:00")),
        ("firm", berlin("2026-03-16 10:00")),
        ("call", berlin("2026-03-23 10:00")),
        ("final_notice", berlin("2026-04-01 10:00")),
    ]


async def test_each_call_becomes_a_task_and_so_does_the_decision_at_the_end(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued)
    await harness.until(berlin("2026-12-31 12:00"))
    recorded = await harness.recorded()
    call, decision = [f for f in recorded if isinstance(f, TaskCreated)]
    assert "payment plan" in call.script
    assert decision.script == DECIDE_WHAT_NEXT
    assert [f.outcome for f in recorded if isinstance(f, EnrolmentEnded)] == ["exhausted"]


async def test_a_scheduler_that_was_down_for_two_weeks_sends_the_mildest_mail_that_is_due(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued)
    harness.clock.instant = berlin("2026-03-17 08:00")
    await harness.until(berlin("2026-03-17 12:00"))
    recorded = await harness.recorded()
    asked = [f.items[0].step for f in recorded if isinstance(f, ReminderRequested)]
    assert asked == ["friendly"]


async def test_no_step_comes_after_the_payment(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    await harness.receive(issued)
    await harness.until(berlin("2026-03-06 12:00"))
    await harness.receive(PAID)
    await harness.until(berlin("2026-12-31 12:00"))
    steps = [f.step for f in await harness.recorded() if isinstance(f, StepDue)]
    assert steps == ["upcoming", "due_today", "friendly"]


async def test_the_same_events_and_the_same_clock_lead_to_the_same_events(
    worlds: Iterator[ServiceHarness], issued: InvoiceIssued
) -> None:
    harness, twin = next(worlds), next(worlds)
    for each in (harness, twin):
        await each.receive(issued)
        await each.until(berlin("2026-12-31 12:00"))
    assert await harness.recorded() == await twin.recorded()
