"""Which receivables come to just an amount; bounded, for among many any amount can be made somehow.

Looked at are the longest due ``MOST`` of one payer: any one, any two, any three, any run of consecutive ones,
and all but one or two of them. Others would take time that doubles with each of them, and prove little.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from invoice.receipts.domain.known_items import Item

MOST = 50
Chosen = tuple[Item, ...]


def adding_up(items: Sequence[Item], wanted: int) -> Sequence[Chosen]:
    """Each choice of other amounts once, by its longest due; single ones are not sums."""
    looked_at = sorted(items, key=lambda item: item.age)[:MOST]
    found: dict[tuple[int, ...], Chosen] = {}
    for places in _choices([item.free.minor_units for item in looked_at], wanted):
        chosen = tuple(looked_at[place] for place in places)
        amounts = tuple(sorted(item.free.minor_units for item in chosen))
        found.setdefault(amounts, chosen)
    return list(found.values())


def _choices(amounts: Sequence[int], wanted: int) -> Iterator[tuple[int, ...]]:
    """Places in ascending order; runs from the longest due come before all."""
    yield from _runs(amounts, wanted)
    whole = range(len(amounts))
    yield from _pairs(amounts, wanted)
    yield from _triples(amounts, wanted)
    spare = sum(amounts) - wanted
    for place in whole:
        if amounts[place] == spare and len(amounts) > 2:
            yield tuple(each for each in whole if each != place)
    for pair in _pairs(amounts, spare):
        if len(amounts) > 3:
            yield tuple(each for each in whole if each not in pair)


def _runs(amounts: Sequence[int], wanted: int) -> Iterator[tuple[int, ...]]:
    until = list(accumulate(amounts, initial=0))
    ends = {total: end for end, total in enumerate(until)}
    for start, before in enumerate(until):
        end = ends.get(before + wanted)
        if end is not None and end - start > 1:
            yield tuple(range(start, end))


def _pairs(amounts: Sequence[int], wanted: int, start: int = 0) -> Iterator[tuple[int, int]]:
    """Of each pair of amounts the longest due: equal amounts make no other choice."""
    places: dict[int, list[int]] = {}
    for place in range(start, len(amounts)):
        places.setdefault(amounts[place], []).append(place)
    for first in range(start, len(amounts)):
        others = places.get(wanted - amounts[first], ())
        second = next((place for place in others if place > first), None)
        if second is not None:
            yield first, second


def _triples(amounts: Sequence[int], wanted: int) -> Iterator[tuple[int, int, int]]:
    for first, amount in enumerate(amounts):
        for second, third in _pairs(amounts, wanted - amount, first + 1):
            yield first, second, third
