"""How an invoice refuses."""

from typing import Self

from recoup_events.kernel.refusals import Refused, Unacceptable


class InvoiceRefused(Refused):
    """The invoice's state does not allow this."""

    code = "invoice_refused"


class InvoiceContentDiffers(Refused):
    """An invoice of this external id was issued with another content."""

    code = "invoice_content_differs"

    @classmethod
    def of(cls, external_id: str, pointer: str) -> Self:
        return cls(
            f"Invoice {external_id!r} was issued with another {pointer[1:]}, which stays as it is. "
            "Cancel it, and issue a new one under a new external_id.",
            pointer=pointer,
        )


class ChargeRefused(Refused):
    """Nothing is charged for this, or nothing more than was charged already."""

    code = "charge_refused"


class DatesUnacceptable(Unacceptable):
    """Issue date and due dates contradict each other, or lie too far from today."""

    code = "dates_unacceptable"


class TermsUnacceptable(Unacceptable):
    """The schedule does not divide the invoice, or another one is meant."""

    code = "terms_unacceptable"


class LinesUnacceptable(Unacceptable):
    """The lines do not add up to the total."""

    code = "lines_unacceptable"


class ChaseUnacceptable(Unacceptable):
    """The wish when to chase it contradicts itself, or what was done cannot have been done."""

    code = "chase_unacceptable"


class AdjustmentUnacceptable(Unacceptable):
    """An invoice cannot be lowered below nothing, nor by nothing."""

    code = "adjustment_unacceptable"


class TaxesUnacceptable(Unacceptable):
    """The taxes are not a part of the amount."""

    code = "taxes_unacceptable"


class DiscountUnacceptable(Unacceptable):
    """The discount is no part of the invoice, or can never be earned."""

    code = "discount_unacceptable"


class CurrencyUnacceptable(Unacceptable):
    """The currency is not the one of what the amount is for."""

    code = "currency_unacceptable"


class ContinuationUnacceptable(Unacceptable):
    """What is to be continued cannot be, or not by this."""

    code = "continuation_unacceptable"


class ExceedsBalance(Unacceptable):
    """More than what is still there to be credited or allocated."""

    code = "exceeds_balance"
