"""Holds an event against the size that can be published and read, before it is recorded."""

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.registry import encode
from recoup_events.kernel.sizes import EVENT_BYTES
from recoup_eventstore.errors import EventTooLarge

_SURELY_SMALL = EVENT_BYTES // 8
"""Characters: half the limit at most, and no names fill the other half. Nearly every event is of
these, and counting its bytes would make recording it a sixth slower."""
_TWICE = 2
"""The key and a header name the account; no other name comes more often."""


def encoded(recorded: Envelope[Event]) -> str:
    """Its JSON; raises ``EventTooLarge`` for one that subscribers could not read."""
    data = encode(recorded.event)
    if len(data) <= _SURELY_SMALL:
        return data
    cause = recorded.cause
    names = (*recorded.account, recorded.stream.name, cause.actor, cause.traceparent or "")
    size = len(data.encode()) + _TWICE * sum(len(name.encode()) for name in names)
    if size > EVENT_BYTES:
        raise EventTooLarge(
            f"{recorded.event.type} would have {size:,} bytes, and {EVENT_BYTES:,} are the most that "
            "can be published; send fewer or shorter parts, such as lines and their texts."
        )
    return data
