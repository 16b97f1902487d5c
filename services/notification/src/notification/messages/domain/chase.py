"""What people and workflows say of what is chased at all; notification keeps it beside what is owed."""

from collections.abc import Mapping

from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentPaused,
    EnrolmentResumed,
    EnrolmentStarted,
    Outcome,
    PauseCause,
)

CHASE = (EnrolmentStarted, EnrolmentPaused, EnrolmentResumed, EnrolmentEnded)
KNOWN_HERE = (PauseCause.DISPUTE, PauseCause.PLAN, PauseCause.RESERVE, PauseCause.CONDITION)
"""Notification follows these itself, to the minor unit and to the day."""


def held_back(
    holds: Mapping[str, Money | None],
    event: EnrolmentStarted | EnrolmentPaused | EnrolmentResumed | EnrolmentEnded,
) -> Mapping[str, object]:
    """What is different in a receivable's ``holds`` and ``chase_ended``."""
    match event:
        case EnrolmentStarted():
            return {"chase_ended": False}
        case EnrolmentEnded(outcome=outcome):
            return {"chase_ended": outcome is not Outcome.EXHAUSTED}
        case EnrolmentPaused(cause=cause, cause_id=id) if cause not in KNOWN_HERE:
            return {"holds": {**holds, f"{cause} {id}": None if event.whole else event.amount}}
        case EnrolmentResumed(cause=cause, cause_id=id):
            return {"holds": {key: held for key, held in holds.items() if key != f"{cause} {id}"}}
        case _:
            return {}
