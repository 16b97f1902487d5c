"""Why no link is given out."""

from recoup_events.kernel.refusals import Refused, Unacceptable


class NoPortal(Refused):
    """Nobody has set up where links lead."""

    code = "no_portal"


class UnknownPerson(Unacceptable):
    """The customer has no such person."""

    code = "unknown_person"
