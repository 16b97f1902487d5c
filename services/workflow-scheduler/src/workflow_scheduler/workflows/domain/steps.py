"""What makes a list of steps a workflow: one order, no name twice, nothing said twice at once."""

from collections.abc import Sequence

from recoup_events.workflow_scheduler import Remind, Step
from workflow_scheduler.workflows.domain.errors import StepsUnusable

LAST_CALL = "decide_what_next"
"""The call that comes by itself before chasing gives up; no workflow may use its name."""


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
    if step.at.tzinfo is not None:
        raise StepsUnusable(
            "A step comes by the debtor's wall clock; leave the UTC offset out, e.g. 10:00.",
            pointer=f"{pointer}/at",
        )
    if earlier and (step.days, step.at) < (earlier[-1].days, earlier[-1].at):
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
            f"Step {step.name!r} would reach the debtor by the same channel at the same moment "
            "as another; move one of them.",
            pointer=f"{pointer}/at",
        )


def _same_message(one: Step, other: Step) -> bool:
    return (
        (one.days, one.at) == (other.days, other.at)
        and isinstance(one.action, Remind)
        and isinstance(other.action, Remind)
        and one.action.channel == other.action.channel
    )
