"""The few ways in which a generated ledger leaves things to chance or to the working week."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Protocol, TypeVar

_FRIDAY = 4


class Weighted(Protocol):
    @property
    def weight(self) -> int: ...


W = TypeVar("W", bound=Weighted)


def happens(percent: int, random: Random) -> bool:
    return random.randrange(100) < percent


def drawn(options: Sequence[W], random: Random) -> W:
    return random.choices(options, [option.weight for option in options])[0]


def dealt(options: Sequence[W], count: int, random: Random) -> list[W]:
    """``count`` options in their exact proportions (the weights add up to 100), shuffled."""
    deck = [option for option in options for _ in range(option.weight)]
    hand = [deck[len(deck) * i // count] for i in range(count)]
    random.shuffle(hand)
    return hand


def working_day(day: date, step: int = 1) -> date:
    """``day`` itself, or the nearest working day in the direction of ``step``."""
    while day.weekday() > _FRIDAY:
        day += timedelta(step)
    return day


def friday(day: date, step: int = 1) -> date:
    """``day`` itself, or the nearest Friday in the direction of ``step``."""
    while day.weekday() != _FRIDAY:
        day += timedelta(step)
    return day


def soon(day: date, least: int, most: int, random: Random) -> date:
    """A working day that many days later, or up to two days more over a weekend."""
    return working_day(day + timedelta(random.randint(least, most)))
