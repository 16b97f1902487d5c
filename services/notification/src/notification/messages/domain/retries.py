"""After which waits a message is tried again, whatever kept it."""

from datetime import timedelta

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
"""Together longer than the day a relay may be down."""


def wait_after(attempt: int) -> timedelta | None:
    """The wait after this attempt, ``None`` when it was the last."""
    return WAITS[attempt - 1] if attempt <= len(WAITS) else None


FIRST_LOOK, LAST_LOOK = timedelta(seconds=5), timedelta(hours=1)
"""A creditor arrives well before its first invoice is due, unless everything comes at once."""


def look_again_after(looks: int) -> timedelta:
    """Soon at first, then rarer: a creditor that never arrives leaves few events behind."""
    return min(FIRST_LOOK * (1 << min(looks, 16)), LAST_LOOK)


LOOKS = tuple(timedelta(days=days) for days in (1, 1, 1, 2, 2, 3, 4, 7, 9))
"""Between looks where a letter is; a month after it was posted nobody knows more."""


def look_up_after(looks: int) -> timedelta | None:
    """The wait after this look, ``None`` after the last."""
    return LOOKS[looks] if looks < len(LOOKS) else None
