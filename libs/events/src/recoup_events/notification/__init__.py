"""What notification publishes."""

from recoup_events.notification.address import (
    AddressBounced,
    AddressConfirmed,
    AddressEvent,
    AddressOptedIn,
    AddressOptedOut,
)
from recoup_events.notification.base import NotificationEvent
from recoup_events.notification.call import (
    CallEvent,
    CallItem,
    CallMade,
    CallNotMade,
    CallOutcome,
    CallPermitted,
    CallReceived,
    CallRefused,
    CapLeft,
)
from recoup_events.notification.consent import (
    ChannelOptedOut,
    ConsentBasis,
    ConsentEvent,
    ConsentGranted,
    ConsentWithdrawn,
)
from recoup_events.notification.message import (
    ContactRefused,
    MessageEvent,
    MessageFailed,
    MessageQueued,
    MessageSent,
)

__all__ = [
    "AddressBounced",
    "AddressConfirmed",
    "AddressEvent",
    "AddressOptedIn",
    "AddressOptedOut",
    "CallEvent",
    "CallItem",
    "CallMade",
    "CallNotMade",
    "CallOutcome",
    "CallPermitted",
    "CallReceived",
    "CallRefused",
    "CapLeft",
    "ChannelOptedOut",
    "ConsentBasis",
    "ConsentEvent",
    "ConsentGranted",
    "ConsentWithdrawn",
    "ContactRefused",
    "MessageEvent",
    "MessageFailed",
    "MessageQueued",
    "MessageSent",
    "NotificationEvent",
]
