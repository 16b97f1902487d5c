"""How a payment reference is refused."""

from recoup_events.kernel.refusals import Refused


class DuplicatePaymentReference(Refused):
    """Another invoice of the creditor bears it: money that names it could be for either."""

    code = "duplicate_payment_reference"

    @classmethod
    def of(cls, reference: str) -> "DuplicatePaymentReference":
        return cls(
            f"Another invoice of the creditor has the payment reference {reference}; send one that "
            "none has, or leave it out.",
            pointer="/payment_reference",
        )
