"""Who cannot pay is offered options; of who is insolvent, the claim is filed in time."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from recoup_events.invoice import (
    Condition,
    CustomerConditionRecorded,
    CustomerRegistered,
    InvoiceIssued,
)
from recoup_events.kernel.channels import ContactRole
from recoup_events.kernel.ids import ConditionId
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    Outcome,
    ReminderRequested,
    TaskCreated,
    TaskKind,
)
from recoup_testing.reminders_example import CUSTOMER, berlin
from recoup_testing.service_harness import ServiceHarness


def recorded(condition: Condition) -> CustomerConditionRecorded:
    return CustomerConditionRecorded(
        customer_id=CUSTOMER,
        condition_id=ConditionId("cnd_1"),
        condition=condition,
        source="The court's notice",
        effective_from=date(2026, 2, 2),
    )


async def tasks(harness: ServiceHarness) -> Sequence[TaskCreated]:
    return [each for each in await harness.recorded() if isinstance(each, TaskCreated)]


@pytest.mark.parametrize(
    ("country", "due_on", "says"),
    [("US", date(2026, 4, 13), "FRBP 3002(c)"), ("DE", date(2026, 2, 16), "Ask the court")],
)
async def test_insolvency_stops_all_and_opens_the_claim_with_its_deadline(
    harness: ServiceHarness,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    country: str,
    due_on: date,
    says: str,
) -> None:
    await harness.receive(registered.model_copy(update={"country": country}), issued)
    for _ in range(2):
        await harness.receive(recorded(Condition.INSOLVENCY))
    (task,) = await tasks(harness)
    assert (task.kind, task.due_on) == (TaskKind.CLAIM, due_on)
    assert says in task.script
    ended = [each.outcome for each in await harness.recorded() if isinstance(each, EnrolmentEnded)]
    assert ended == [Outcome.INSOLVENT]


async def test_nothing_is_claimed_of_who_owes_nothing(
    harness: ServiceHarness, registered: CustomerRegistered
) -> None:
    await harness.receive(registered, recorded(Condition.INSOLVENCY))
    assert await tasks(harness) == []


async def test_a_hardship_that_was_declared_is_answered_with_options(
    harness: ServiceHarness, registered: CustomerRegistered, issued: InvoiceIssued
) -> None:
    await harness.receive(registered, issued, recorded(Condition.HARDSHIP))
    (task,) = await tasks(harness)
    assert task.kind is TaskKind.REVIEW
    assert "payment plan" in task.script
    told = await rounds(harness)
    assert [each.template for each in told] == ["options"]


async def test_the_ways_to_go_on_are_a_message_of_their_own_about_all_that_is_chased(
    harness: ServiceHarness,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    second: InvoiceIssued,
) -> None:
    await harness.receive(registered, issued, second)
    await harness.until(berlin("2026-03-05 08:00"))
    before = await requested(harness)
    for _ in range(2):
        await harness.receive(recorded(Condition.HARDSHIP))
    told = (await rounds(harness))[len(before) :]
    assert [(each.template, len(each.items)) for each in told] == [
        ("friendly_reminder", 2),
        ("options", 2),
    ]
    assert told[1].recipients == (ContactRole.BILLING, ContactRole.DECISION_MAKER)


async def test_a_creditors_hardship_is_no_business_of_others(
    harness: ServiceHarness, registered: CustomerRegistered, issued: InvoiceIssued
) -> None:
    elsewhere = recorded(Condition.HARDSHIP).model_copy(update={"creditor_id": "crd_other"})
    await harness.receive(registered, issued, elsewhere)
    assert [each.template for each in await rounds(harness)] == []


async def requested(harness: ServiceHarness) -> Sequence[ReminderRequested]:
    return [each for each in await harness.recorded() if isinstance(each, ReminderRequested)]


async def rounds(harness: ServiceHarness) -> Sequence[ReminderRequested]:
    """What was asked for by the next morning."""
    await harness.until(harness.clock.now() + timedelta(days=1))
    return await requested(harness)
