"""The one question before every contact: may it be made now, and if not, when."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from recoup_compliance.attempt import Attempt
from recoup_compliance.history import History
from recoup_compliance.moment import Moment
from recoup_compliance.rule import Basis, Obstacle, Rule, circle_of
from recoup_compliance.rulebook import Asked, Rulebook
from recoup_compliance.rules import RULES
from recoup_events.kernel.event import Value

HORIZON = timedelta(days=10 * 366)
_STEPS = 128
"""Rules and stated times may leave no lawful moment at all; past either the search gives up."""


class Permitted(Value):
    """The contact may be made at the instant that was asked about, and at no other."""

    rules_version: str


class Refused(Value):
    """The contact must not be made; the strictest of the rules in its way is quoted."""

    rule: str
    basis: Basis
    rules_version: str
    citation: str
    inputs: dict[str, str]
    retry_at: datetime | None
    """The first moment all rules allow, as far as is known now; ``None`` when there is none."""


class _Found(NamedTuple):
    """An obstacle, and the rule that puts it there."""

    place: int
    """Of the rule among all."""
    rule: Rule
    obstacle: Obstacle


def permit(attempt: Attempt, history: History, rules: Rulebook = RULES) -> Permitted | Refused:
    """Judge one attempt by every rule."""
    asked = rules.covering(circle_of(attempt))
    now = Moment(attempt, history)
    found = _obstacles(now, asked)
    if not found:
        return Permitted(rules_version=rules.version)
    strictest = max(found, key=_strictness)
    return Refused(
        rule=strictest.rule.id,
        basis=strictest.rule.basis,
        rules_version=rules.version,
        citation=strictest.rule.citation,
        inputs=strictest.obstacle.inputs(),
        retry_at=_next_lawful_moment(now, found, asked),
    )


def _obstacles(moment: Moment, asked: Sequence[Asked]) -> Sequence[_Found]:
    found = []
    for each in asked:
        obstacle = each.measure.obstacle(moment)
        if obstacle is not None:
            found += [
                _Found(place, rule, rule.ends(obstacle, moment))
                for place, rule in each.rules
                if rule.in_force(moment.day)
            ]
    return found


def _strictness(found: _Found) -> tuple[bool, datetime, bool, int]:
    """Never outlasts later, later outlasts sooner, and the law is quoted before the creditor's policy."""
    until = found.obstacle.retry_at
    by_law = found.rule.basis is Basis.LAW
    return until is None, until or datetime.max.replace(tzinfo=UTC), by_law, -found.place


def _next_lawful_moment(
    moment: Moment, found: Sequence[_Found], asked: Sequence[Asked]
) -> datetime | None:
    """Ask again where the last obstacle ends, until no rule finds another there; an end that is not later is none."""
    latest = moment.at + HORIZON
    for _ in range(_STEPS):
        if not found:
            return moment.at
        ends = [each.obstacle.retry_at for each in found]
        until = max((end for end in ends if end is not None), default=None)
        if until is None or None in ends or not moment.at < until <= latest:
            return None
        moment = moment.later(until)
        found = _obstacles(moment, asked)
    return None
