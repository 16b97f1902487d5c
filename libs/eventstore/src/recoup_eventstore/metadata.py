"""Metadata of a thing are changed in whatever state it is, and in the same way whatever it is."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from recoup_events.kernel.event import Command, Event
from recoup_events.kernel.metadata import MOST_PAIRS, Described, Metadata, MetadataChanged
from recoup_events.kernel.refusals import Unacceptable
from recoup_eventstore.decider import Decider

C = TypeVar("C", bound=Command)
S = TypeVar("S")


class TooManyPairs(Unacceptable):
    """A thing would have more metadata than it may."""

    code = "too_many_pairs"


class ChangeMetadata(Command):
    """Set these keys, and remove those whose value is ``None``; the others stay."""

    changes: Mapping[str, str | None]


class ReplaceMetadata(Command):
    """From now on these, and no others."""

    metadata: Metadata


MetadataCommand = ChangeMetadata | ReplaceMetadata


def described(
    decider: Decider[C, S, Any], changed: Callable[[Any, Metadata], MetadataChanged]
) -> Decider[C | MetadataCommand, S, Any]:
    """The same thing with metadata: its states have a field of this name, and so have its events.

    ``changed`` makes the event that records them.
    """

    def decide(command: C | MetadataCommand, state: S) -> Sequence[Event]:
        match command:
            case ChangeMetadata(changes=changes):
                now = _merged(_metadata(state), changes)
            case ReplaceMetadata(metadata=metadata):
                now = metadata
            case _:
                return decider.decide(command, state)
        return [] if now == _metadata(state) else [cast(Event, changed(state, now))]

    def evolve(state: S, event: Any) -> S:
        after: Any = state if isinstance(event, MetadataChanged) else decider.evolve(state, event)
        if isinstance(event, Described) and event.metadata != _metadata(after):
            after = after.model_copy(update={"metadata": event.metadata})
        return cast(S, after)

    return Decider(decider.category, decider.initial, decide, evolve, decider.timers)


def _metadata(state: Any) -> Metadata:
    metadata: Metadata = getattr(state, "metadata", {})
    return metadata


def _merged(standing: Metadata, changes: Mapping[str, str | None]) -> Metadata:
    merged = {**standing, **changes}
    now = {key: value for key, value in merged.items() if value is not None}
    if len(now) > MOST_PAIRS:
        raise TooManyPairs(
            f"With these there would be {len(now)} pairs, and {MOST_PAIRS} are the most; remove "
            "some by sending null for their keys."
        )
    return now
