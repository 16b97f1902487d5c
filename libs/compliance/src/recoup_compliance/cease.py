"""The debtor's written request to be left alone."""

from datetime import date

from recoup_compliance.attempt import Attempt
from recoup_compliance.history import History
from recoup_compliance.rule import Basis, Measure, Obstacle, Rule
from recoup_compliance.scopes import EVERYONE, US_CONSUMER_DEBT


class HonourCease(Measure):
    """No contact from the date of the request, not even the three last notices the law leaves."""

    @property
    def words(self) -> str:
        return "no contact from the date of a written request to cease"

    def obstacle(self, attempt: Attempt, history: History) -> Obstacle | None:
        if history.ceased_from is None or attempt.day < history.ceased_from:
            return None
        return Obstacle(
            retry_at=None,
            inputs={
                "day": attempt.day.isoformat(),
                "ceased_from": history.ceased_from.isoformat(),
            },
        )


CEASE = (
    Rule(
        id="us8-cease-in-writing",
        basis=Basis.LAW,
        citation="15 USC 1692c(c); 12 CFR 1006.6(c)",
        effective_from=date(1978, 3, 20),
        applies_to=US_CONSUMER_DEBT,
        measure=HonourCease(),
    ),
    Rule(
        id="policy-cease-in-writing",
        basis=Basis.POLICY,
        citation="Creditor's policy: every debtor's written request is honoured",
        applies_to=EVERYONE,
        measure=HonourCease(),
    ),
)
