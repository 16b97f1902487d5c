"""What makes a list of steps a workflow: one order, no name twice, nothing said twice at once."""

from collections.abc import Sequence
from datetime import time
from functools import lru_cache

from recoup_events.kernel.channels import Channel
from recoup_events.workflow_scheduler import Anchor, Call, Remind, Step
from workflow_scheduler.workflows.domain.errors import StepsUnusable
from workflow_scheduler.workflows.domain.reachable import check_reachable
from workflow_scheduler.workflows.domain.timing import check_timing

COURTESY = 0
"""The level of steps that speak of a day to come: they come on their day or not at all."""
LAST_CALL = "decide_what_next"
"""The call that comes by itself before chasing gives up; no workflow may use its name."""
PATIENCE_DAYS = 30
"""How long after the last step chasing goes on before it gives up."""
DECIDE_WHAT_NEXT = (
    "All steps were taken and something is still owed. Decide what next: "
    "call once more, offer a plan, hand over to an agency, go to court or write it off."
)
FIRMEST = 9


@lru_cache
def decision_at(at: time) -> Step:
    """The step behind the last one."""
    ask = Call(at=at, script=DECIDE_WHAT_NEXT)
    return Step(
        name=LAST_CALL,
        level=FIRMEST,
        days=PATIENCE_DAYS,
        anchor=Anchor.PREVIOUS_STEP,
        action=ask,
    )


def check(steps: Sequence[Step]) -> None:
    """Raise ``StepsUnusable`` at the first step that does not fit those before it."""
    if not steps:
        raise StepsUnusable("A workflow needs at least one step.", pointer="/steps")
    for index, step in enumerate(steps):
        _check_step(step, steps[:index], f"/steps/{index}")


def _check_step(step: Step, earlier: Sequence[Step], pointer: str) -> None:
    if step.name == LAST_CALL or any(step.name == other.name for other in earlier):
        raise StepsUnusable(
            f"The step name {step.name!r} is taken; give each step a name of its own.",
            pointer=f"{pointer}/name",
        )
    if not isinstance(step.action, Remind) and step.action.at.tzinfo is not None:
        raise StepsUnusable(
            f"Step {step.name!r} comes by the debtor's wall clock; leave the UTC offset out.",
            pointer=f"{pointer}/action/at",
        )
    check_timing(step, earlier, pointer)
    check_reachable(step, earlier, pointer)
    if earlier and step.level < earlier[-1].level:
        raise StepsUnusable(
            f"Step {step.name!r} is milder than {earlier[-1].name!r} before it; "
            "give it at least that level.",
            pointer=f"{pointer}/level",
        )
    if isinstance(step.action, Remind):
        _check_attachments(step.name, step.action, f"{pointer}/action/attachments")
    if any(_same_message(step, other) for other in earlier):
        raise StepsUnusable(
            f"Step {step.name!r} would reach the debtor by the same channel on the same day "
            "as another; move one of them.",
            pointer=f"{pointer}/days",
        )


def _when(step: Step) -> tuple[object, ...]:
    return (step.anchor, step.date, step.month, step.days)


def _check_attachments(name: str, remind: Remind, pointer: str) -> None:
    if remind.attachments and remind.channel is not Channel.EMAIL:
        raise StepsUnusable(
            f"Step {name!r} attaches files, and {remind.channel} carries none; attach them to an "
            "email, or leave them out.",
            pointer=pointer,
        )
    if len(set(remind.attachments)) < len(remind.attachments):
        raise StepsUnusable(
            f"Step {name!r} attaches the same twice; name each once.", pointer=pointer
        )


def _same_message(one: Step, other: Step) -> bool:
    return (
        _when(one) == _when(other)
        and one.anchor is not Anchor.PREVIOUS_STEP
        and isinstance(one.action, Remind)
        and isinstance(other.action, Remind)
        and one.action.channel == other.action.channel
    )
