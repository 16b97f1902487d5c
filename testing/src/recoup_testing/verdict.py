"""What became of events on their way: the one question every proof of delivery asks."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Verdict:
    lost: tuple[Hashable, ...] = ()
    doubled: tuple[Hashable, ...] = ()
    inverted: tuple[Hashable, ...] = ()
    """Those that came after something which was said later."""


FLAWLESS = Verdict()


def verdict(recorded: Sequence[Hashable], delivered: Sequence[Hashable]) -> Verdict:
    """Compare what was delivered with what was said, in the order of one account."""
    times = Counter(delivered)
    places = {event: place for place, event in enumerate(recorded)}
    firsts = [places[event] for event in dict.fromkeys(delivered)]
    return Verdict(
        lost=tuple(event for event in recorded if event not in times),
        doubled=tuple(event for event in recorded if times[event] > 1),
        inverted=tuple(recorded[b] for a, b in pairwise(firsts) if b < a),
    )
