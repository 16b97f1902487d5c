"""One reply, received once however often it is reported."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime

from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import PersonId, ReplyId
from recoup_events.kernel.personal import AboutPerson, Personal
from recoup_events.kernel.refusals import Refused
from recoup_events.notification import ReplyMeaning, ReplyReceived
from recoup_eventstore.decider import Decider


class ReceiveReply(Command):
    """Somebody wrote back."""

    reply: ReplyReceived


class HandleReply(Command):
    """A person has dealt with it."""

    note: str
    handled_by: str
    at: datetime


class ReplyHandled(AboutPerson, Event, type="reply.handled.v1"):
    """A person has read it and done what was to be done."""

    subject = "person_id"

    reply_id: ReplyId
    person_id: PersonId | None
    note: Personal[str]
    """What was done."""
    handled_by: str
    at: AwareDatetime


class ReplyState(StrEnum):
    OPEN = "open"
    """A person has to read it."""
    HANDLED = "handled"
    SETTLED = "settled"
    """Nothing is left to do: a wish was recorded, or a machine answered."""


SETTLED = frozenset(
    {
        ReplyMeaning.OPT_OUT,
        ReplyMeaning.OPT_IN,
        ReplyMeaning.HELP,
        ReplyMeaning.OUT_OF_OFFICE,
        ReplyMeaning.AUTOMATIC,
    }
)
"""What needs nobody."""


class ReplyRefused(Refused):
    """The reply does not take this as it is now."""

    code = "reply_refused"


class Reply(Value):
    received: ReplyReceived | None = None
    handled: ReplyHandled | None = None

    @property
    def state(self) -> ReplyState:
        if self.handled is not None:
            return ReplyState.HANDLED
        done = self.received is not None and self.received.meaning in SETTLED
        return ReplyState.SETTLED if done else ReplyState.OPEN


def decide(command: ReceiveReply | HandleReply, reply: Reply) -> Sequence[Event]:
    """Reported twice, it is one; dealt with twice, the first note stands."""
    match command, reply:
        case ReceiveReply(reply=received), Reply(received=None):
            return [received]
        case ReceiveReply(), _:
            return []
        case HandleReply(), Reply(received=ReplyReceived() as received, handled=None):
            ids = {"reply_id": received.reply_id, "person_id": received.person_id}
            return [ReplyHandled(**ids, **dict(command))]
        case _:
            raise ReplyRefused("Somebody has dealt with this reply already; read it to see how.")


def evolve(reply: Reply, event: Event) -> Reply:
    """Fold one event."""
    match event:
        case ReplyReceived():
            return Reply(received=event)
        case ReplyHandled():
            return reply.model_copy(update={"handled": event})
        case _:
            return reply


REPLY = Decider("reply", Reply(), decide, evolve)
