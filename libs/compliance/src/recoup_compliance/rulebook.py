"""Rules that are asked together, which of them are meant for whom and in force when, and their name."""

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from recoup_compliance.rule import Circle, Measure, Rule

_CIRCLES_KEPT = 4096


class Asked(NamedTuple):
    """A measure, and the rules that ask it, each with its place among all: often a law and a policy."""

    measure: Measure
    rules: tuple[tuple[int, Rule], ...]


class Rulebook:
    """A set of rules, named by its content; where two are equally strict, the earlier one is quoted."""

    def __init__(self, rules: Iterable[Rule], version: str | None = None) -> None:
        self.rules = tuple(rules)
        self.version = version or version_of(text_of(self.rules))
        self._covering: dict[Circle, tuple[Asked, ...]] = {}

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def covering(self, circle: Circle) -> tuple[Asked, ...]:
        """What is asked of it, on whichever day; what several rules ask alike is asked once."""
        found = self._covering.get(circle)
        if found is None:
            found = self._asked(circle)
            if len(self._covering) < _CIRCLES_KEPT:
                self._covering[circle] = found
        return found

    def _asked(self, circle: Circle) -> tuple[Asked, ...]:
        by_measure: dict[Measure, list[tuple[int, Rule]]] = {}
        for place, rule in enumerate(self.rules):
            if rule.applies_to.covers(circle):
                by_measure.setdefault(rule.measure, []).append((place, rule))
        return tuple(Asked(measure, tuple(rules)) for measure, rules in by_measure.items())

    def in_force(self, on: date) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.in_force(on))


def text_of(rules: Iterable[Rule]) -> str:
    """A rule on each line, with the name of its measure first: what is digested, and what is archived."""
    return "".join(f"{type(rule.measure).__name__} {rule.model_dump_json()}\n" for rule in rules)


def version_of(text: str) -> str:
    """A digest of every rule; a changed number, date or version gives the set another name."""
    return f"rules-{sha256(text.encode()).hexdigest()[:16]}"
