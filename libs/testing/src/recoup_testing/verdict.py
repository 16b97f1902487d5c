"""What became of facts on their way: the one question every proof of delivery asks."""

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


def verdict(said: Sequence[Hashable], delivered: Sequence[Hashable]) -> Verdict:
    """Compare what was delivered with what was said, in the order of one account."""
    times = Counter(delivered)
    places = {fact: place for place, fact in enumerate(said)}
    firsts = [places[fact] for fact in dict.fromkeys(delivered)]
    return Verdict(
        lost=tuple(fact for fact in said if fact not in times),
        doubled=tuple(fact for fact in said if times[fact] > 1),
        inverted=tuple(said[b] for a, b in pairwise(firsts) if b < a),
    )
