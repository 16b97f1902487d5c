"""Conditions of a customer: recorded once, lifted once, and shown with all that was said of them."""

from collections.abc import Mapping, Sequence
from datetime import date

from invoice.customers.domain import commands
from invoice.customers.domain.errors import ConditionMissing, ConditionRefused, DatesContradict
from recoup_compliance.conditions import EFFECTS
from recoup_events import invoice as events
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import ConditionId, CreditorId, CustomerId, derived
from recoup_receivables.calendar import local_date


class Lift(Value):
    reason: str
    effective_from: date


class RecordedCondition(Value):
    condition: events.Condition
    creditor_id: CreditorId | None
    source: str
    effective_from: date
    effective_until: date | None
    note: str | None
    lifted: Lift | None = None

    def holds_on(self, day: date) -> bool:
        """From its own day to its end, or to the day from which it was lifted."""
        ended = self.effective_until is not None and self.effective_until <= day
        lifted = self.lifted is not None and self.lifted.effective_from <= day
        return self.effective_from <= day and not (ended or lifted)

    @property
    def ends_on(self) -> date | None:
        """The first day on which it does not hold any more."""
        lifted = None if self.lifted is None else self.lifted.effective_from
        return min((day for day in (self.effective_until, lifted) if day), default=None)

    def binds(self, creditor_id: CreditorId) -> bool:
        effect = EFFECTS[self.condition]
        return effect.binds_all_creditors or self.creditor_id in (None, creditor_id)


Conditions = Mapping[ConditionId, RecordedCondition]
"""In the order in which they were recorded."""


def condition_id(customer_id: CustomerId, number: int) -> ConditionId:
    """The id of a customer's first, second, third … condition."""
    return ConditionId(derived("cnd", customer_id, number))


def record(
    command: commands.RecordCondition, customer_id: CustomerId, conditions: Conditions
) -> Sequence[events.InvoiceEvent]:
    _check_dates(command)
    new = RecordedCondition.model_validate(command, from_attributes=True)
    for id, known in conditions.items():
        if known == new:
            raise ConditionRefused(
                f"This is recorded already, as {id}; lift that one first to record it anew."
            )
    return [
        events.CustomerConditionRecorded(
            customer_id=customer_id,
            condition_id=condition_id(customer_id, len(conditions) + 1),
            **dict(command),
        )
    ]


def _check_dates(command: commands.RecordCondition) -> None:
    until = command.effective_until
    if until is not None and until <= command.effective_from:
        raise DatesContradict(
            f"It would end on {until}, before it has counted for a day from "
            f"{command.effective_from} on; send a later effective_until, or none.",
            pointer="/effective_until",
        )


def lift(
    command: commands.LiftCondition,
    customer_id: CustomerId,
    conditions: Conditions,
    time_zone: str,
) -> Sequence[events.InvoiceEvent]:
    known = conditions.get(command.condition_id)
    if known is None:
        raise ConditionMissing(
            f"The customer has no condition {command.condition_id}; list those it has."
        )
    if known.lifted is not None:
        raise ConditionRefused(
            f"It was lifted from {known.lifted.effective_from} on; record it anew if it counts again."
        )
    first_day = command.effective_from or local_date(command.at, time_zone)
    return [
        events.CustomerConditionLifted(
            customer_id=customer_id,
            condition_id=command.condition_id,
            condition=known.condition,
            reason=command.reason,
            effective_from=max(first_day, known.effective_from),
        )
    ]


def evolve(
    conditions: Conditions,
    event: events.CustomerConditionRecorded | events.CustomerConditionLifted,
) -> Conditions:
    id = event.condition_id
    match event:
        case events.CustomerConditionRecorded():
            new = RecordedCondition.model_validate(event, from_attributes=True)
            return {**conditions, id: new}
        case events.CustomerConditionLifted(reason=reason, effective_from=day):
            lifted = Lift(reason=reason, effective_from=day)
            return {**conditions, id: conditions[id].model_copy(update={"lifted": lifted})}
