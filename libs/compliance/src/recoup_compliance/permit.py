"""The one question before every contact: may it be made now, and if not, when."""

from datetime import UTC, datetime, timedelta

from recoup_compliance.attempt import Attempt
from recoup_compliance.history import History
from recoup_compliance.rule import Basis, Obstacle, Rule
from recoup_compliance.rulebook import RULES, rules_version
from recoup_events.kernel.event import Value

HORIZON = timedelta(days=10 * 366)
"""A tenant's rules may leave no lawful moment at all; past this the search gives up."""


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


def permit(
    attempt: Attempt, history: History, rules: tuple[Rule, ...] = RULES
) -> Permitted | Refused:
    """Judge one attempt by every rule."""
    version = rules_version(rules)
    found = _obstacles(attempt, history, rules)
    if not found:
        return Permitted(rules_version=version)
    rule, obstacle = max(found, key=_strictness)
    return Refused(
        rule=rule.id,
        basis=rule.basis,
        rules_version=version,
        citation=rule.citation,
        inputs=obstacle.inputs,
        retry_at=_next_lawful_moment(attempt, history, rules),
    )


def _obstacles(
    attempt: Attempt, history: History, rules: tuple[Rule, ...]
) -> list[tuple[Rule, Obstacle]]:
    return [
        (rule, obstacle)
        for rule in rules
        if (obstacle := rule.obstacle(attempt, history)) is not None
    ]


def _strictness(found: tuple[Rule, Obstacle]) -> tuple[bool, datetime, bool]:
    """Never outlasts later, later outlasts sooner, and the law is quoted before the creditor's policy."""
    rule, obstacle = found
    until = obstacle.retry_at
    return until is None, until or datetime.max.replace(tzinfo=UTC), rule.basis is Basis.LAW


def _next_lawful_moment(
    attempt: Attempt, history: History, rules: tuple[Rule, ...]
) -> datetime | None:
    """Ask again where the last obstacle ends, until no rule finds another there; an end that is not later is none."""
    latest = attempt.at + HORIZON
    while found := _obstacles(attempt, history, rules):
        ends = [obstacle.retry_at for _, obstacle in found if obstacle.retry_at is not None]
        if len(ends) < len(found) or not attempt.at < max(ends) <= latest:
            return None
        attempt = attempt.model_copy(update={"at": max(ends)})
    return attempt.at
