"""What a message is told after its check, and what then is handed over."""

from datetime import datetime
from typing import NamedTuple

from notification.messages.domain import commands
from notification.messages.domain.entries import Verdict
from notification.messages.domain.marks import Thread
from notification.messages.domain.message import Message
from notification.messages.domain.message_state import MessageState
from notification.messages.domain.outcomes import Rejected
from notification.messages.domain.sender import Delivery
from notification.messages.domain.verdict import Refusal
from recoup_events.kernel.ids import TenantId


class Answer(NamedTuple):
    """What is asked of the message, and the verdict it rests on, if it is one."""

    command: commands.MessageCommand
    verdict: Verdict | None


def refuse(refusal: Refusal) -> Answer:
    return Answer(commands.RefuseContact(refusal=refusal), refusal)


def speaks_of_address(rejected: Rejected) -> bool:
    return rejected.opted_out or rejected.bounced


def delivery_of(message: Message, tenant: TenantId, now: datetime) -> Delivery | None:
    if (
        message.state is not MessageState.SENDING
        or message.asked is None
        or message.content is None
    ):
        return None
    asked = message.asked
    return Delivery(
        message_id=asked.message_id,
        thread=Thread(tenant=tenant, customer_id=asked.customer_id, creditor_id=asked.creditor_id),
        channel=asked.channel,
        content=message.content,
        files=message.content.files,
        at=now,
        doubts=message.doubts,
    )
