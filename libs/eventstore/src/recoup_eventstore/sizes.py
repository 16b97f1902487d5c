"""Holds an event against the size that can be published and read, before it is recorded."""

from recoup_events.base import Fact
from recoup_events.envelope import Envelope
from recoup_events.registry import encode
from recoup_events.sizes import EVENT_BYTES
from recoup_eventstore.errors import EventTooLarge

_WIDEST = 4
"""Bytes of a character in UTF-8, at most."""
_TWICE = 2
"""The key and a header name the account; no other name comes more often."""


def encoded(said: Envelope[Fact]) -> str:
    """Its JSON; raises ``EventTooLarge`` for one that listeners could not read."""
    data, cause = encode(said.fact), said.cause
    names = (*said.account, said.stream.name, cause.actor, cause.traceparent or "")
    if _WIDEST * (len(data) + _TWICE * sum(map(len, names))) <= EVENT_BYTES:
        return data  # surely small: nothing is counted
    size = len(data.encode()) + _TWICE * sum(len(name.encode()) for name in names)
    if size > EVENT_BYTES:
        raise EventTooLarge(
            f"{said.fact.type} would have {size:,} bytes, and {EVENT_BYTES:,} are the most that "
            "can be published; send fewer or shorter parts, such as lines and their texts"
        )
    return data
