"""On which days the law changes, as far as the rules know."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from recoup_compliance.rule import Rule


class Change(NamedTuple):
    """A rule begins on a day, or is for the first time no longer in force."""

    on: date
    begins: bool
    rule: Rule


def changes(
    rules: Iterable[Rule], since: date | None = None, until: date | None = None
) -> Sequence[Change]:
    """Of the days from ``since`` on and before ``until``, the earliest first."""
    found = [
        Change(day, begins, rule)
        for rule in rules
        for day, begins in ((rule.effective_from, True), (rule.effective_until, False))
        if day is not None and (since is None or since <= day) and (until is None or day < until)
    ]
    return sorted(found, key=lambda change: (change.on, change.rule.id, change.begins))
