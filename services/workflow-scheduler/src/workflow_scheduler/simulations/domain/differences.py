"""Where two courses of the same past part: stream by stream, each event with its version, moment and JSON."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from pydantic import AwareDatetime

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.registry import encode


class Difference(Value):
    """The first place at which a stream went another way."""

    at: AwareDatetime
    stream: str
    version: int
    recorded: str | None
    """Type, moment and JSON as recorded; ``None`` where nothing was."""
    replayed: str | None

    @property
    def place(self) -> tuple[datetime, str, int]:
        """What sorts them."""
        return self.at, self.stream, self.version


class _Line(NamedTuple):
    version: int
    text: str
    at: datetime


def first_difference(
    recorded: Iterable[Envelope[Event]], replayed: Iterable[Envelope[Event]]
) -> Difference | None:
    """The earliest; ``None`` where nothing differs."""
    before, after = _by_stream(recorded), _by_stream(replayed)
    found = (
        _first(name, before.get(name, ()), after.get(name, ()))
        for name in before.keys() | after.keys()
    )
    return min(
        (each for each in found if each is not None), key=lambda each: each.place, default=None
    )


def _by_stream(envelopes: Iterable[Envelope[Event]]) -> dict[str, list[_Line]]:
    found: defaultdict[str, list[_Line]] = defaultdict(list)
    for each in envelopes:
        at = each.cause.at.astimezone(UTC)
        text = f"{each.event.type} {at.isoformat()} {encode(each.event)}"
        found[each.stream.name].append(_Line(each.version, text, at))
    return found


def _first(name: str, before: Sequence[_Line], after: Sequence[_Line]) -> Difference | None:
    for nth in range(max(len(before), len(after))):
        one = before[nth] if nth < len(before) else None
        other = after[nth] if nth < len(after) else None
        if one != other:
            parted = [each for each in (one, other) if each is not None]
            return Difference(
                at=min(each.at for each in parted),
                stream=name,
                version=parted[0].version,
                recorded=None if one is None else one.text,
                replayed=None if other is None else other.text,
            )
    return None
