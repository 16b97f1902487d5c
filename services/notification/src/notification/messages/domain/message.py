"""One message to one person: asked for, looked at, then sent, refused or given up."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from notification.contact_ledger.domain import events as contact_events
from notification.messages.domain import commands, delivery, delivery_reports, documenting
from notification.messages.domain import events as events
from notification.messages.domain.attachments import DocumentSet
from notification.messages.domain.errors import MessageRefused
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.message_state import TAKEN, MessageState
from notification.messages.domain.retries import look_again_after
from notification.messages.domain.verdict import Refusal
from recoup_events import notification as public
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.decider import Decider

TRACK = "track"
ASSUME_DELIVERED = "assume_delivered"
"""The timer of what nobody says to have arrived."""


class Message(Value):
    state: MessageState = MessageState.UNASKED
    asked: events.MessageAsked | None = None
    send_at: datetime | None = None
    documents: DocumentSet | None = None
    """What is to go along, as it was asked for last."""
    content: MessageContent | None = None
    postponed: int = 0
    """How often its creditor had not arrived."""
    attempts: int = 0
    untried: int = 0
    """Of the attempts, those that were put off before the provider was asked."""
    doubts: int = 0
    """Attempts that may have arrived without our knowing."""
    provider_id: str | None = None
    reason: str | None = None
    """Why the latest attempt, or the whole message, failed."""
    refusal: public.ContactRefused | None = None
    """The latest one."""
    returns_until: datetime | None = None
    """It counts as delivered if nothing has come back by then."""
    looks: int = 0
    look_at: datetime | None = None
    arrival: delivery_reports.Arrival | None = None
    complained: public.MessageComplained | None = None


def decide(command: commands.MessageCommand, message: Message) -> Sequence[Event]:
    """List every move a message allows; what is not listed is refused."""
    match command:
        case commands.AskMessage():
            asked = events.MessageAsked.model_validate(command.model_dump())
            return [] if message.asked else [asked]  # a reminder received twice is one message
        case _ if message.asked is None:
            raise MessageRefused("No reminder has asked for this message.")
        case commands.RecordOutcome() if message.state is MessageState.SENDING:
            return delivery.recorded(command, message.asked, message.attempts, message.untried)
        case commands.RecordOutcome() if message.state in TAKEN:
            return []  # the provider's own report was faster than its answer
        case commands.DoubtCommand():
            return delivery.doubting(command, message.asked, message.attempts, message.state)
        case commands.LookUpLater() | commands.DeliveryReport():
            return _followed(command, message, message.asked)
        case commands.RequestDocuments() | commands.ReceiveDocuments():
            return _documented(command, message, message.asked)
        case _:
            return _prepared(command, message, message.asked)


def _followed(
    command: commands.LookUpLater | commands.DeliveryReport,
    message: Message,
    asked: events.MessageAsked,
) -> Sequence[Event]:
    """What is known of it after it left."""
    if isinstance(command, commands.LookUpLater):
        return delivery.looked_up(asked, message.looks + 1, command.at)
    left = delivery_reports.Left(
        named=delivery.named(asked),
        attempts=message.attempts,
        taken=message.state in TAKEN,
        provider_id=message.provider_id,
        arrival=message.arrival,
        complained=message.complained is not None,
    )
    return delivery_reports.reported(command, left)


def _documented(
    command: commands.RequestDocuments | commands.ReceiveDocuments,
    message: Message,
    asked: events.MessageAsked,
) -> Sequence[Event]:
    match command:
        case commands.RequestDocuments() if _is_unwritten(message):
            return documenting.requested(command, asked, message.documents)
        case commands.RequestDocuments():
            return _prepared(command, message, asked)
        case commands.ReceiveDocuments():
            waits_for = message.documents if message.content is None else None
            return documenting.received(command, asked, waits_for, message.send_at)


def _is_unwritten(message: Message) -> bool:
    return message.state is MessageState.WAITING and message.content is None


def _prepared(
    command: commands.MessageCommand, message: Message, asked: events.MessageAsked
) -> Sequence[Event]:
    match message.state, command:
        case (
            MessageState.WAITING,
            commands.HoldMessage() | commands.PostponeMessage() | commands.ReviewMessage(),
        ):
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
        case _, commands.QueueMessage() if _is_unwritten(message):
            return delivery.queued(command, asked)
        case ((MessageState.WAITING | MessageState.SENDING), commands.RepeatMessage()) if (
            message.content
        ):
            return delivery.repeated(command, asked, message.attempts, message.untried)
        case state, _:
            raise MessageRefused(
                f"A message that is {state} does not take {type(command).__name__}."
            )


def _waits(
    command: commands.HoldMessage | commands.PostponeMessage | commands.ReviewMessage,
    message: Message,
    asked: events.MessageAsked,
) -> events.MessageHeld | events.MessagePostponed | events.MessageReviewed:
    match command:
        case commands.ReviewMessage(at=at):
            return events.MessageReviewed(message_id=asked.message_id, send_at=at)
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
        case events.MessageReleased() | events.MessageReviewed() | events.MessageResendAsked():
            again = {"state": MessageState.WAITING, "send_at": event.send_at}
            return message.model_copy(update=again)
        case events.MessagePostponed(send_at=send_at):
            return message.model_copy(
                update={"send_at": send_at, "postponed": message.postponed + 1}
            )
        case public.MessageDocumentsRequested() | events.MessageDocumentsReceived():
            return message.model_copy(update=documenting.documented(event, message.documents))
        case events.LetterLookedUp(looks=looks, look_at=at):
            return message.model_copy(update={"looks": looks, "look_at": at})
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
            untried = message.untried + (not event.tried)
            return {
                "state": MessageState.WAITING,
                "reason": reason,
                "doubts": doubts,
                "untried": untried,
                "send_at": at,
            }
        case events.MessageDoubted(reason=reason):
            doubt = {"state": MessageState.IN_DOUBT, "reason": reason, "send_at": None}
            return {**doubt, "doubts": message.doubts + 1}
        case public.MessageSent(provider_id=id, returns_until=until):
            return {"state": MessageState.SENT, "provider_id": id, "returns_until": until}
        case public.MessageFailed(reason=reason):
            return {"state": MessageState.FAILED, "reason": reason}
        case public.ContactRefused(retry_at=at):
            state = MessageState.REFUSED if at is None else MessageState.WAITING
            doubts = message.doubts + unrecorded
            return {"state": state, "refusal": event, "send_at": at, "doubts": doubts}
        case _:
            return _arrived(event)


def _arrived(event: Event) -> Mapping[str, object]:
    match event:
        case public.MessageComplained():
            return {"complained": event}
        case public.MessageDelivered():
            return {"state": MessageState.DELIVERED, "arrival": event}
        case public.MessageUndelivered(reason=reason):
            return {"state": MessageState.UNDELIVERED, "arrival": event, "reason": reason}
        case _:
            return {}


def timers(message: Message) -> Mapping[str, datetime]:
    """The moment stays wanted until an outcome is recorded, so a crash leads to another look."""
    wanted: dict[str, datetime | None] = {}
    if message.state in (MessageState.WAITING, MessageState.SENDING):
        wanted = {"send": message.send_at}
    elif message.state is MessageState.SENT:
        wanted = {ASSUME_DELIVERED: message.returns_until, TRACK: message.look_at}
    return {name: at for name, at in wanted.items() if at is not None}


MESSAGE = Decider("message", Message(), decide, evolve, timers)
