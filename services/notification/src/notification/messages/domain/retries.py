"""How often, and after which waits, a provider that cannot take a message is asked again."""

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
