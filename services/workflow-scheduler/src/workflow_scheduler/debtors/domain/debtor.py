"""What is known of a debtor here: when it may be called, and whether it may be chased at all."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import ClassVar

from recoup_compliance import conditions
from recoup_compliance.conditions import Conditions, StandingCondition
from recoup_events.invoice import (
    CustomerConditionLifted,
    CustomerConditionRecorded,
    CustomerDetailsChanged,
    CustomerKind,
    CustomerRegistered,
    Person,
)
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId
from recoup_events.kernel.personal import AboutPerson, Personal
from recoup_eventstore.decider import View
from recoup_receivables.calendar import local_date

_HEARD = (
    CustomerRegistered,
    CustomerDetailsChanged,
    *conditions.CHANGES,
)


_KEPT = ("customer_id", "name", "kind", "country", "subdivision", "time_zone", "persons")


class Debtor(AboutPerson):
    """One customer; nothing is known of it before it is registered."""

    subject: ClassVar[str] = "customer_id"

    customer_id: CustomerId | None = None
    name: Personal[str | None] = None
    country: str | None = None
    subdivision: str | None = None
    persons: tuple[Person, ...] = ()
    persons_changed: bool = False
    """Whether its latest details named others, or other ways to reach them, than those before."""
    kind: CustomerKind | None = None
    time_zone: str | None = None
    conditions: Conditions = Conditions()

    def restrained_by(self, at: datetime) -> tuple[StandingCondition, ...]:
        """The conditions in force at a moment, by the debtor's own day."""
        return self.conditions.in_force(local_date(at, self.calendar))

    @property
    def calendar(self) -> str:
        """The zone of its days."""
        return self.time_zone or str(UTC)


def _documents(event: Event) -> Sequence[str]:
    return (event.customer_id,) if isinstance(event, _HEARD) else ()


def _evolve(debtor: Debtor, received: Envelope[Event]) -> Debtor:
    match received.event:
        case CustomerRegistered() | CustomerDetailsChanged() as details:
            known = {name: getattr(details, name) for name in _KEPT}
            changed = {"persons_changed": details.persons != debtor.persons}
            return debtor.model_copy(update=known | changed)
        case CustomerConditionRecorded() | CustomerConditionLifted() as event:
            followed = conditions.follow(debtor.conditions, event)
            return debtor.model_copy(update={"conditions": followed})
        case _:
            return debtor


DEBTOR = View("debtor", Debtor(), _documents, _evolve, subscribes=_HEARD)
