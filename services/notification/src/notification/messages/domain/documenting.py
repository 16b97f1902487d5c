"""How a message waits for what goes along with it, and takes it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from notification.messages.domain import commands, events
from notification.messages.domain.attachments import PATIENCE, DocumentSet
from notification.messages.domain.delivery import named
from recoup_events import notification as public
from recoup_events.kernel.ids import derived

Documented = public.MessageDocumentsRequested | events.MessageDocumentsReceived


def requested(
    command: commands.RequestDocuments, asked: events.MessageAsked, before: DocumentSet | None
) -> Sequence[public.MessageDocumentsRequested]:
    return [
        public.MessageDocumentsRequested(
            **named(asked),
            **dict(command.wanted),
            set_id=derived("dst", asked.message_id, _number(before) + 1),
            until=command.at + PATIENCE,
        )
    ]


def received(
    command: commands.ReceiveDocuments,
    asked: events.MessageAsked,
    documents: DocumentSet | None,
    send_at: datetime | None,
) -> Sequence[events.MessageDocumentsReceived]:
    """Those that were asked for before, or that come too late, change nothing."""
    made = command.made
    if documents is None or documents.made is not None or documents.request.set_id != made.set_id:
        return []
    waits_for_them = send_at == documents.request.until
    return [
        events.MessageDocumentsReceived(
            message_id=asked.message_id,
            made=made,
            send_at=command.at if waits_for_them else send_at,
        )
    ]


def documented(event: Documented, before: DocumentSet | None) -> Mapping[str, object]:
    """What of the message is other then."""
    match event:
        case public.MessageDocumentsRequested():
            asked_for = DocumentSet(request=event, number=_number(before) + 1)
            return {"documents": asked_for, "send_at": event.until}
        case events.MessageDocumentsReceived(made=made, send_at=send_at):
            assert before is not None, "what was made was asked for"
            return {"documents": before.model_copy(update={"made": made}), "send_at": send_at}


def _number(documents: DocumentSet | None) -> int:
    return 0 if documents is None else documents.number
