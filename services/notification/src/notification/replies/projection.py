"""Replies as a list: what each means, and whether a person still has to read it."""

from notification.replies.domain.reply import Reply, ReplyHandled, ReplyState
from recoup_events.kernel.envelope import Envelope
from recoup_events.notification import ReplyReceived
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on

WRITES = named_queries("notification.replies", "projection.sql")


def _received(own: Envelope[ReplyReceived]) -> Row:
    event = own.event
    ids = (event.reply_id, event.customer_id, event.creditor_id, event.person_id)
    state = Reply(received=event).state
    reply = (
        event.channel,
        event.answers,
        event.meaning,
        len(event.files),
        event.received_at,
        state,
    )
    return (own.tenant, *ids, *reply)


def _handled(own: Envelope[ReplyHandled]) -> Row:
    return (own.tenant, own.event.reply_id, ReplyState.HANDLED)


CHANGES = (
    on(ReplyReceived, WRITES["receive_reply"], _received),
    on(ReplyHandled, WRITES["handle_reply"], _handled),
)
