"""Conditions of a customer as rules: while one stands, what it stops is refused."""

from datetime import date

from recoup_compliance.attempt import Attempt, Notice
from recoup_compliance.conditions import EFFECTS, Stops
from recoup_compliance.moment import Moment
from recoup_compliance.rule import Basis, Checked, Measure, Obstacle, Rule
from recoup_compliance.scopes import EVERYONE, FDCPA, GB_INDIVIDUALS, US_CONSUMER_DEBT, US_DEBT
from recoup_events.invoice import Condition

_WORDS = {
    Stops.CHASING: "no contact",
    Stops.CONTACT: "no contact",
    Stops.DIRECT_CONTACT: "no contact but to the attorney",
    Stops.FINAL_NOTICES: "no final notice",
}


class RespectCondition(Measure):
    """Nothing of what a condition stops, from its first day to its end."""

    condition: Condition
    allows: tuple[Notice, ...] = ()
    """What may be said all the same, if nothing else is said with it."""

    @property
    def words(self) -> str:
        stops = _WORDS[EFFECTS[self.condition].stops]
        while_it_stands = f"{stops} while {self.condition.replace('_', ' ')} stands"
        if not self.allows:
            return while_it_stands
        notices = ", ".join(notice.replace("_", " ") for notice in self.allows)
        return f"{while_it_stands}, but to say one of: {notices}"

    def obstacle(self, moment: Moment) -> Obstacle | None:
        attempt = moment.attempt
        if not moment.history.conditions.standing or not self._stops(attempt):
            return None
        standing = [
            each
            for each in moment.history.conditions.in_force(moment.day, attempt.creditor_id)
            if each.condition is self.condition
        ]
        if not standing:
            return None
        ends = [each.effective_until for each in standing if each.effective_until is not None]
        return Obstacle(
            moment.start_of(max(ends)) if len(ends) == len(standing) else None,
            lambda: {
                "day": moment.day.isoformat(),
                "condition": self.condition,
                "effective_from": min(each.effective_from for each in standing).isoformat(),
            },
        )

    def _stops(self, attempt: Attempt) -> bool:
        if attempt.notice in self.allows:
            return False
        match EFFECTS[self.condition].stops:
            case Stops.DIRECT_CONTACT:
                return not attempt.to_attorney
            case Stops.FINAL_NOTICES:
                return attempt.final
            case Stops.CHASING | Stops.CONTACT:
                return True


CEASED = RespectCondition(condition=Condition.CEASE_REQUEST, allows=tuple(Notice))
REPRESENTED = RespectCondition(condition=Condition.ATTORNEY)
_INSOLVENCY = RespectCondition(condition=Condition.INSOLVENCY)
_DEATH = RespectCondition(condition=Condition.DEATH)
_BREATHING_SPACE = RespectCondition(condition=Condition.BREATHING_SPACE)
_HARDSHIP = RespectCondition(condition=Condition.HARDSHIP)
_VULNERABILITY = RespectCondition(condition=Condition.VULNERABILITY)


def _policy(id: str, measure: RespectCondition, citation: str, version: int = 1) -> Rule:
    return Rule(
        id=id,
        version=version,
        basis=Basis.POLICY,
        citation=f"Creditor's policy: {citation}",
        applies_to=EVERYONE,
        measure=measure,
    )


CONDITION_RULES = (
    Rule(
        id="us23-bankruptcy-stay",
        basis=Basis.LAW,
        citation="11 USC 362(a)(6)",
        effective_from=date(1979, 10, 1),
        dated=Checked.TO_BE_CONFIRMED,
        applies_to=US_DEBT,
        measure=_INSOLVENCY,
    ),
    _policy(
        "policy-insolvency-stay",
        _INSOLVENCY,
        "insolvent debtors of every country are left to the court",
    ),
    _policy("policy-death", _DEATH, "nobody writes to the dead; a person finds the heirs"),
    Rule(
        id="us8-cease-in-writing",
        version=2,
        basis=Basis.LAW,
        citation="15 USC 1692c(c); 12 CFR 1006.6(c)",
        effective_from=FDCPA,
        applies_to=US_CONSUMER_DEBT,
        measure=CEASED,
    ),
    _policy(
        "policy-cease-in-writing",
        CEASED,
        "every debtor's written request is honoured",
        version=2,
    ),
    Rule(
        id="uk6-breathing-space",
        basis=Basis.LAW,
        citation="Debt Respite Scheme Regulations 2020 (England and Wales), SI 2020/1311",
        checked=Checked.SECONDARY_SOURCE,
        effective_from=date(2021, 5, 4),
        dated=Checked.SECONDARY_SOURCE,
        applies_to=GB_INDIVIDUALS,
        measure=_BREATHING_SPACE,
    ),
    _policy(
        "policy-breathing-space",
        _BREATHING_SPACE,
        "a moratorium of any country is honoured",
    ),
    Rule(
        id="us7-attorney",
        basis=Basis.LAW,
        citation="15 USC 1692c(a)(2); 12 CFR 1006.6(b)(2)",
        effective_from=FDCPA,
        applies_to=US_CONSUMER_DEBT,
        measure=REPRESENTED,
    ),
    _policy(
        "policy-attorney",
        REPRESENTED,
        "who has an attorney is written to through the attorney",
    ),
    _policy("policy-hardship", _HARDSHIP, "who cannot pay is offered a plan first"),
    _policy(
        "policy-vulnerability",
        _VULNERABILITY,
        "a person looks before it becomes serious",
    ),
)
