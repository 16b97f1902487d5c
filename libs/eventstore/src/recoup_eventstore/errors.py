"""What can go wrong at rest, sorted into transient errors, races and bugs."""

from collections.abc import Collection
from enum import StrEnum

from recoup_events.kernel.envelope import Account
from recoup_events.kernel.refusals import Refused


class Meaning(StrEnum):
    """What an error of a server means for whoever asked it."""

    RETRY = "retry"
    """It passes by itself: wait, and try again."""
    READ_ONLY = "read-only"
    """No writes for now, and nothing was written; reads may go on."""
    REFUSE = "refuse"
    """What was asked is never taken, however often it is offered."""
    STOP = "stop"
    """A bug, or something only an operator can correct: not to be tried over and over."""


class StreamConflict(Exception):
    """Someone else wrote to this stream first; load again and decide again."""


class MoreAccounts(Exception):
    """More accounts are concerned than are locked; the decision starts over with these locked, too."""

    def __init__(self, accounts: Collection[Account]) -> None:
        super().__init__(accounts)
        self.accounts = accounts


class OffsetTaken(Exception):
    """Another process has already handled these records; drop them and read the offset again."""


class Unavailable(Exception):
    """The store cannot answer now (connection, lock or serialization); wait and try again."""


class ReadOnly(Unavailable):
    """The store takes no writes now (a standby, a full disk); nothing was written, and reads may go on."""


class Unstorable(Exception):
    """The store never takes this: a NUL in a text, a number out of range, an id of thousands of bytes."""


class EventTooLarge(Refused):
    """The event that would follow is larger than subscribers read."""

    code = "event_too_large"


class RequestRunning(Exception):
    """The first request with this idempotency key has not finished yet."""


class KeyReused(Exception):
    """This idempotency key was already used for another request."""


class UnlockedAccount(Exception):
    """A bug: events were appended, or an offset claimed, before their account was locked."""
