"""Moving a run to another workflow, or to another version of its own: it never becomes milder unasked."""

from collections.abc import Sequence

from recoup_events.workflow_scheduler import EnrolmentMoved, Step
from workflow_scheduler.enrolments.domain.commands import Move
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.errors import EnrolmentRefused, MoveUnusable
from workflow_scheduler.enrolments.domain.events import EnrolmentPlanned, LastStep


def move(command: Move, enrolment: Enrolment) -> Sequence[EnrolmentPlanned | EnrolmentMoved]:
    """Go on with other steps; to move it to where it is, at no other level, changes nothing."""
    _check(command, enrolment)
    there = (enrolment.workflow_id, enrolment.workflow_version)
    stays = there == (command.workflow_id, command.workflow_version)
    if command.level is None and stays and command.steps == enrolment.steps:
        return []
    taken = _taken(command, enrolment)
    planned = EnrolmentPlanned(
        **enrolment.ids,
        creditor_id=enrolment.creditor_id,
        workflow_id=command.workflow_id,
        workflow_version=command.workflow_version,
        steps=command.steps,
        taken=taken,
        last=_last(command, enrolment, taken),
        contact_hour=command.contact_hour,
        alone_until=enrolment.alone_until,
        chase=enrolment.chase,
        chase_from=enrolment.chase_from,
        issue_date=enrolment.issue_date,
        due_date=enrolment.due_date,
        time_zone=enrolment.time_zone,
        country=enrolment.country,
        subdivision=enrolment.subdivision,
        balance=enrolment.balance,
        stood_days=enrolment.stood_days,
        stood_since=enrolment.stood_since,
    )
    moved = EnrolmentMoved(
        **enrolment.ids,
        run=enrolment.run,
        from_workflow_id=enrolment.workflow_id,
        from_workflow_version=enrolment.workflow_version,
        workflow_id=command.workflow_id,
        workflow_version=command.workflow_version,
        reason=command.reason,
        milder_reason=command.milder_reason if _milder(command, enrolment) else None,
    )
    return [planned, moved]


def _check(command: Move, enrolment: Enrolment) -> None:
    if enrolment.outcome is not None:
        raise EnrolmentRefused(
            f"The run has ended ({enrolment.outcome}); start another with POST "
            f"/v1/enrolments/{enrolment.enrolment_id}/runs, which names its workflow."
        )
    if _milder(command, enrolment) and command.milder_reason is None:
        raise MoveUnusable(
            f"Level {enrolment.level} was reached; say why it may be milder, or enter at that "
            "level or a higher one.",
            pointer="/milder_reason",
        )


def _milder(command: Move, enrolment: Enrolment) -> bool:
    return command.level is not None and command.level < enrolment.level


def _taken(command: Move, enrolment: Enrolment) -> int:
    """How many of the new steps count as taken.

    On its own workflow it goes on behind the latest step, if that is still there. Elsewhere the steps
    up to the level reached are behind it; where nothing firmer is left, it repeats that level.
    """
    steps, last = command.steps, enrolment.last
    if command.level is not None:
        return _below(steps, command.level)
    if last is None or enrolment.level == 0:
        return 0
    names = [step.name for step in steps]
    if command.workflow_id == enrolment.workflow_id and last.step in names:
        return names.index(last.step) + 1
    behind = _below(steps, enrolment.level + 1)
    return behind if behind < len(steps) else _below(steps, enrolment.level)


def _below(steps: Sequence[Step], level: int) -> int:
    return sum(step.level < level for step in steps)


def _last(command: Move, enrolment: Enrolment, taken: int) -> LastStep | None:
    """What follows keeps its distance from the latest contact, wherever that was made."""
    last = enrolment.last
    if last is None:
        return None
    step = command.steps[taken - 1].name if taken else None
    level = last.level if command.level is None else min(last.level, command.level)
    return LastStep(step=step, level=level, on=last.on)
