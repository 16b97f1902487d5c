"""Which ends of a message lead to another channel: those after which nothing has arrived for sure."""

from notification.messages.domain.message import Message
from recoup_events.notification import ContactRefused, MessageFailed, MessageUndelivered

NOWHERE_TO_SEND = frozenset({"policy.no_address", "policy.invalid_address", "policy.bounced"})
"""Refusals that another channel may not meet; what the law, the balance or the person says, it meets too."""


Ended = ContactRefused | MessageFailed | MessageUndelivered
ENDS: tuple[type[Ended], ...] = (ContactRefused, MessageFailed, MessageUndelivered)


def reason_to_fall_back(ended: Ended, message: Message) -> str | None:
    """In words, for whoever reads the next message; ``None`` where it must not be sent."""
    match ended:
        case ContactRefused(rule=rule, retry_at=None) if rule in NOWHERE_TO_SEND:
            return rule
        case MessageFailed(reason=reason) if not message.doubts:
            return reason
        case MessageUndelivered(reason=reason) if message.attempts == 1 or not message.doubts:
            return reason
        case _:
            return None
