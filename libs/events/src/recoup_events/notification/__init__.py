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
from recoup_events.notification.contact_error import (
    Booking,
    BookingKind,
    ContactErrorEvent,
    ContactErrorResolved,
    ContactErrorWithdrawn,
    ContactFoundInError,
    ErrorOutcome,
    ItemInError,
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
    "Booking",
    "BookingKind",
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
    "ContactErrorEvent",
    "ContactErrorResolved",
    "ContactErrorWithdrawn",
    "ContactFoundInError",
    "ContactRefused",
    "ErrorOutcome",
    "ItemInError",
    "MessageEvent",
    "MessageFailed",
    "MessageQueued",
    "MessageSent",
    "NotificationEvent",
]
