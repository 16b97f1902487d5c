"""What notification publishes."""

from recoup_events.notification.base import NotificationEvent
from recoup_events.notification.consent import (
    ChannelOptedOut,
    ConsentBasis,
    ConsentGranted,
    ConsentWithdrawn,
)
from recoup_events.notification.message import (
    ContactRefused,
    MessageFailed,
    MessageQueued,
    MessageSent,
)

__all__ = [
    "ChannelOptedOut",
    "ConsentBasis",
    "ConsentGranted",
    "ConsentWithdrawn",
    "ContactRefused",
    "MessageFailed",
    "MessageQueued",
    "MessageSent",
    "NotificationEvent",
]
