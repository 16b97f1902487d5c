"""How a customer refuses."""

from typing import Self

from recoup_events.kernel.ids import PersonId
from recoup_events.kernel.refusals import Missing, Refused, Unacceptable


class DuplicateExternalId(Refused):
    """The ERP's id already names something; the first one stands."""

    code = "duplicate_external_id"

    @classmethod
    def of(cls, external_id: str, id: str) -> Self:
        return cls(
            f"The external_id {external_id!r} already names {id}; read it, "
            "or send a new external_id.",
            pointer="/external_id",
        )


class CustomerRefused(Refused):
    """The customer's state does not allow this."""

    code = "customer_refused"


class ConditionMissing(Missing):
    """The customer has no condition of this id."""


class ConditionRefused(Refused):
    """The condition is recorded, or lifted, already."""

    code = "condition_refused"


class DatesContradict(Unacceptable):
    """A condition would end before it begins."""

    code = "dates_contradict"


class TooManyPersons(Unacceptable):
    """More people than a customer can have."""

    code = "too_many_persons"


class DuplicatePerson(Refused):
    """The name given to a person is another's at this customer."""

    code = "duplicate_person"


class IncompletePerson(Unacceptable):
    """A new person lacks what every person has."""

    code = "incomplete_person"


class UnknownPerson(Missing):
    """The customer has no such person."""

    @classmethod
    def of(cls, person_id: PersonId, *, pointer: str | None = None) -> Self:
        return cls(
            f"The customer has no person {person_id}; read the customer to see whom it has.",
            pointer=pointer,
        )


class PlacesContradict(Unacceptable):
    """A subdivision lies in another country."""

    code = "places_contradict"


class GroupUnacceptable(Unacceptable):
    """The group would close to a circle, or become too large or too deep."""

    code = "group_unacceptable"


class UnknownCustomer(Unacceptable):
    """The request names a customer that was never registered."""

    code = "unknown_customer"
