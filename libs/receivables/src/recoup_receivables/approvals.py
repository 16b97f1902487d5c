"""What takes two people: who asked for it cannot agree to it, and what nobody decides comes to nothing.

Each service records its own requests; what is decided about them is decided here alike.
"""

from datetime import timedelta
from enum import StrEnum

from recoup_events.kernel.refusals import Refused

OPEN_FOR = timedelta(days=30)
"""Then it is done no more."""


class ApprovalState(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"


class ApprovalClosed(Refused):
    """It was approved, refused or expired."""

    code = "approval_closed"


class SecondPersonNeeded(Refused):
    """Who asked for it cannot approve it, too."""

    code = "second_person_needed"


def check_second_person(requested_by: str, by: str) -> None:
    """Raise ``SecondPersonNeeded`` where one person would decide alone."""
    if by == requested_by:
        raise SecondPersonNeeded(
            "You asked for it yourself; have another person approve it, signed in or with a key of "
            "their own."
        )


def closed(state: str) -> ApprovalClosed:
    """What to raise where nothing waits any more."""
    return ApprovalClosed(f"It is {state} already; ask for it anew.")
