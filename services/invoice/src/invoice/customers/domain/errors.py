"""How a customer refuses."""

from typing import Self

from recoup_events.kernel.refusals import Refused, Unacceptable


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


class TooManyContacts(Unacceptable):
    """More people than a customer can have."""

    code = "too_many_contacts"


class UnknownCustomer(Unacceptable):
    """The request names a customer that was never registered."""

    code = "unknown_customer"
