from datetime import date
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import (
    Chase,
    InvoiceIssued,
    InvoiceWriteOffReversed,
    InvoiceWrittenOff,
    Origin,
)
from recoup_events.kernel.ids import WriteOffId
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentStarted,
    Outcome,
    RunReason,
    StepDue,
)
from recoup_testing.reminders_example import (
    DUE,
    ENROLMENT_ID,
    IDS,
    PLANNED,
    STARTED,
    TO_COME,
    UPCOMING_TAKEN,
    berlin,
    eur,
    paid,
    planned,
    taken_back,
)
from recoup_testing.scenario import Scenario
from recoup_testing.service_harness import ServiceHarness
from recoup_testing.terms import changed
from workflow_scheduler.enrolments.domain.commands import StartRun
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.domain.errors import EnrolmentRefused
from workflow_scheduler.enrolments.domain.events import ClockStarted, ClockStopped, OwedChanged

PATH = f"/v1/enrolments/{ENROLMENT_ID}"
ANY_VERSION = {"If-Match": "*"}
STOP = {"reason": "Given to an agency."}
RECALL = {"reason": "recalled", "note": "The agency gave it back."}
MAY_21 = berlin("2026-05-21 12:00")
ENDED = (
    EnrolmentEnded(**IDS, outcome=Outcome.STOPPED),
    ClockStopped(enrolment_id=ENROLMENT_ID, on=date(2026, 3, 4)),
)
AGAIN = StartRun(
    now=MAY_21,
    reason=RunReason.RECALLED,
    note="The agency gave it back.",
    workflow_id=PLANNED.workflow_id,
    workflow_version=2,
    steps=PLANNED.steps,
    contact_hour=PLANNED.contact_hour,
    alone_until=MAY_21,
    time_zone=None,
)

enrolment = Scenario(ENROLMENT)


def test_another_run_enters_mildly_whatever_the_one_before_had_come_to() -> None:
    plan = PLANNED.model_copy(update={"workflow_version": 2, "alone_until": MAY_21})
    start = STARTED.model_copy(
        update={
            "workflow_version": 2,
            "run": 2,
            "reason": RunReason.RECALLED,
            "note": "The agency gave it back.",
        }
    )
    (
        enrolment.given(*UPCOMING_TAKEN, *ENDED)
        .when(AGAIN)
        .then(
            plan,
            start,
            ClockStarted(stood_days=78),
            planned("friendly", "2026-05-22 10:00", passed=("upcoming",)),
        )
    )


def test_a_run_ends_before_another_starts() -> None:
    enrolment.given(*TO_COME).when(AGAIN).then_refused(EnrolmentRefused)


def test_what_is_paid_or_never_chased_gets_no_other_run() -> None:
    settled = OwedChanged(balance=eur("0.00"), chased=eur("0.00"))
    enrolment.given(*TO_COME, settled, *ENDED).when(AGAIN).then_refused(EnrolmentRefused)
    never = PLANNED.model_copy(update={"chase": Chase.NEVER})
    enrolment.given(never, STARTED, *ENDED).when(AGAIN).then_refused(EnrolmentRefused)


async def test_steps_come_once_in_each_run(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued
) -> None:
    await harness.receive(issued)
    await harness.until(berlin("2026-03-10 12:00"))
    await console.post(f"{PATH}/stop", json=STOP, headers=ANY_VERSION)
    await harness.until(MAY_21)
    answer = await console.post(f"{PATH}/runs", json=RECALL, headers=ANY_VERSION)
    assert answer.status_code == 200, answer.text
    shown = answer.json()
    assert (shown["run"], shown["run_reason"], shown["state"]) == (2, "recalled", "running")
    due = await harness.comes(StepDue, until=berlin("2026-05-27 12:00"))
    assert [(event.step, event.occurrence) for event in due] == [
        ("upcoming", 1),
        ("due_today", 1),
        ("friendly", 1),
        ("nudge", 1),
        ("friendly", 2),
        ("nudge", 2),
    ]


async def test_a_reopened_invoice_goes_on_in_a_run_of_its_own(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    bounced = taken_back("100.00", left="100.00")
    await harness.receive(issued, paid("100.00", left="0.00"), bounced)
    started = await harness.comes(EnrolmentStarted, until=harness.clock.now())
    assert [(event.run, event.reason) for event in started] == [(1, "issued"), (2, "reopened")]


async def test_what_is_written_off_ends_and_goes_on_when_that_is_taken_back(
    harness: ServiceHarness, issued: InvoiceIssued
) -> None:
    about: dict[str, Any] = {
        "invoice_id": issued.invoice_id,
        "customer_id": issued.customer_id,
        "write_off_id": WriteOffId("wof_1"),
        "origin": Origin.RECOUP,
        "effective_on": DUE,
        "reason": "insolvent",
    }
    [term] = issued.terms
    half, all_of_it, nothing = eur("50.00"), eur("100.00"), eur("0.00")
    part, rest = (
        InvoiceWrittenOff(**about, amount=half, terms=(changed(term, nothing, left, change=-half),))
        for left in (half, nothing)
    )
    back = InvoiceWriteOffReversed(
        **about,
        amount=all_of_it,
        remaining=nothing,
        terms=(changed(term, nothing, all_of_it, change=all_of_it),),
    )
    await harness.receive(issued, part)
    assert await harness.comes(EnrolmentEnded, until=harness.clock.now()) == []
    await harness.receive(rest)
    (ended,) = await harness.comes(EnrolmentEnded, until=harness.clock.now())
    assert ended.outcome is Outcome.WRITTEN_OFF
    await harness.receive(back)
    started = await harness.comes(EnrolmentStarted, until=harness.clock.now())
    assert [(event.run, event.reason) for event in started] == [
        (1, "issued"),
        (2, "write_off_reversed"),
    ]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"reason": "reopened"}, "/reason"),
        ({"note": ""}, "/note"),
        ({"workflow_id": "wfl_unknown"}, "/workflow_id"),
    ],
)
async def test_a_run_that_cannot_be_meant_is_refused_where_it_lies(
    harness: ServiceHarness,
    console: AsyncClient,
    issued: InvoiceIssued,
    change: dict[str, Any],
    pointer: str,
) -> None:
    await harness.receive(issued)
    await console.post(f"{PATH}/stop", json=STOP, headers=ANY_VERSION)
    answer = await console.post(f"{PATH}/runs", json={**RECALL, **change}, headers=ANY_VERSION)
    assert answer.status_code in (404, 422)
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.servers
async def test_the_runs_are_listed_with_their_outcomes(
    office: ServiceHarness, acme: AsyncClient, issued: InvoiceIssued
) -> None:
    await office.receive(issued)
    await acme.post(f"{PATH}/stop", json=STOP, headers=ANY_VERSION)
    await acme.post(f"{PATH}/runs", json=RECALL, headers=ANY_VERSION)
    await office.catch_up()
    listed = (await acme.get(f"{PATH}/runs")).json()["data"]
    assert [(run["run"], run["reason"], run["outcome"]) for run in listed] == [
        (2, "recalled", None),
        (1, "issued", "stopped"),
    ]
    assert (listed[0]["note"], listed[0]["ended_at"]) == ("The agency gave it back.", None)
    [one] = (await acme.get("/v1/enrolments")).json()["data"]
    assert (one["run"], one["state"], one["steps_left"]) == (2, "running", 7)
