"""What can go wrong at rest, sorted into weather, races and bugs."""


class StreamConflict(Exception):
    """Someone else wrote to this stream first; load again and decide again."""


class OffsetTaken(Exception):
    """Another process has already handled these records; drop them and read the offset again."""


class Unavailable(Exception):
    """The store cannot answer now (connection, lock or serialization); wait and try again."""


class Unstorable(Exception):
    """The store never takes this: a NUL in a text, a number out of range, an id of thousands of bytes."""


class RequestRunning(Exception):
    """The first request with this idempotency key has not finished yet."""


class KeyReused(Exception):
    """This idempotency key was already used for another request."""


class UnlockedAccount(Exception):
    """A bug: facts were appended, or an offset claimed, before their account was locked."""
