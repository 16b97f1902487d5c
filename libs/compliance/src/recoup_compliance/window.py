"""How long a permitted contact stays lawful, and how many more there are before a cap is reached."""

from datetime import datetime, timedelta

from recoup_compliance.attempt import Attempt
from recoup_compliance.frequency import Cap
from recoup_compliance.history import History
from recoup_compliance.moment import Moment
from recoup_compliance.rule import Rule, circle_of
from recoup_compliance.rulebook import Rulebook
from recoup_compliance.rules import RULES
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


def window(attempt: Attempt, history: History, rules: Rulebook = RULES) -> Window:
    """Look ahead from a contact that is permitted; days begin and end rules and conditions."""
    moment = Moment(attempt, history)
    binding = [
        rule
        for asked in rules.covering(circle_of(attempt))
        for _, rule in asked.rules
        if rule.in_force(moment.day)
    ]
    ends = (rule.measure.lawful_until(moment) for rule in binding)
    tomorrow = moment.start_of(moment.day + timedelta(days=1))
    return Window(
        until=min([tomorrow, *(end for end in ends if end is not None)]),
        caps=tuple(_left(rule, moment) for rule in binding if isinstance(rule.measure, Cap)),
    )


def _left(rule: Rule, moment: Moment) -> CapLeft:
    cap = rule.measure
    assert isinstance(cap, Cap), "only caps have something left"
    return CapLeft(
        rule=rule.id, limit=cap.limit, days=cap.days, left=max(cap.limit - cap.made(moment) - 1, 0)
    )
