"""Conditions of a customer as rules: while one stands, what it stops is refused."""

from datetime import date

from recoup_compliance.attempt import Attempt
from recoup_compliance.conditions import EFFECTS, Stops
from recoup_compliance.history import History
from recoup_compliance.rule import Basis, Measure, Obstacle, Rule
from recoup_compliance.scopes import EVERYONE, GB_INDIVIDUALS, US_CONSUMER_DEBT, US_DEBT
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

    @property
    def words(self) -> str:
        stops = _WORDS[EFFECTS[self.condition].stops]
        return f"{stops} while {self.condition.replace('_', ' ')} stands"

    def obstacle(self, attempt: Attempt, history: History) -> Obstacle | None:
        if not self._stops(attempt):
            return None
        standing = [
            each
            for each in history.conditions.in_force(attempt.day, attempt.creditor_id)
            if each.condition is self.condition
        ]
        if not standing:
            return None
        ends = [each.effective_until for each in standing if each.effective_until is not None]
        return Obstacle(
            retry_at=attempt.start_of(max(ends)) if len(ends) == len(standing) else None,
            inputs={
                "day": attempt.day.isoformat(),
                "condition": self.condition,
                "effective_from": min(each.effective_from for each in standing).isoformat(),
            },
        )

    def _stops(self, attempt: Attempt) -> bool:
        match EFFECTS[self.condition].stops:
            case Stops.DIRECT_CONTACT:
                return not attempt.to_attorney
            case Stops.FINAL_NOTICES:
                return attempt.final
            case Stops.CHASING | Stops.CONTACT:
                return True


def _policy(id: str, condition: Condition, citation: str) -> Rule:
    return Rule(
        id=id,
        basis=Basis.POLICY,
        citation=f"Creditor's policy: {citation}",
        applies_to=EVERYONE,
        measure=RespectCondition(condition=condition),
    )


CONDITION_RULES = (
    Rule(
        id="us23-bankruptcy-stay",
        basis=Basis.LAW,
        citation="11 USC 362(a)(6)",
        effective_from=date(1979, 10, 1),
        applies_to=US_DEBT,
        measure=RespectCondition(condition=Condition.INSOLVENCY),
    ),
    _policy(
        "policy-insolvency-stay",
        Condition.INSOLVENCY,
        "insolvent debtors of every country are left to the court",
    ),
    _policy("policy-death", Condition.DEATH, "nobody writes to the dead; a person finds the heirs"),
    Rule(
        # No contact from the date of the request, not even the three notices the law leaves.
        id="us8-cease-in-writing",
        basis=Basis.LAW,
        citation="15 USC 1692c(c); 12 CFR 1006.6(c)",
        effective_from=date(1978, 3, 20),
        applies_to=US_CONSUMER_DEBT,
        measure=RespectCondition(condition=Condition.CEASE_REQUEST),
    ),
    _policy(
        "policy-cease-in-writing",
        Condition.CEASE_REQUEST,
        "every debtor's written request is honoured",
    ),
    Rule(
        id="uk6-breathing-space",
        basis=Basis.LAW,
        citation="Debt Respite Scheme Regulations 2020 (England and Wales), SI 2020/1311",
        effective_from=date(2021, 5, 4),
        applies_to=GB_INDIVIDUALS,
        measure=RespectCondition(condition=Condition.BREATHING_SPACE),
    ),
    _policy(
        "policy-breathing-space",
        Condition.BREATHING_SPACE,
        "a moratorium of any country is honoured",
    ),
    Rule(
        id="us7-attorney",
        basis=Basis.LAW,
        citation="15 USC 1692c(a)(2); 12 CFR 1006.6(b)(2)",
        effective_from=date(1978, 3, 20),
        applies_to=US_CONSUMER_DEBT,
        measure=RespectCondition(condition=Condition.ATTORNEY),
    ),
    _policy(
        "policy-attorney",
        Condition.ATTORNEY,
        "who has an attorney is written to through the attorney",
    ),
    _policy("policy-hardship", Condition.HARDSHIP, "who cannot pay is offered a plan first"),
    _policy(
        "policy-vulnerability",
        Condition.VULNERABILITY,
        "a person looks before it becomes serious",
    ),
)
