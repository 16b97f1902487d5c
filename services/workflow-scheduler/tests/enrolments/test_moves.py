from collections.abc import Sequence
from datetime import date, time
from functools import reduce
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.ids import WorkflowId
from recoup_events.workflow_scheduler import EnrolmentMoved, Step, StepDue
from recoup_testing.reminders_example import (
    CUSTOMER,
    ENROLMENT_ID,
    IDS,
    PLANNED,
    TO_COME,
    UPCOMING_TAKEN,
    WORKFLOW_ID,
    berlin,
    email,
    next_at,
    planned,
    sms,
)
from recoup_testing.scenario import Scenario
from recoup_testing.service_harness import ServiceHarness
from workflow_scheduler.enrolments.domain.commands import Move, Stop
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled
from workflow_scheduler.enrolments.domain.errors import EnrolmentRefused, MoveUnusable
from workflow_scheduler.enrolments.domain.events import LastStep

PATH = f"/v1/enrolments/{ENROLMENT_ID}"
ANY_VERSION = {"If-Match": "*"}
FIRM = WorkflowId("wfl_firm")
ASKED = email("asked", 5)
DEMANDED = email("demanded", 12, level=2)
WARNED = email("warned", 20, level=3)
FRIENDLY_TAKEN = (
    PLANNED.model_copy(
        update={"taken": 2, "last": LastStep(step="friendly", level=1, on=date(2026, 3, 5))}
    ),
    UPCOMING_TAKEN[1],
    planned("nudge", "2026-03-09 10:00"),
)

enrolment = Scenario(ENROLMENT)


def move(*steps: Step, to: WorkflowId = FIRM, version: int = 1, **more: Any) -> Move:
    return Move(
        now=berlin("2026-03-06 09:00"),
        reason="Nobody answers.",
        workflow_id=to,
        workflow_version=version,
        steps=steps,
        contact_hour=time(10),
        **more,
    )


def names(command: Move) -> Sequence[str]:
    """What is to come after a move."""
    (recorded, *_) = ENROLMENT.decide(command, enrolment.given(*FRIENDLY_TAKEN).state)
    after = ENROLMENT.evolve(enrolment.given(*FRIENDLY_TAKEN).state, recorded)
    return [step.name for step in enrolled(after).remaining[:-1]]


def test_steps_up_to_the_level_reached_count_as_taken_and_the_next_keeps_its_distance() -> None:
    steps = (ASKED, DEMANDED, WARNED)
    plan = PLANNED.model_copy(
        update={
            "workflow_id": FIRM,
            "steps": steps,
            "taken": 1,
            "last": LastStep(step="asked", level=1, on=date(2026, 3, 5)),
        }
    )
    moved = EnrolmentMoved(
        **IDS,
        run=1,
        from_workflow_id=WORKFLOW_ID,
        from_workflow_version=1,
        workflow_id=FIRM,
        workflow_version=1,
        reason="Nobody answers.",
    )
    (
        enrolment.given(*FRIENDLY_TAKEN)
        .when(move(*steps))
        .then(plan, moved, planned("demanded", "2026-03-14 10:00"))
    )


def test_on_its_own_workflow_it_goes_on_behind_the_latest_step() -> None:
    second = email("second", 5)
    steps = (*PLANNED.steps[:2], second, *PLANNED.steps[2:])
    assert names(move(*steps, to=WORKFLOW_ID, version=2)) == ["second", "nudge", "call", "final"]


def test_where_nothing_is_firmer_the_level_reached_comes_again() -> None:
    assert names(move(email("courtesy", -3, level=0), ASKED)) == ["asked"]


def test_a_workflow_without_a_step_as_mild_begins_on_the_next_day() -> None:
    before = enrolment.given(*FRIENDLY_TAKEN).state
    command = move(email("demanded", 2, level=2))
    after = reduce(ENROLMENT.evolve, ENROLMENT.decide(command, before), before)
    assert next_at(after) == berlin("2026-03-06 10:00")


def test_nothing_becomes_milder_unless_somebody_says_why() -> None:
    steps = (email("courtesy", 0, level=0), ASKED, WARNED)
    enrolment.given(*FRIENDLY_TAKEN).when(move(*steps, level=0)).then_refused(MoveUnusable)
    assert names(move(*steps, level=0, milder_reason="It was our mistake.")) == [
        "courtesy",
        "asked",
        "warned",
    ]
    assert names(move(*steps, level=1)) == ["asked", "warned"]
    assert names(move(*steps, level=3)) == ["warned"]


def test_to_move_it_to_where_it_is_changes_nothing() -> None:
    there = move(*PLANNED.steps, to=WORKFLOW_ID)
    enrolment.given(*FRIENDLY_TAKEN).when(there).then_nothing()


def test_a_run_that_has_ended_does_not_move() -> None:
    stopped = ENROLMENT.decide(
        Stop(now=berlin("2026-02-10 09:00"), reason="Enough."), enrolment.given(*TO_COME).state
    )
    enrolment.given(*TO_COME, *stopped).when(move(ASKED)).then_refused(EnrolmentRefused)


def test_before_anything_was_taken_it_begins_at_the_beginning() -> None:
    steps = (sms("hello", 1), WARNED)
    before = enrolment.given(*TO_COME).state
    after = reduce(ENROLMENT.evolve, ENROLMENT.decide(move(*steps), before), before)
    assert (enrolled(after).taken, enrolled(after).last) == (0, None)


def _mail(name: str, days: int, level: int, template: str) -> dict[str, Any]:
    action = {"kind": "remind", "channel": "email", "template": template}
    return {"name": name, "days": days, "level": level, "action": action}


async def published(console: AsyncClient, *steps: dict[str, Any]) -> str:
    answer = await console.post("/v1/workflows", json={"name": "firm", "steps": list(steps)})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_a_customer_is_moved_at_once_and_what_waits_comes_from_the_new_workflow(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued, second: InvoiceIssued
) -> None:
    await harness.receive(issued, second)
    await harness.until(berlin("2026-03-06 12:00"))
    firm = await published(
        console,
        _mail("asked", 3, 1, "friendly_reminder"),
        _mail("warned", 6, 3, "final_notice"),
    )
    body = {"customer_id": CUSTOMER, "workflow_id": firm, "reason": "Nobody answers."}
    assert (await console.post("/v1/enrolments/moves", json=body)).json() == {"moved": 2}
    assert (await console.post("/v1/enrolments/moves", json=body)).json() == {"moved": 0}
    due = await harness.comes(StepDue, until=berlin("2026-03-09 12:00"))
    assert [event.step for event in due][-2:] == ["warned", "warned"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"level": 0}, "/milder_reason"),
        ({"reason": ""}, "/reason"),
        ({"workflow_id": "wfl_unknown"}, "/workflow_id"),
    ],
)
async def test_a_move_that_cannot_be_meant_is_refused_where_it_lies(
    harness: ServiceHarness,
    console: AsyncClient,
    issued: InvoiceIssued,
    change: dict[str, Any],
    pointer: str,
) -> None:
    await harness.receive(issued)
    await harness.until(berlin("2026-03-06 12:00"))
    body = {"reason": "Nobody answers.", **change}
    answer = await console.post(f"{PATH}/moves", json=body, headers=ANY_VERSION)
    assert answer.status_code in (404, 422), answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.servers
async def test_the_moves_are_listed_with_their_reasons(
    office: ServiceHarness, acme: AsyncClient, issued: InvoiceIssued
) -> None:
    await office.receive(issued)
    firm = await published(acme, _mail("asked", 3, 1, "friendly_reminder"))
    body = {"workflow_id": firm, "reason": "Nobody answers."}
    answer = await acme.post(f"{PATH}/moves", json=body, headers=ANY_VERSION)
    assert answer.json()["workflow_id"] == firm, answer.text
    await office.catch_up()
    [listed] = (await acme.get(f"{PATH}/moves")).json()["data"]
    assert (listed["workflow_id"], listed["run"], listed["reason"]) == (firm, 1, "Nobody answers.")
    [one] = (await acme.get("/v1/enrolments")).json()["data"]
    assert (one["workflow_id"], one["steps_left"]) == (firm, 1)
    [run] = (await acme.get(f"{PATH}/runs")).json()["data"]
    assert run["workflow_id"] == firm
