"""What makes a list of steps a workflow: one order, no name twice, nothing said twice at once."""

from collections.abc import Sequence
from datetime import time

from recoup_events.workflow_scheduler import Call, Remind, Step
from workflow_scheduler.workflows.domain.errors import StepsUnusable

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


def decision_after(steps: Sequence[Step], at: time) -> Step:
    """The step behind the last one."""
    days = steps[-1].days + PATIENCE_DAYS
    ask = Call(at=at, script=DECIDE_WHAT_NEXT)
    return Step(name=LAST_CALL, level=FIRMEST, days=days, action=ask)


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
    if isinstance(step.action, Call) and step.action.at.tzinfo is not None:
        raise StepsUnusable(
            f"Step {step.name!r} comes by the debtor's wall clock; leave the UTC offset out.",
            pointer=f"{pointer}/action/at",
        )
    if earlier and step.days < earlier[-1].days:
        raise StepsUnusable(
            f"Step {step.name!r} lies before {earlier[-1].name!r}; list the soonest step first.",
            pointer=f"{pointer}/days",
        )
    if earlier and step.level < earlier[-1].level:
        raise StepsUnusable(
            f"Step {step.name!r} is milder than {earlier[-1].name!r} before it; "
            "give it at least that level.",
            pointer=f"{pointer}/level",
        )
    if any(_same_message(step, other) for other in earlier):
        raise StepsUnusable(
            f"Step {step.name!r} would reach the debtor by the same channel on the same day "
            "as another; move one of them.",
            pointer=f"{pointer}/days",
        )


def _same_message(one: Step, other: Step) -> bool:
    return (
        one.days == other.days
        and isinstance(one.action, Remind)
        and isinstance(other.action, Remind)
        and one.action.channel == other.action.channel
    )
