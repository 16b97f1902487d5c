"""What each condition of a customer stops, whom it binds, and who says so; and which stand."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Self

from recoup_events.invoice import Condition, CustomerConditionLifted, CustomerConditionRecorded
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import ConditionId, CreditorId


class Stops(StrEnum):
    """What may not be done while a condition stands; each includes what is below it."""

    CHASING = "chasing"
    """Nothing is collected: no contact, and no step of a workflow."""
    CONTACT = "contact"
    """No message and no call, to whomever."""
    DIRECT_CONTACT = "direct_contact"
    """No message and no call but to the customer's attorney."""
    FINAL_NOTICES = "final_notices"
    """Reminders, but no final notice: a person decides what follows."""


class Effect(Value):
    """One row of the table."""

    stops: Stops
    binds_all_creditors: bool = False
    """Also where it was recorded for one of them."""
    source: str
    interest_free: str | None = None
    """Who says that its days bear no interest and no fees, then or later."""


EFFECTS: Mapping[Condition, Effect] = {
    Condition.INSOLVENCY: Effect(
        stops=Stops.CHASING,
        binds_all_creditors=True,
        source="11 USC 362(a)(6); elsewhere policy: the claim goes to the court",
        interest_free="Insolvency: 11 USC 502(b)(2); elsewhere policy",
    ),
    Condition.DEATH: Effect(
        stops=Stops.CHASING,
        binds_all_creditors=True,
        source="Policy: a person finds out who has inherited the debt",
    ),
    Condition.BREATHING_SPACE: Effect(
        stops=Stops.CHASING,
        source="Debt Respite Scheme Regulations 2020 (England and Wales); elsewhere policy",
        interest_free="Breathing space: Debt Respite Scheme Regulations 2020 reg. 7; elsewhere policy",
    ),
    Condition.CEASE_REQUEST: Effect(
        stops=Stops.CONTACT,
        source="15 USC 1692c(c); 12 CFR 1006.6(c); elsewhere policy",
    ),
    Condition.ATTORNEY: Effect(
        stops=Stops.DIRECT_CONTACT,
        source="15 USC 1692c(a)(2); 12 CFR 1006.6(b)(2); elsewhere policy",
    ),
    Condition.HARDSHIP: Effect(
        stops=Stops.FINAL_NOTICES,
        source="Policy: who cannot pay is offered a plan, not the last word",
    ),
    Condition.VULNERABILITY: Effect(
        stops=Stops.FINAL_NOTICES,
        source="Policy: a person looks before it becomes serious",
    ),
}
"""The rules of ``condition_rules`` cite the same sources, with their dates and whom they bind."""


class StandingCondition(Value):
    """A condition as far as it decides anything."""

    condition_id: ConditionId
    condition: Condition
    creditor_id: CreditorId | None = None
    effective_from: date
    effective_until: date | None = None

    @property
    def effect(self) -> Effect:
        return EFFECTS[self.condition]

    def in_force(self, on: date) -> bool:
        return self.effective_from <= on and (
            self.effective_until is None or on < self.effective_until
        )

    def ended(self, day: date) -> Self | None:
        """As it is when it ends on a day, unless it has by itself; ``None`` if that was never."""
        until = day if self.effective_until is None else min(day, self.effective_until)
        if until <= self.effective_from:
            return None
        return self.model_copy(update={"effective_until": until})

    def binds(self, creditor_id: CreditorId | None) -> bool:
        """A creditor that is not known is bound by each."""
        return (
            self.effect.binds_all_creditors
            or self.creditor_id is None
            or creditor_id is None
            or self.creditor_id == creditor_id
        )


class Conditions(Value):
    """All conditions of one customer that count on some day."""

    standing: tuple[StandingCondition, ...] = ()

    def in_force(
        self, on: date, creditor_id: CreditorId | None = None
    ) -> tuple[StandingCondition, ...]:
        """Those that bind a creditor on a day."""
        return tuple(
            each for each in self.standing if each.in_force(on) and each.binds(creditor_id)
        )

    def next_change(self, after: date) -> date | None:
        """The first later day on which one begins or ends."""
        return min((day for day in _days(self.standing) if day > after), default=None)


CHANGES = (CustomerConditionRecorded, CustomerConditionLifted)


def follow(
    conditions: Conditions, event: CustomerConditionRecorded | CustomerConditionLifted
) -> Conditions:
    """Fold one event; what is lifted from its first day on has never been."""
    match event:
        case CustomerConditionRecorded():
            new = StandingCondition.model_validate(event, from_attributes=True)
            return Conditions(standing=(*conditions.standing, new))
        case CustomerConditionLifted(condition_id=id, effective_from=end):
            ended = (
                each.ended(end) if each.condition_id == id else each for each in conditions.standing
            )
            return Conditions(standing=tuple(each for each in ended if each is not None))


def _days(standing: Iterable[StandingCondition]) -> Iterable[date]:
    for each in standing:
        yield each.effective_from
        if each.effective_until is not None:
            yield each.effective_until
