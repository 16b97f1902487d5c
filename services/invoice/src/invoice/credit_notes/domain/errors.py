"""How a credit note refuses."""

from recoup_events.kernel.refusals import Refused, Unacceptable


class CreditNoteRefused(Refused):
    """The credit note's state does not allow this."""

    code = "credit_note_refused"


class TaxUnacceptable(Unacceptable):
    """The tax is no part of the amount."""

    code = "tax_unacceptable"
