"""What is different between two versions of a workflow."""

from collections.abc import Iterator, Sequence
from typing import Any

from recoup_events.kernel.event import Value
from recoup_events.workflow_scheduler import Step


class ChangedField(Value):
    field: str
    """By its JSON pointer within the step."""
    before: Any
    after: Any


class ChangedStep(Value):
    name: str
    fields: tuple[ChangedField, ...]


class Comparison(Value):
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[ChangedStep, ...]
    moved: bool
    """Steps of both come in another order."""


def compare(before: Sequence[Step], after: Sequence[Step]) -> Comparison:
    """Steps are the same where they have the same name."""
    old, new = ({step.name: step for step in steps} for steps in (before, after))
    both = [name for name in old if name in new]
    changed = [
        ChangedStep(name=name, fields=fields)
        for name in both
        if (fields := tuple(_fields(_plain(old[name]), _plain(new[name]), "")))
    ]
    return Comparison(
        added=tuple(name for name in new if name not in old),
        removed=tuple(name for name in old if name not in new),
        changed=tuple(changed),
        moved=both != [name for name in new if name in old],
    )


def _plain(step: Step) -> Any:
    return step.model_dump(mode="json")


def _fields(before: Any, after: Any, pointer: str) -> Iterator[ChangedField]:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted({*before, *after}):
            yield from _fields(before.get(name), after.get(name), f"{pointer}/{name}")
    elif before != after:
        yield ChangedField(field=pointer, before=before, after=after)
