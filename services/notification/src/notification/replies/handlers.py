"""A reply that came in: a "no" is recorded at once, whatever it answers; the rest is read by people."""

from collections.abc import Sequence

from notification.consents.domain import address_commands
from notification.consents.domain.address import ADDRESS, stream_of
from notification.replies.domain.reply import REPLY, ReceiveReply
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, TenantId
from recoup_events.notification import ReplyMeaning, ReplyReceived
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.work import UnitOfWork


class Incoming(Value):
    """What came in from an address, whoever reads it."""

    tenant: TenantId
    address_hash: str
    medium: Medium
    meaning: ReplyMeaning
    text: str
    creditor_id: CreditorId | None
    """The only creditor it is about; ``None`` is all of them."""


async def receive(
    runner: CommandRunner, incoming: Incoming, reply: ReplyReceived | None, cause: Cause
) -> None:
    """Both at once; ``reply`` is ``None`` where nobody knows whose address it is."""
    address = stream_of(incoming.tenant, incoming.address_hash)
    accounts = [address.account]
    if reply is not None:
        accounts.append(Account(incoming.tenant, reply.customer_id))

    async def decision(work: UnitOfWork) -> None:
        await work.lock(accounts, reading=[address])
        if reply is not None:
            stream = REPLY.stream(incoming.tenant, reply.customer_id, reply.reply_id)
            if not await work.execute(REPLY, stream, ReceiveReply(reply=reply), cause):
                return  # reported twice: a "start" between the two must stand
        for command in await _wishes(work, incoming, cause):
            await work.execute(ADDRESS, address, command, cause)

    await runner.decide(decision)


async def _wishes(
    work: UnitOfWork, incoming: Incoming, cause: Cause
) -> Sequence[address_commands.AddressCommand]:
    named = {
        "address_hash": incoming.address_hash,
        "channel": incoming.medium,
        "at": cause.at,
    }
    words = f"Reply: {incoming.text[:100]}"
    match incoming.meaning:
        case ReplyMeaning.OPT_OUT:
            wish = address_commands.OptOutAddress(
                **named, creditor_id=incoming.creditor_id, source=words
            )
            return [wish]
        case ReplyMeaning.OPT_IN:
            known = await work.state(ADDRESS, stream_of(incoming.tenant, incoming.address_hash))
            return [
                address_commands.OptInAddress(**named, creditor_id=each.creditor_id, words=words)
                for each in known.opt_outs
                if each.channel is incoming.medium
            ]
        case _:
            return []
