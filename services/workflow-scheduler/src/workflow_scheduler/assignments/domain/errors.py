"""How assignment rules and exceptions refuse."""

from recoup_events.kernel.refusals import Missing, Refused, Unacceptable


class RulesUnusable(Unacceptable):
    """The rules contradict each other."""

    code = "rules_unusable"


class NotAssigned(Missing):
    """No workflow was chosen for this invoice."""


class RulesVersionMissing(Missing):
    """The rules were not set that often."""


class ExceptionUnusable(Unacceptable):
    """The exception contradicts itself."""

    code = "exception_unusable"


class ExceptionClosed(Refused):
    """The exception has ended already, or never began."""

    code = "exception_closed"
