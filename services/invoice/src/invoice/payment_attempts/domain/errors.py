"""Why nobody is led to a provider."""

from recoup_events.kernel.refusals import Refused, Unacceptable


class NoProvider(Refused):
    """Nobody has set up who collects."""

    code = "no_payment_provider"


class NothingToPay(Refused):
    """What is named is not owed."""

    code = "nothing_to_pay"


class InvoicesUnfit(Unacceptable):
    """They cannot be paid together."""

    code = "invoices_unfit"
