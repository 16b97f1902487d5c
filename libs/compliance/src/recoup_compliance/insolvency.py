"""The stay of an insolvent debtor: every act to collect stops, whatever the debt."""

from datetime import date

from recoup_compliance.attempt import Attempt
from recoup_compliance.history import History
from recoup_compliance.rule import Basis, Measure, Obstacle, Rule
from recoup_compliance.scopes import EVERYONE, US_DEBT


class Stay(Measure):
    """No contact from the date of the petition; a claim goes to the court instead."""

    @property
    def words(self) -> str:
        return "no contact from the date of insolvency"

    def obstacle(self, attempt: Attempt, history: History) -> Obstacle | None:
        if history.insolvent_from is None or attempt.day < history.insolvent_from:
            return None
        return Obstacle(
            retry_at=None,
            inputs={
                "day": attempt.day.isoformat(),
                "insolvent_from": history.insolvent_from.isoformat(),
            },
        )


INSOLVENCY = (
    Rule(
        id="us23-bankruptcy-stay",
        basis=Basis.LAW,
        citation="11 USC 362(a)(6)",
        effective_from=date(1979, 10, 1),
        applies_to=US_DEBT,
        measure=Stay(),
    ),
    Rule(
        id="policy-insolvency-stay",
        basis=Basis.POLICY,
        citation="Creditor's policy: insolvent debtors of every country are left to the court",
        applies_to=EVERYONE,
        measure=Stay(),
    ),
)
