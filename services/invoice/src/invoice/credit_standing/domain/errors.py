"""How credit refuses."""

from recoup_events.kernel.refusals import Refused, Unacceptable


class CreditRefused(Refused):
    """The standing of the customer does not allow this."""

    code = "credit_refused"


class PolicyUnacceptable(Unacceptable):
    """A rule says nothing, or too much."""

    code = "credit_policy_unacceptable"


class OverrideUnacceptable(Unacceptable):
    """It would have ended before it begins."""

    code = "override_unacceptable"


class DecisionExists(Refused):
    """The reference is that of another order."""

    code = "credit_decision_exists"
