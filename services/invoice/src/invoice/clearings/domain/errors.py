"""How a clearing refuses."""

from recoup_events.kernel.refusals import Refused, Unacceptable


class ClearingRefused(Refused):
    """The remittance's state does not allow this."""

    code = "clearing_refused"


class DuplicateTransfer(Refused):
    """The id already names another transfer of this remittance."""

    code = "duplicate_transfer"


class TransferUnacceptable(Unacceptable):
    """The transfer contradicts the remittance."""

    code = "transfer_unacceptable"


class UnknownRemittance(Unacceptable):
    """No such remittance is awaited."""

    code = "unknown_remittance"


class AgencyTransfer(Refused):
    """Money that an agency transfers pays no invoice: what its debtors paid did."""

    code = "agency_transfer"
