"""How often a debtor may be contacted about one debt, and the rest a conversation earns."""

from datetime import date, timedelta

from pydantic import Field

from recoup_compliance.attempt import Attempt
from recoup_compliance.history import History
from recoup_compliance.rule import Basis, Measure, Obstacle, Rule
from recoup_compliance.scopes import CALLS, EMAILS, TEXTS, US_CONSUMER_CALLS

REGULATION_F = date(2021, 11, 30)


class Cap(Measure):
    """At most ``limit`` attempts by one channel on one debt in ``days`` consecutive days."""

    limit: int = Field(ge=1)
    days: int = Field(ge=1)

    @property
    def words(self) -> str:
        return f"at most {self.limit} attempts per debt in {self.days} consecutive days"

    def obstacle(self, attempt: Attempt, history: History) -> Obstacle | None:
        first = attempt.day - timedelta(days=self.days - 1)
        counted = sorted(
            day
            for past in history.alike(attempt)
            if first <= (day := attempt.day_of(past.at)) <= attempt.day
        )
        if len(counted) < self.limit:
            return None
        leaves_the_window = counted[-self.limit] + timedelta(days=self.days)
        return Obstacle(
            retry_at=attempt.start_of(leaves_the_window),
            inputs={
                "invoice_id": attempt.invoice_id,
                "channel": attempt.channel,
                "day": attempt.day.isoformat(),
                "attempts": str(len(counted)),
                "limit": str(self.limit),
                "days": str(self.days),
            },
        )


class CoolDown(Measure):
    """No call about a debt for ``days`` days after talking about it; that day is the first."""

    days: int = Field(ge=1)

    @property
    def words(self) -> str:
        return (
            f"no call on a debt within {self.days} days of a conversation about it, its day first"
        )

    def obstacle(self, attempt: Attempt, history: History) -> Obstacle | None:
        talked = [
            day
            for conversation in history.conversations
            if conversation.invoice_id == attempt.invoice_id
            and (day := attempt.day_of(conversation.at)) <= attempt.day
        ]
        last = max(talked, default=None)
        if last is None or attempt.day >= last + timedelta(days=self.days):
            return None
        return Obstacle(
            retry_at=attempt.start_of(last + timedelta(days=self.days)),
            inputs={
                "invoice_id": attempt.invoice_id,
                "day": attempt.day.isoformat(),
                "conversation": last.isoformat(),
                "days": str(self.days),
            },
        )


FREQUENCY = (
    Rule(
        id="us1-call-cap",
        basis=Basis.LAW,
        citation="12 CFR 1006.14(b)(2)(i)(A)",
        effective_from=REGULATION_F,
        applies_to=US_CONSUMER_CALLS,
        measure=Cap(limit=7, days=7),
    ),
    Rule(
        id="us2-call-cool-down",
        basis=Basis.LAW,
        citation="12 CFR 1006.14(b)(2)(i)(B); comment 14(b)(4)-1",
        effective_from=REGULATION_F,
        applies_to=US_CONSUMER_CALLS,
        measure=CoolDown(days=7),
    ),
    Rule(
        id="policy-call-cap",
        basis=Basis.POLICY,
        citation="Creditor's policy: the number of 12 CFR 1006.14(b)(2)(i)(A) for every debtor",
        applies_to=CALLS,
        measure=Cap(limit=7, days=7),
    ),
    Rule(
        id="policy-call-cool-down",
        basis=Basis.POLICY,
        citation="Creditor's policy: the rest of 12 CFR 1006.14(b)(2)(i)(B) for every debtor",
        applies_to=CALLS,
        measure=CoolDown(days=7),
    ),
    Rule(
        id="policy-email-cap",
        basis=Basis.POLICY,
        citation="Creditor's policy: 12 CFR 1006.14(a) sets no number for email; the creditor sets 3",
        applies_to=EMAILS,
        measure=Cap(limit=3, days=7),
    ),
    Rule(
        id="policy-sms-cap",
        basis=Basis.POLICY,
        citation="Creditor's policy: the number of 940 CMR 7.04(1)(f) for every debtor",
        applies_to=TEXTS,
        measure=Cap(limit=2, days=7),
    ),
)
