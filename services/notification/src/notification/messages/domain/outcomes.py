"""What a provider can make of an attempt to send, sorted by what to do next."""

from datetime import datetime

from recoup_events.kernel.event import Value


class Taken(Value):
    """The provider has the message."""

    provider_id: str


class Deferred(Value):
    """Not now; try again later."""

    reason: str
    in_doubt: bool = False
    """The words had already left when the connection was lost: they may arrive."""
    not_before: datetime | None = None
    """It was not even tried, as its destination is slow: tried then, and not counted among the tries."""


class Rejected(Value):
    """Never; trying again will not help."""

    reason: str
    opted_out: bool = False
    """The recipient told the provider to stop."""
    bounced: bool = False
    """Nobody has this address."""


Outcome = Taken | Deferred | Rejected
