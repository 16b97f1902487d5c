"""What all events of notification have in common."""

from recoup_events.kernel.event import Event


class NotificationEvent(Event, owner="notification"):
    """An event of the notification service."""
