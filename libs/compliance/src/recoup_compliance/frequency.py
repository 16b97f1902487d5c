"""How often a person may be contacted about one debt, and the rest a conversation earns."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from pydantic import Field

from recoup_compliance.attempt import Attempt
from recoup_compliance.history import History
from recoup_compliance.rule import Basis, Measure, Obstacle, Rule
from recoup_compliance.scopes import CALLS, EMAILS, TEXTS, US_CONSUMER_CALLS
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import DebtId

REGULATION_F = date(2021, 11, 30)


class Cap(Measure):
    """At most ``limit`` attempts to reach a person about one debt in ``days`` consecutive days."""

    limit: int = Field(ge=1)
    days: int = Field(ge=1)
    together: tuple[Medium, ...] | None = None
    """The channels that are counted as one; ``None`` counts the attempt's own alone."""

    @property
    def words(self) -> str:
        by = f" by {' and '.join(self.together)} together" if self.together else ""
        return f"at most {self.limit} attempts per debt{by} in {self.days} consecutive days"

    def obstacle(self, attempt: Attempt, history: History) -> Obstacle | None:
        return _latest(self._about(debt, attempt, history) for debt in attempt.debts)

    def counted(self, debt: DebtId, attempt: Attempt, history: History) -> Sequence[date]:
        """The days, in order, of the attempts that are in the attempt's window."""
        first = attempt.day - timedelta(days=self.days - 1)
        return sorted(
            day
            for past in history.about(debt, self.together or (attempt.channel,))
            if first <= (day := attempt.day_of(past.at)) <= attempt.day
        )

    def _about(self, debt: DebtId, attempt: Attempt, history: History) -> Obstacle | None:
        counted = self.counted(debt, attempt, history)
        if len(counted) < self.limit:
            return None
        leaves_the_window = counted[-self.limit] + timedelta(days=self.days)
        return Obstacle(
            retry_at=attempt.start_of(leaves_the_window),
            inputs={
                "debt": debt,
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
        return _latest(self._about(debt, attempt, history) for debt in attempt.debts)

    def _about(self, debt: DebtId, attempt: Attempt, history: History) -> Obstacle | None:
        talked = [
            day
            for conversation in history.conversations
            if debt in conversation.debts
            and (day := attempt.day_of(conversation.at)) <= attempt.day
        ]
        last = max(talked, default=None)
        if last is None or attempt.day >= last + timedelta(days=self.days):
            return None
        return Obstacle(
            retry_at=attempt.start_of(last + timedelta(days=self.days)),
            inputs={
                "debt": debt,
                "day": attempt.day.isoformat(),
                "conversation": last.isoformat(),
                "days": str(self.days),
            },
        )


def _latest(obstacles: Iterable[Obstacle | None]) -> Obstacle | None:
    """The one that stays longest: what is said of several debts waits for all of them."""
    found = [obstacle for obstacle in obstacles if obstacle is not None and obstacle.retry_at]
    return max(found, key=_end, default=None)


def _end(obstacle: Obstacle) -> datetime:
    return obstacle.retry_at or datetime.max.replace(tzinfo=UTC)


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
        version=2,
        basis=Basis.POLICY,
        citation="Creditor's policy: the number of 940 CMR 7.04(1)(f) for every debtor",
        applies_to=TEXTS,
        measure=Cap(limit=2, days=7, together=(Medium.SMS, Medium.CALL)),
    ),
)
