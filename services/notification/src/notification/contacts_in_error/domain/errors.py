"""How what is asked of a contact in error is refused."""

from recoup_events.kernel.refusals import Refused


class NotInError(Refused):
    """The contact is not in error, or not any more."""

    code = "not_in_error"


class AlreadyResolved(Refused):
    """Somebody has dealt with it, and it has not become worse since."""

    code = "already_resolved"
