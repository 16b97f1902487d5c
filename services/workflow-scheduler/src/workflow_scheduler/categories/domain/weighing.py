"""Weighing: what the evidence adds up to, until when, and what would change it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import combinations_with_replacement
from typing import NamedTuple

from recoup_events.kernel.event import Value
from recoup_events.workflow_scheduler import Category, Points, WeighedEvidence
from workflow_scheduler.categories.domain.weights import (
    ENOUGH,
    MARGIN,
    WEIGHTS,
    Kind,
    Piece,
    changes_of,
    points_at,
)

DECIDED = (Category.UNORGANIZED, Category.GOING_OUT_OF_BUSINESS, Category.ANGRY)
_MOST_MORE = 3
"""Pieces of evidence; what takes more than that is no small change."""


class Weighing(Value):
    category: Category
    scores: Points
    margin: int
    """By how much the first leads the second."""
    evidence: tuple[WeighedEvidence, ...]
    """What counts now, the latest first."""
    next_change_at: datetime | None = None
    """When the category changes if nothing more happens: pieces expire."""
    becomes: Category | None = None
    """What it changes to then."""


class Flip(Value):
    """The smallest additional evidence by which another category would hold."""

    category: Category
    more: tuple[Kind, ...]
    """One more of each."""


def weigh(pieces: Sequence[Piece], at: datetime) -> Weighing:
    """Add up what counts at a moment; the order in which it came makes no difference."""
    counting = _counting(pieces)
    category, scores, margin = _judge(counting, at)
    changed = _next(counting, category, at)
    return Weighing(
        category=category,
        scores=scores,
        margin=margin,
        evidence=tuple(_weighed(counting, at)),
        next_change_at=None if changed is None else changed[0],
        becomes=None if changed is None else changed[1],
    )


def _counting(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The latest of each kind, up to the most that count."""
    counts: dict[Kind, int] = {}
    kept = []
    for piece in sorted(pieces, key=_place, reverse=True):
        counts[piece.kind] = counts.get(piece.kind, 0) + 1
        if counts[piece.kind] <= WEIGHTS[piece.kind].most:
            kept.append(piece)
    return kept


def _place(piece: Piece) -> tuple[datetime, str, str]:
    """One event may be evidence of several kinds."""
    return (piece.at, piece.event_id, piece.kind)


def _judge(pieces: Sequence[Piece], at: datetime) -> tuple[Category, Points, int]:
    scores = _sum([points_at(piece, at) for piece in pieces])
    category, lead = _category(scores)
    return category, scores, lead


def _category(scores: Points) -> tuple[Category, int]:
    best, second, *_ = sorted(DECIDED, key=lambda each: score(scores, each), reverse=True)
    lead = score(scores, best) - score(scores, second)
    sure = score(scores, best) >= ENOUGH and lead >= MARGIN
    return (best if sure else Category.UNDECIDED), lead


def _sum(points: Sequence[Points]) -> Points:
    return Points.model_construct(
        unorganized=sum(each.unorganized for each in points),
        going_out_of_business=sum(each.going_out_of_business for each in points),
        angry=sum(each.angry for each in points),
    )


def _negative(points: Points) -> Points:
    return Points.model_construct(**{name: -value for name, value in points})


def score(points: Points, category: Category) -> int:
    return int(getattr(points, category))


def _weighed(pieces: Sequence[Piece], at: datetime) -> Iterator[WeighedEvidence]:
    for piece in pieces:
        points = points_at(piece, at)
        if points != Points():
            yield WeighedEvidence(
                kind=piece.kind,
                event_id=piece.event_id,
                event_type=piece.event_type,
                happened_on=piece.at.date(),
                points=points,
            )


def _next(
    pieces: Sequence[Piece], category: Category, at: datetime
) -> tuple[datetime, Category] | None:
    """The first moment at which what expires makes another category of it."""
    moments = {moment for piece in pieces for moment in changes_of(piece) if moment > at}
    for moment in sorted(moments):
        then, _, _ = _judge(pieces, moment)
        if then is not category:
            return moment, then
    return None


def flips(pieces: Sequence[Piece], at: datetime) -> Sequence[Flip]:
    """For each other category, the fewest further pieces, and of these the weakest, that lead to it.

    It has none where three do not suffice.
    """
    counting = _counting(pieces)
    now, scores, _ = _judge(counting, at)
    known = _Known(scores, {kind: _gains(counting, kind, at) for kind in Kind})
    found = [_flip(known, each) for each in (*DECIDED, Category.UNDECIDED) if each is not now]
    return [flip for flip in found if flip is not None]


class _Known(NamedTuple):
    scores: Points
    gains: Mapping[Kind, Sequence[Points]]
    """Of each kind, what the first, the second and the third further piece add."""


def _gains(counting: Sequence[Piece], kind: Kind, at: datetime) -> Sequence[Points]:
    """A further piece adds its points; where no more count, it takes the place of the oldest."""
    most, worth = WEIGHTS[kind].most, WEIGHTS[kind].points
    held = [points_at(piece, at) for piece in counting if piece.kind is kind]
    gains = []
    for _ in range(_MOST_MORE):
        gone = held.pop() if len(held) >= most else Points()
        gains.append(_sum((worth, _negative(gone))))
        held.insert(0, worth)
    return gains


def _flip(known: _Known, wanted: Category) -> Flip | None:
    kinds = [kind for kind in Kind if _may_lead(kind, wanted)]
    for many in range(1, _MOST_MORE + 1 if wanted in DECIDED else _MOST_MORE):
        ways = combinations_with_replacement(kinds, many)
        leading = [way for way in ways if _category(_with(known, way))[0] is wanted]
        if leading:
            return Flip(category=wanted, more=min(leading, key=_strength))
    return None


def _with(known: _Known, way: tuple[Kind, ...]) -> Points:
    seen: dict[Kind, int] = {}
    added = [known.scores]
    for kind in way:
        added.append(known.gains[kind][seen.get(kind, 0)])
        seen[kind] = seen.get(kind, 0) + 1
    return _sum(added)


def _may_lead(kind: Kind, wanted: Category) -> bool:
    return wanted is Category.UNDECIDED or score(WEIGHTS[kind].points, wanted) > 0


def _strength(way: tuple[Kind, ...]) -> int:
    return sum(abs(value) for kind in way for _, value in WEIGHTS[kind].points)
