"""What did not arrive goes by the next channel, and asks again whether it may."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from notification.debtors.domain.debtor import DEBTOR
from notification.fallbacks.domain.policy import (
    FALLBACKS,
    FallbackPolicy,
    FallbackStep,
    of_customer,
    of_tenant,
    template_for,
)
from notification.fallbacks.domain.reasons import Ended, reason_to_fall_back
from notification.messages.domain import commands
from notification.messages.domain.doubt import WhenInDoubt
from notification.messages.domain.events import MessageAsked
from notification.messages.domain.message import MESSAGE
from notification.messages.domain.reminder import REMINDER
from notification.messages.domain.reminder import stream_of as reminder_stream
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.envelope import Account, Cause, Envelope
from recoup_events.kernel.ids import MessageId, PersonId, derived
from recoup_eventstore.work import UnitOfWork

PATIENCE = timedelta(days=14)
"""What comes back later than that is no news of this reminder any more."""


async def fall_back(work: UnitOfWork, ended: Envelope[Ended], cause: Cause) -> None:
    """One more message of the same reminder to the same person, never by a channel that was tried."""
    message = await work.state(MESSAGE, ended.stream)
    asked, reason = message.asked, reason_to_fall_back(ended.event, message)
    assert asked is not None, "only a message that was asked for ends"
    if reason is None or cause.at - asked.send_at > PATIENCE:
        return
    account = ended.account
    reminder = await work.state(REMINDER, reminder_stream(account, asked.reminder_id))
    step = (await _policy(work, account, asked)).after(asked.channel)
    if reminder.request is None or step is None:
        return  # a notice of its credit goes to a customer by email alone
    instead = asked.model_copy(
        update={
            "channel": step.channel,
            "template": template_for(step, reminder.request.template),
            "send_at": cause.at,
            "instead_of": asked.message_id,
            "reason": reason,
        }
    )
    for person_id in await _persons(work, account, asked, reminder.request.recipients, step):
        await _ask(work, account, instead, person_id, cause)


async def when_in_doubt(work: UnitOfWork, account: Account, asked: MessageAsked) -> WhenInDoubt:
    """What the narrowest policy says of a mail that may have left."""
    return (await _policy(work, account, asked)).when_in_doubt


async def _policy(work: UnitOfWork, account: Account, asked: MessageAsked) -> FallbackPolicy:
    """The tenant's is of an account of its own, and read without its lock."""
    streams = of_customer(account.tenant, asked.customer_id), of_tenant(account.tenant)
    await work.preload(streams=streams)
    for stream in streams:
        policy = (await work.state(FALLBACKS, stream)).of(asked.creditor_id)
        if policy is not None:
            return policy
    return FallbackPolicy()


async def _persons(
    work: UnitOfWork,
    account: Account,
    asked: MessageAsked,
    roles: Collection[ContactRole],
    step: FallbackStep,
) -> Sequence[PersonId | None]:
    """The same person; where nobody could be written to by the channel before, whoever can by this one."""
    if asked.person_id is not None:
        return [asked.person_id]
    profile = (await work.document(DEBTOR, account, asked.customer_id)).profile
    return (profile and profile.wanted(roles, step.channel)) or [None]


async def _ask(
    work: UnitOfWork,
    account: Account,
    instead: MessageAsked,
    person_id: PersonId | None,
    cause: Cause,
) -> None:
    id = _id(instead.reminder_id, instead.channel, person_id)
    asked = {**dict(instead), "message_id": id, "person_id": person_id}
    stream = MESSAGE.stream(account.tenant, account.key, id)
    await work.execute(MESSAGE, stream, commands.AskMessage(**asked), cause)


def _id(reminder_id: str, channel: Channel, person_id: PersonId | None) -> MessageId:
    """As of the reminder's own messages: one to a person by a channel."""
    return MessageId(derived("msg", reminder_id, channel, person_id or "nobody"))
