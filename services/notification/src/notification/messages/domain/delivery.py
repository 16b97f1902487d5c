"""What an attempt to send, and its outcome, make of a message."""

from collections.abc import Sequence
from typing import Any

from notification.contact_ledger.domain import events as contact_events
from notification.messages.domain import commands
from notification.messages.domain import events as events
from notification.messages.domain.outcomes import Deferred, Rejected, Taken
from notification.messages.domain.retries import wait_after
from recoup_events import notification as public
from recoup_events.kernel.event import Event


def queued(command: commands.QueueMessage, asked: events.MessageAsked) -> Sequence[Event]:
    """The words are kept, the permission is said, and the first attempt begins."""
    content = command.content
    return [
        events.MessageRendered(message_id=asked.message_id, content=content),
        public.MessageQueued(
            **named(asked),
            template=asked.template,
            template_version=content.words.template_version,
            address_hash=content.address_hash,
            body_digest=content.words.digest,
            rules_version=command.rules_version,
        ),
        _dispatched(asked, 1, command),
    ]


def repeated(
    command: commands.RepeatMessage, asked: events.MessageAsked, attempts: int
) -> Sequence[Event]:
    """The same words once more, unless every attempt has been used up in doubt."""
    if wait_after(attempts) is None:
        return [failed(asked, "the last attempt began and its outcome is unknown", attempts)]
    return [_dispatched(asked, attempts + 1, command)]


def recorded(
    command: commands.RecordOutcome, asked: events.MessageAsked, attempt: int
) -> Sequence[Event]:
    """A deferral is tried again as long as there are waits left."""
    match command.outcome:
        case Taken(provider_id=provider_id):
            return [public.MessageSent(**named(asked), provider_id=provider_id, attempt=attempt)]
        case Rejected(reason=reason):
            return [failed(asked, reason, attempt)]
        case Deferred(reason=reason, in_doubt=in_doubt):
            wait = wait_after(attempt)
            if wait is None:
                return [failed(asked, f"attempts used up; the last one: {reason}", attempt)]
            return [
                events.MessageAttemptFailed(
                    message_id=asked.message_id,
                    attempt=attempt,
                    reason=reason,
                    in_doubt=in_doubt,
                    retry_at=command.at + wait,
                )
            ]


def failed(asked: events.MessageAsked, reason: str, attempts: int) -> public.MessageFailed:
    return public.MessageFailed(**named(asked), reason=reason, attempt=max(attempts, 1))


def named(asked: events.MessageAsked) -> dict[str, Any]:
    """What every public event says of a message."""
    return asked.model_dump(include=set(public.MessageEvent.model_fields))


def _dispatched(
    asked: events.MessageAsked,
    attempt: int,
    command: commands.QueueMessage | commands.RepeatMessage,
) -> contact_events.MessageDispatched:
    assert asked.person_id is not None, "what goes to nobody is refused"
    return contact_events.MessageDispatched(
        message_id=asked.message_id,
        customer_id=asked.customer_id,
        person_id=asked.person_id,
        debts=command.debts,
        channel=asked.channel,
        attempt=attempt,
        at=command.at,
    )
