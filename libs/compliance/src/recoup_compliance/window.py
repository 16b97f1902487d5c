"""How long a permitted contact stays lawful, and how many more there are before a cap is reached."""

from datetime import datetime, timedelta

from recoup_compliance.attempt import Attempt
from recoup_compliance.frequency import Cap
from recoup_compliance.history import History
from recoup_compliance.rule import Rule
from recoup_compliance.rulebook import RULES
from recoup_events.kernel.event import Value


class CapLeft(Value):
    """One cap that binds the contact, as it will be after it."""

    rule: str
    limit: int
    days: int
    left: int


class Window(Value):
    """What a permitted contact leaves open."""

    until: datetime
    """The last lawful moment, if nothing else happens; at most the end of the debtor's day."""
    caps: tuple[CapLeft, ...]


def window(attempt: Attempt, history: History, rules: tuple[Rule, ...] = RULES) -> Window:
    """Look ahead from a contact that is permitted; days begin and end rules and conditions."""
    binding = [rule for rule in rules if rule.binds(attempt)]
    ends = (rule.measure.lawful_until(attempt) for rule in binding)
    tomorrow = attempt.start_of(attempt.day + timedelta(days=1))
    return Window(
        until=min([tomorrow, *(end for end in ends if end is not None)]),
        caps=tuple(
            _left(rule, attempt, history) for rule in binding if isinstance(rule.measure, Cap)
        ),
    )


def _left(rule: Rule, attempt: Attempt, history: History) -> CapLeft:
    cap = rule.measure
    assert isinstance(cap, Cap), "only caps have something left"
    made = max(len(cap.counted(debt, attempt, history)) for debt in attempt.debts)
    return CapLeft(rule=rule.id, limit=cap.limit, days=cap.days, left=max(cap.limit - made - 1, 0))
