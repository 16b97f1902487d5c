"""What a scene is: one attack, and what it may do to others."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum, auto

from recoup_attack.target import Target


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the attacker came away with."""

    got: str
    harms: tuple[str, ...] = ()
    """What it got that it must not get."""


class Takes(StrEnum):
    """What an attack is on."""

    ITS_OWN = auto()
    """Only what is the attacker's: nobody else may feel it."""
    THE_DATABASE = auto()
    """The one that all share: meanwhile others are told to come again, and nothing else."""


@dataclass(frozen=True, slots=True)
class Scene:
    group: str
    name: str
    what: str
    """One line: what is done."""
    attack: Callable[[Target], Awaitable[Outcome]]
    takes: Takes = Takes.ITS_OWN
    quick: bool = False
    """Whether it is among those that every run of the tests plays."""
