"""A figure: something measured in rounds, ours and others' in turn, with what it has to reach."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Side:
    """One way of doing the work."""

    name: str
    run: Callable[[], Awaitable[float]]
    """One round of the work; gives the figure in the unit of its ``Figure``."""


@dataclass(frozen=True, slots=True)
class Goal:
    """At least, or at most, this much: of the other side's figure when one is named."""

    least: float | None = None
    most: float | None = None
    beside: str | None = None

    def __str__(self) -> str:
        sign, bound = ("≥", self.least) if self.least is not None else ("≤", self.most)
        return f"{sign} {bound:,g}" + (f" of {self.beside}" if self.beside else "")

    def met_by(self, value: float) -> bool:
        above = self.least is None or value >= self.least
        return above and (self.most is None or value <= self.most)


@dataclass(frozen=True, slots=True)
class Figure:
    """What is measured, and beside what."""

    name: str
    unit: str
    ours: Side
    beside: Sequence[Side] = ()
    goals: Sequence[Goal] = ()
    rounds: int = ROUNDS


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of every round, by side."""

    figure: Figure
    rounds: Mapping[str, Sequence[float]]

    @property
    def ours(self) -> Sequence[float]:
        return self.rounds[self.figure.ours.name]

    def middle(self, side: Side) -> float:
        return median(self.rounds[side.name])

    def ratio(self, beside: str) -> float:
        """The median over the rounds, so that a slow minute of the machine weighs on both sides."""
        theirs = self.rounds[beside]
        return median(mine / other for mine, other in zip(self.ours, theirs, strict=True))

    def value(self, goal: Goal) -> float:
        """What a goal is held against."""
        return median(self.ours) if goal.beside is None else self.ratio(goal.beside)


async def measure(figure: Figure) -> Measured:
    """Each side once to warm up, then in turn; every round begins with another side."""
    sides = [figure.ours, *figure.beside]
    for side in sides:
        await side.run()
    rounds: dict[str, list[float]] = {side.name: [] for side in sides}
    for turn in range(figure.rounds):
        first = turn % len(sides)
        for side in (*sides[first:], *sides[:first]):
            rounds[side.name].append(await side.run())
    return Measured(figure, rounds)
