"""How an enrolment refuses."""

from recoup_events.kernel.refusals import Missing, Refused, Unacceptable


class EnrolmentMissing(Missing):
    """Nothing is chased under this id."""


class EnrolmentRefused(Refused):
    """The enrolment is not in a state that allows this."""

    code = "enrolment_refused"


class MoveUnusable(Unacceptable):
    """It would become milder, and nobody said why."""

    code = "move_unusable"


class HoldUnusable(Unacceptable):
    """The amount to hold does not fit what is chased."""

    code = "hold_unusable"
