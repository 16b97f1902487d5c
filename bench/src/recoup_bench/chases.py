"""Invoices being chased, as a workflow-scheduler's events tell it: a history to read and rebuild."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import repeat, zip_longest
from typing import Any
from uuid import UUID, uuid4

from recoup_events import workflow_scheduler as recoup_event_workflow_scheduler
from recoup_events.kernel import channels as kernel_channels
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    CustomerId,
    EnrolmentId,
    InvoiceId,
    ReceivableId,
    ReminderId,
    RoundId,
    TaskId,
    TenantId,
    WorkflowId,
)
from recoup_events.kernel.money import Money
from recoup_eventstore.postgres.store import PostgresStore
from workflow_scheduler.enrolments.domain import events as private

TENANT = TenantId("bench")
WORKFLOW = WorkflowId("wfl_bench")
CAUSE = Cause(datetime(2026, 1, 5, tzinfo=UTC), "bench", UUID(int=1))
DUE, ALL, HALF = date(2026, 2, 1), Money(currency="EUR", minor_units=100_00), 50_00
STEP = recoup_event_workflow_scheduler.Step(
    name="Reminder",
    level=1,
    days=3,
    action=recoup_event_workflow_scheduler.Remind(
        channel=kernel_channels.Channel.EMAIL, template="t"
    ),
)
EVENTS = 16
"""Of one life."""
AT_ONCE = 320
"""Lives that run side by side, each at another point, so that events of one kind lie apart."""
APPENDED = 500


def life(number: int) -> Iterator[Envelope[Event]]:
    """Fourteen events about one enrolment, and two about the call it leads to."""
    account = Account(TENANT, f"cus_{number}")
    enrolment, task = f"enr_{number}", f"tsk_{number}"
    about = {
        "enrolment_id": EnrolmentId(enrolment),
        "invoice_id": InvoiceId(f"inv_{number}"),
        "receivable_id": ReceivableId(f"rcv_{number}"),
        "customer_id": CustomerId(account.key),
    }
    for version, event in enumerate(_said(about, number), start=1):
        yield Envelope(uuid4(), Stream(account, "enrolment", enrolment), version, CAUSE, event)
    for version, told in enumerate(_called(about, TaskId(task)), start=1):
        yield Envelope(uuid4(), Stream(account, "task", task), version, CAUSE, told)


def _said(about: dict[str, str], number: int) -> Iterator[Event]:
    half = Money(currency="EUR", minor_units=HALF)
    on_workflow = {
        **about,
        "creditor_id": "crd_bench",
        "workflow_id": WORKFLOW,
        "workflow_version": 1,
    }
    planned = {
        "steps": (STEP,) * 3,
        "taken": 0,
        "last": None,
        "contact_hour": time(10),
        "alone_until": CAUSE.at,
        "chase": "now",
        "chase_from": None,
        "due_date": DUE,
        "time_zone": "Europe/Berlin",
    }
    yield private.EnrolmentPlanned.model_validate({**on_workflow, **planned, "balance": ALL})
    yield recoup_event_workflow_scheduler.EnrolmentStarted.model_validate(
        {**on_workflow, "run": 1, "reason": "issued"}
    )
    for occurrence in (1, 2, 3):
        step = {**about, "step": STEP.name, "occurrence": occurrence}
        yield recoup_event_workflow_scheduler.StepDue.model_validate(
            {**step, "planned_for": CAUSE.at, "taken_on": DUE}
        )
        yield _reminder(number, occurrence, step)
    paused = {"cause": next(iter(recoup_event_workflow_scheduler.PauseCause)), "cause_id": "dsp_1"}
    yield recoup_event_workflow_scheduler.EnrolmentPaused.model_validate(
        {**about, **paused, "amount": half, "chased": half}
    )
    yield private.ClockStopped(enrolment_id=about["enrolment_id"], on=DUE)
    yield private.ClockStarted(stood_days=3)
    yield recoup_event_workflow_scheduler.EnrolmentResumed.model_validate(
        {**about, **paused, "chased": ALL}
    )
    yield private.OwedChanged(balance=half, chased=half)
    yield recoup_event_workflow_scheduler.EnrolmentEnded.model_validate(
        {**about, "outcome": next(iter(recoup_event_workflow_scheduler.Outcome))}
    )


def _reminder(number: int, occurrence: int, step: dict[str, Any]) -> Event:
    words = {"template": "t", "level": 1}
    item = {**step, **words, "amount": ALL}
    return recoup_event_workflow_scheduler.ReminderRequested.model_validate(
        {
            **words,
            "reminder_id": ReminderId(f"rem_{number}_{occurrence}"),
            "round_id": RoundId(f"rnd_{number}_{occurrence}"),
            "customer_id": step["customer_id"],
            "creditor_id": "crd_bench",
            "channel": kernel_channels.Channel.EMAIL,
            "recipients": (),
            "items": (item,),
        }
    )


def _called(about: dict[str, str], task: TaskId) -> Iterator[Event]:
    yield recoup_event_workflow_scheduler.TaskCreated.model_validate(
        {**about, "task_id": task, "kind": "call", "script": "s"}
    )
    yield recoup_event_workflow_scheduler.TaskCompleted.model_validate(
        {**about, "task_id": task, "disposition": "promised", "call_id": "cal_bench"}
    )


async def apply(store: PostgresStore, enrolments: int) -> int:
    """Record that many lives, interleaved; says how many events they are."""
    told = 0
    waiting: list[Envelope[Event]] = []
    for first in range(0, enrolments, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, enrolments))
        staggered = [[*repeat(None, number % EVENTS), *life(number)] for number in numbers]
        for moment in zip_longest(*staggered):
            waiting.extend(envelope for envelope in moment if envelope is not None)
            while len(waiting) >= APPENDED:
                told += await _record(store, waiting[:APPENDED])
                del waiting[:APPENDED]
    return told + await _record(store, waiting)


async def _record(store: PostgresStore, events: Sequence[Envelope[Event]]) -> int:
    if events:
        await store.append(events)
    return len(events)
