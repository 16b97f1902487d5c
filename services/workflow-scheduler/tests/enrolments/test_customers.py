"""What is recorded of a customer, and what it does to all its enrolments on its day."""

from datetime import date, timedelta

import pytest

from recoup_compliance.conditions import Conditions
from recoup_events.invoice import (
    Condition,
    CustomerConditionLifted,
    CustomerConditionRecorded,
    CustomerDetailsChanged,
    CustomerKind,
    CustomerRegistered,
    InvoiceCancelled,
    InvoiceIssued,
)
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import ConditionId
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentPaused,
    EnrolmentResumed,
    Outcome,
    PauseCause,
    ReminderRequested,
    StepDue,
)
from recoup_testing.reminders_example import ACCOUNT, CUSTOMER, DUE, INVOICE, berlin, eur
from recoup_testing.service_harness import ServiceHarness
from recoup_testing.terms import cancelled, one_term
from workflow_scheduler.debtors.domain.debtor import DEBTOR, Debtor

ID = ConditionId("cnd_1")
TODAY = date(2026, 2, 2)
CANCELLED = InvoiceCancelled(
    invoice_id=INVOICE,
    customer_id=CUSTOMER,
    reason="typing error",
    amount=eur("100.00"),
    terms=cancelled(one_term(INVOICE, DUE, eur("100.00"))),
    effective_on=date(2026, 1, 20),
)
MOVED = CustomerDetailsChanged(
    customer_id=CUSTOMER,
    name="Bolts Ltd",
    kind=CustomerKind.SOLE_TRADER,
    country="GB",
    time_zone="Europe/London",
    language="en",
)


def recorded(
    condition: Condition, since: date = TODAY, until: date | None = None
) -> CustomerConditionRecorded:
    return CustomerConditionRecorded(
        customer_id=CUSTOMER,
        condition_id=ID,
        condition=condition,
        source="letter",
        effective_from=since,
        effective_until=until,
    )


def lifted(condition: Condition, since: date = TODAY) -> CustomerConditionLifted:
    return CustomerConditionLifted(
        customer_id=CUSTOMER,
        condition_id=ID,
        condition=condition,
        reason="a mistake",
        effective_from=since,
    )


CEASED = recorded(Condition.CEASE_REQUEST)
INSOLVENT = recorded(Condition.INSOLVENCY)
CHANGES = EnrolmentPaused | EnrolmentResumed | EnrolmentEnded


async def changes(harness: ServiceHarness) -> list[Event]:
    return [event for event in await harness.recorded() if isinstance(event, CHANGES)]


async def debtor(harness: ServiceHarness) -> Debtor:
    async with harness.command_runner.work() as work:
        return await work.document(DEBTOR, ACCOUNT, CUSTOMER)


async def test_insolvency_ends_every_open_enrolment_of_the_customer(
    harness: ServiceHarness, issued: InvoiceIssued, second: InvoiceIssued
) -> None:
    await harness.receive(issued, second, INSOLVENT)
    ended = [f for f in await harness.recorded() if isinstance(f, EnrolmentEnded)]
    assert {f.invoice_id for f in ended} == {INVOICE, second.invoice_id}
    assert len(ended) == 2
    assert {f.outcome for f in ended} == {Outcome.INSOLVENT}
    assert not await harness.comes(ReminderRequested, until=berlin("2026-12-31 12:00"))


async def test_insolvency_leaves_an_enrolment_alone_that_has_ended_already(
    harness: ServiceHarness, issued: InvoiceIssued, second: InvoiceIssued
) -> None:
    await harness.receive(issued, second, CANCELLED, INSOLVENT)
    ended = [f for f in await harness.recorded() if isinstance(f, EnrolmentEnded)]
    assert [(f.invoice_id, f.outcome) for f in ended] == [
        (INVOICE, Outcome.CANCELLED),
        (second.invoice_id, Outcome.INSOLVENT),
    ]


async def test_ceasing_contact_pauses_every_open_enrolment_and_nothing_is_asked_again(
    harness: ServiceHarness, issued: InvoiceIssued, second: InvoiceIssued
) -> None:
    await harness.receive(issued, second, CEASED)
    await harness.until(berlin("2026-12-31 12:00"))
    paused = [f for f in await changes(harness) if isinstance(f, EnrolmentPaused)]
    assert [f.cause for f in paused] == [PauseCause.CONDITION] * 2
    assert not [f for f in await harness.recorded() if isinstance(f, ReminderRequested)]


@pytest.mark.parametrize("condition", [Condition.CEASE_REQUEST, Condition.INSOLVENCY])
async def test_from_a_future_day_on_it_stops_what_waits_and_ends_by_itself(
    harness: ServiceHarness,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    condition: Condition,
) -> None:
    begins, ends = DUE + timedelta(days=1), DUE + timedelta(days=8)
    await harness.receive(registered, issued, recorded(condition, begins, ends))
    await harness.until(berlin(f"{DUE} 23:59"))
    before = [f for f in await harness.recorded() if isinstance(f, StepDue)]
    assert before
    assert await changes(harness) == []
    await harness.until(berlin(f"{begins} 00:00"))
    assert len(await changes(harness)) == 1
    await harness.until(berlin(f"{ends - timedelta(days=1)} 23:59"))
    assert [f for f in await harness.recorded() if isinstance(f, StepDue)] == before
    await harness.until(berlin("2026-04-30 12:00"))
    names = [f.step for f in await harness.recorded() if isinstance(f, StepDue)]
    assert len(names) > len(before)
    assert len(set(names)) == len(names)


async def test_lifted_before_its_day_it_has_never_been(
    harness: ServiceHarness, registered: CustomerRegistered, issued: InvoiceIssued
) -> None:
    lift = lifted(Condition.CEASE_REQUEST, DUE)
    await harness.receive(registered, issued, recorded(Condition.CEASE_REQUEST, DUE), lift)
    await harness.until(berlin(f"{DUE} 12:00"))
    assert await changes(harness) == []


async def test_an_insolvency_recorded_by_mistake_leaves_everything_as_it_was(
    harness: ServiceHarness, issued: InvoiceIssued, second: InvoiceIssued
) -> None:
    await harness.receive(issued, second)
    await harness.receive(INSOLVENT, lifted(Condition.INSOLVENCY))
    (asked,) = await harness.comes(ReminderRequested, until=berlin("2026-02-23 12:00"))
    assert [item.step for item in asked.items] == ["upcoming", "upcoming"]


async def test_a_day_begins_in_the_customers_zone_also_when_that_changes(
    harness: ServiceHarness, registered: CustomerRegistered
) -> None:
    await harness.receive(registered, recorded(Condition.CEASE_REQUEST, DUE))
    assert await harness.command_runner.store.next_due() == berlin(f"{DUE} 00:00")
    await harness.receive(MOVED)
    assert await harness.command_runner.store.next_due() == berlin(f"{DUE} 01:00")


@pytest.mark.parametrize(
    ("condition", "change"),
    [(Condition.INSOLVENCY, EnrolmentEnded), (Condition.CEASE_REQUEST, EnrolmentPaused)],
)
async def test_it_holds_for_every_later_invoice_too(
    harness: ServiceHarness,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    condition: Condition,
    change: type[Event],
) -> None:
    await harness.receive(registered, recorded(condition), issued)
    [event] = await changes(harness)
    assert isinstance(event, change)
    assert not await harness.comes(ReminderRequested, until=berlin("2026-12-31 12:00"))


async def test_the_debtor_is_known_by_kind_and_clock(
    harness: ServiceHarness, registered: CustomerRegistered
) -> None:
    await harness.receive(registered)
    assert await debtor(harness) == Debtor(
        customer_id=CUSTOMER,
        name="Bolts GmbH",
        country="DE",
        kind=CustomerKind.ENTITY,
        time_zone="Europe/Berlin",
    )


async def test_changed_details_do_not_forget_what_protects_the_debtor(
    harness: ServiceHarness, registered: CustomerRegistered
) -> None:
    await harness.receive(registered, INSOLVENT, MOVED)
    known = await debtor(harness)
    assert (known.kind, known.time_zone) == (CustomerKind.SOLE_TRADER, "Europe/London")
    assert known.conditions != Conditions()
