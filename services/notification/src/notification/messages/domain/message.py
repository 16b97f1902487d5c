"""One message to one person: asked for, looked at, then sent, refused or given up."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from notification.contact_ledger.domain import events as contact_events
from notification.messages.domain import commands, delivery
from notification.messages.domain import events as events
from notification.messages.domain.errors import MessageRefused
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.retries import look_again_after
from notification.messages.domain.verdict import Refusal
from recoup_events import notification as public
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.decider import Decider


class MessageState(StrEnum):
    UNASKED = "unasked"
    WAITING = "waiting"
    """For its moment."""
    HELD = "held"
    """For a receivable to be received."""
    SENDING = "sending"
    """With the provider; without an outcome, in doubt."""
    SENT = "sent"
    REFUSED = "refused"
    FAILED = "failed"


class Message(Value):
    state: MessageState = MessageState.UNASKED
    asked: events.MessageAsked | None = None
    send_at: datetime | None = None
    content: MessageContent | None = None
    postponed: int = 0
    """How often its creditor had not arrived."""
    attempts: int = 0
    doubts: int = 0
    """Attempts that may have arrived without our knowing."""
    provider_id: str | None = None
    reason: str | None = None
    """Why the latest attempt, or the whole message, failed."""
    refusal: public.ContactRefused | None = None
    """The latest one."""


def decide(command: commands.MessageCommand, message: Message) -> Sequence[Event]:
    """List every move a message allows; what is not listed is refused."""
    match command:
        case commands.AskMessage():
            asked = events.MessageAsked.model_validate(command.model_dump())
            return [] if message.asked else [asked]  # a reminder received twice is one message
        case _ if message.asked is None:
            raise MessageRefused("No reminder has asked for this message.")
        case commands.RecordOutcome() if message.state is MessageState.SENDING:
            return delivery.recorded(command, message.asked, message.attempts)
        case _:
            return _prepared(command, message, message.asked)


def _prepared(
    command: commands.MessageCommand, message: Message, asked: events.MessageAsked
) -> Sequence[Event]:
    match message.state, command:
        case MessageState.WAITING, commands.HoldMessage() | commands.PostponeMessage():
            return [_waits(command, message, asked)]
        case MessageState.HELD, commands.ReleaseMessage(receivable_id=id, at=at):
            return [
                events.MessageReleased(message_id=asked.message_id, receivable_id=id, send_at=at)
            ]
        case (
            (MessageState.WAITING | MessageState.SENDING),
            commands.RefuseContact(refusal=refusal),
        ):
            return _refused(refusal, message, asked)
        case MessageState.WAITING, commands.AbandonMessage(reason=reason):
            return [delivery.failed(asked, reason, message.attempts)]
        case MessageState.WAITING, commands.QueueMessage() if message.content is None:
            return delivery.queued(command, asked)
        case ((MessageState.WAITING | MessageState.SENDING), commands.RepeatMessage()) if (
            message.content
        ):
            return delivery.repeated(command, asked, message.attempts)
        case state, _:
            raise MessageRefused(
                f"A message that is {state} does not take {type(command).__name__}."
            )


def _waits(
    command: commands.HoldMessage | commands.PostponeMessage,
    message: Message,
    asked: events.MessageAsked,
) -> events.MessageHeld | events.MessagePostponed:
    match command:
        case commands.HoldMessage(receivable_id=id):
            return events.MessageHeld(message_id=asked.message_id, receivable_id=id)
        case commands.PostponeMessage(at=at):
            send_at = at + look_again_after(message.postponed)
            return events.MessagePostponed(message_id=asked.message_id, send_at=send_at)


def _refused(refusal: Refusal, message: Message, asked: events.MessageAsked) -> Sequence[Event]:
    refused = public.ContactRefused(
        **delivery.named(asked),
        **refusal.model_dump(),
    )
    in_doubt = message.doubts or message.state is MessageState.SENDING
    if refusal.retry_at is None and in_doubt:
        # "Refused" alone would claim that nothing arrived, and nobody knows that.
        reason = f"an earlier attempt is in doubt, and {refusal.rule} forbids another"
        return [refused, delivery.failed(asked, reason, message.attempts)]
    return [refused]


def evolve(message: Message, event: Event) -> Message:
    """Fold one event; an event has happened and is never refused."""
    match event:
        case events.MessageAsked(send_at=send_at):
            return Message(state=MessageState.WAITING, asked=event, send_at=send_at)
        case events.MessageHeld():
            return message.model_copy(update={"state": MessageState.HELD})
        case events.MessageReleased(send_at=send_at):
            return message.model_copy(update={"state": MessageState.WAITING, "send_at": send_at})
        case events.MessagePostponed(send_at=send_at):
            return message.model_copy(
                update={"send_at": send_at, "postponed": message.postponed + 1}
            )
        case events.MessageRendered(content=content):
            return message.model_copy(update={"content": content})
        case _:
            return message.model_copy(update=_delivered(message, event))


def _delivered(message: Message, event: Event) -> Mapping[str, object]:
    unrecorded = message.state is MessageState.SENDING
    match event:
        case contact_events.MessageDispatched(attempt=attempt):
            doubts = message.doubts + unrecorded
            return {"state": MessageState.SENDING, "attempts": attempt, "doubts": doubts}
        case events.MessageAttemptFailed(reason=reason, in_doubt=in_doubt, retry_at=at):
            doubts = message.doubts + in_doubt
            return {
                "state": MessageState.WAITING,
                "reason": reason,
                "doubts": doubts,
                "send_at": at,
            }
        case public.MessageSent(provider_id=provider_id):
            return {"state": MessageState.SENT, "provider_id": provider_id}
        case public.MessageFailed(reason=reason):
            return {"state": MessageState.FAILED, "reason": reason}
        case public.ContactRefused(retry_at=at):
            state = MessageState.REFUSED if at is None else MessageState.WAITING
            doubts = message.doubts + unrecorded
            return {"state": state, "refusal": event, "send_at": at, "doubts": doubts}
        case _:
            return {}


def timers(message: Message) -> Mapping[str, datetime]:
    """The moment stays wanted until an outcome is recorded, so a crash leads to another look."""
    if (
        message.state in (MessageState.WAITING, MessageState.SENDING)
        and message.send_at is not None
    ):
        return {"send": message.send_at}
    return {}


MESSAGE = Decider("message", Message(), decide, evolve, timers)
