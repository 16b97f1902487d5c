"""How this service says no."""

from typing import Self

from recoup_events.kernel.ids import DisputeId
from recoup_events.kernel.refusals import Refused, Unacceptable


class DuplicateReference(Refused):
    """The reference already names a dispute; the first one stands."""

    code = "duplicate_reference"

    @classmethod
    def of(cls, id: DisputeId) -> Self:
        return cls(
            f"This reference already names the dispute {id}; read it, or send a new reference.",
            pointer="/reference",
        )


class DisputeRefused(Refused):
    """The dispute's state does not allow this."""

    code = "dispute_refused"


class VerificationNeeded(Refused):
    """A consumer contested in the validation period: nothing is chased before verification was sent."""

    code = "verification_needed"


class VerificationUnacceptable(Unacceptable):
    """Verification is sent once the dispute was received, and not in days to come."""

    code = "verification_unacceptable"


class ValidationUnacceptable(Unacceptable):
    """What came after the validation period is no dispute within it."""

    code = "validation_unacceptable"


class EvidenceRefused(Refused):
    """The dispute's state, or that of the evidence, does not allow this."""

    code = "evidence_refused"


class EvidenceUnacceptable(Unacceptable):
    """The bytes are not those that were announced, or nothing that is kept."""

    code = "evidence_unacceptable"


class NothingToContest(Refused):
    """Nothing of the invoice is both owed and uncontested."""

    code = "nothing_to_contest"


class UnknownInvoice(Unacceptable):
    """No such invoice of this customer has arrived."""

    code = "unknown_invoice"


class CurrencyUnacceptable(Unacceptable):
    """The amount is in another currency than what it is a part of."""

    code = "currency_unacceptable"


class ExceedsBalance(Unacceptable):
    """More than what is owed and uncontested."""

    code = "exceeds_balance"


class UnknownLine(Unacceptable):
    """The invoice has no line of this number, or none that anything is asked for with."""

    code = "unknown_line"


class CreditUnacceptable(Unacceptable):
    """A credit that is not a part of the contested slice."""

    code = "credit_unacceptable"
