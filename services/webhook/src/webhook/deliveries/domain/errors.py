"""How deliveries say no."""

from recoup_events.kernel.refusals import Unacceptable


class TooLongAgo(Unacceptable):
    """Events of that time are kept no more."""

    code = "too_long_ago"
