"""The debtor's own no to a channel, honoured from the instant it is known."""

from datetime import date

from recoup_compliance.attempt import Attempt
from recoup_compliance.history import History
from recoup_compliance.rule import Basis, Measure, Obstacle, Rule
from recoup_compliance.scopes import EVERYONE, US_CONSUMER_DEBT, US_TEXTS


class HonourOptOut(Measure):
    """Nothing by a channel the debtor said no to, until the debtor expressly agrees again."""

    @property
    def words(self) -> str:
        return "nothing by a channel the debtor opted out of or withdrew consent to"

    def obstacle(self, attempt: Attempt, history: History) -> Obstacle | None:
        opt_out = history.opted_out(attempt)
        if opt_out is None:
            return None
        return Obstacle(
            retry_at=None,
            inputs={"channel": attempt.channel, "opted_out_at": opt_out.at.isoformat()},
        )


OPT_OUT = (
    Rule(
        id="us9-channel-opt-out",
        basis=Basis.LAW,
        citation="12 CFR 1006.14(h)",
        effective_from=date(2021, 11, 30),
        applies_to=US_CONSUMER_DEBT,
        measure=HonourOptOut(),
    ),
    Rule(
        # By any reasonable means since 2015; the ten business days to act, written down in 2025,
        # are not taken: Recoup needs none.
        id="us21-sms-consent-withdrawn",
        version=2,
        basis=Basis.LAW,
        citation="47 USC 227(b)(1)(A); FCC 15-72; 47 CFR 64.1200(a)(10)",
        effective_from=date(2015, 7, 10),
        applies_to=US_TEXTS,
        measure=HonourOptOut(),
    ),
    Rule(
        id="policy-channel-opt-out",
        basis=Basis.POLICY,
        citation="Creditor's policy: every debtor's no to a channel is honoured",
        applies_to=EVERYONE,
        measure=HonourOptOut(),
    ),
)
