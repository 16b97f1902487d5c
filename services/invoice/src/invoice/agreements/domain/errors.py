"""How an agreement refuses."""

from recoup_events.kernel.refusals import Refused, Unacceptable


class AgreementRefused(Refused):
    """The agreement's state does not allow this."""

    code = "agreement_refused"


class AgreementExists(Refused):
    """The creditor and the customer have one; what changes is a version of it."""

    code = "agreement_exists"


class ClausesUnacceptable(Unacceptable):
    """The clauses contradict themselves, or name what is not known."""

    code = "clauses_unacceptable"
