"""How an approval refuses."""

from recoup_events.kernel.refusals import Refused


class ApprovalClosed(Refused):
    """It was approved, refused or expired."""

    code = "approval_closed"


class SecondPersonNeeded(Refused):
    """Who asked for it cannot approve it, too."""

    code = "second_person_needed"
