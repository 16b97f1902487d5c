"""How this service says no."""

from typing import Self

from recoup_events.invoice import CreditNote
from recoup_events.refusals import Refused, Unacceptable


class DuplicateExternalId(Refused):
    """The ERP's id already names something; the first one stands."""

    code = "duplicate_external_id"

    @classmethod
    def of(cls, collection: str, external_id: str, id: str) -> Self:
        return cls(
            f"external_id {external_id!r} already names {id}; read it at /v1/{collection}/{id}, "
            "or send a new external_id",
            pointer="/external_id",
        )


class CustomerRefused(Refused):
    """The customer's state does not allow this."""

    code = "customer_refused"


class InvoiceRefused(Refused):
    """The invoice's status does not allow this."""

    code = "invoice_refused"


class PaymentRefused(Refused):
    """The payment's status does not allow this."""

    code = "payment_refused"


class DuplicateCredit(Refused):
    """The credit was already given; it counts once."""

    code = "duplicate_credit"

    @classmethod
    def of(cls, note: CreditNote) -> Self:
        return cls(
            f"credit {note.number!r} was already given on this invoice; "
            "send a new credit_id for another credit",
            pointer="/credit_id",
        )


class UnknownCustomer(Unacceptable):
    """The request names a customer that was never registered."""

    code = "unknown_customer"


class UnknownInvoice(Unacceptable):
    """The request names an invoice that this customer does not have."""

    code = "unknown_invoice"


class DatesUnacceptable(Unacceptable):
    """Issue date and due date contradict each other, or lie too far from today."""

    code = "dates_unacceptable"


class LinesUnacceptable(Unacceptable):
    """The lines do not add up to the total."""

    code = "lines_unacceptable"


class CurrencyUnacceptable(Unacceptable):
    """The currency is not the one of what the amount is for."""

    code = "currency_unacceptable"


class ExceedsBalance(Unacceptable):
    """More than what is still there to be credited or allocated."""

    code = "exceeds_balance"
