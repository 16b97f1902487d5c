"""What an attempt to send, and its outcome, make of a message."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from notification.contact_ledger.domain import events as contact_events
from notification.messages.domain import commands
from notification.messages.domain import events as events
from notification.messages.domain.doubt import WhenInDoubt
from notification.messages.domain.errors import MessageRefused
from notification.messages.domain.outcomes import Deferred, Rejected, Taken
from notification.messages.domain.retries import look_up_after, wait_after
from recoup_events import notification as public
from recoup_events.kernel.channels import LETTERS
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
            attachments=content.files,
            lacking=content.lacking,
            rules_version=command.rules_version,
        ),
        _dispatched(asked, 1, command),
    ]


def repeated(
    command: commands.RepeatMessage, asked: events.MessageAsked, attempts: int, untried: int = 0
) -> Sequence[Event]:
    """The same words once more, unless every attempt has been used up in doubt."""
    if wait_after(attempts - untried) is None:
        return [failed(asked, "the last attempt began and its outcome is unknown", attempts)]
    return [_dispatched(asked, attempts + 1, command)]


def recorded(
    command: commands.RecordOutcome, asked: events.MessageAsked, attempt: int, untried: int = 0
) -> Sequence[Event]:
    """A deferral is tried again as long as there are waits left."""
    match command.outcome:
        case Taken(provider_id=provider_id):
            sent = public.MessageSent(
                **named(asked),
                provider_id=provider_id,
                attempt=attempt,
                returns_until=command.returns_until,
            )
            return [sent, *looked_up(asked, 0, command.at)]
        case Rejected(reason=reason):
            return [failed(asked, reason, attempt)]
        case Deferred(in_doubt=True) as lost if command.when_in_doubt is WhenInDoubt.ASK:
            return [doubted(asked, attempt, lost.reason)]
        case Deferred(reason=reason, in_doubt=in_doubt):
            not_before = command.outcome.not_before
            wait = wait_after(attempt - untried)
            retry_at = not_before or (wait and command.at + wait)
            if retry_at is None:
                return [failed(asked, f"attempts used up; the last one: {reason}", attempt)]
            return [
                events.MessageAttemptFailed(
                    message_id=asked.message_id,
                    attempt=attempt,
                    reason=reason,
                    in_doubt=in_doubt,
                    tried=not_before is None,
                    retry_at=retry_at,
                )
            ]


def doubted(asked: events.MessageAsked, attempt: int, reason: str) -> events.MessageDoubted:
    return events.MessageDoubted(message_id=asked.message_id, attempt=attempt, reason=reason)


def doubting(
    command: commands.DoubtCommand, asked: events.MessageAsked, attempts: int, state: str
) -> Sequence[Event]:
    """Only what is under way can come to be in doubt, and a person decides about that alone."""
    match command:
        case commands.DoubtMessage(reason=reason):
            return [doubted(asked, attempts, reason)] if state == "sending" else []
        case _ if state != "in_doubt":
            raise MessageRefused(
                f"This message is {state}, and only one that is in_doubt can be resent or given up. "
                "List those with GET /v1/messages?state=in_doubt."
            )
        case commands.ResendMessage(at=at):
            return [events.MessageResendAsked(message_id=asked.message_id, send_at=at)]
        case commands.GiveUpMessage(note=note):
            return [failed(asked, f"in doubt, and given up by a person: {note}", attempts)]
        case _:
            raise AssertionError(f"{command} is no request about a doubt")


def looked_up(
    asked: events.MessageAsked, looks: int, at: datetime
) -> Sequence[events.LetterLookedUp]:
    """Letters alone are on their way for days."""
    if asked.channel not in LETTERS:
        return []
    wait = look_up_after(looks)
    look_at = None if wait is None else at + wait
    return [events.LetterLookedUp(message_id=asked.message_id, looks=looks, look_at=look_at)]


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
