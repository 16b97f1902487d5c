"""What a provider reports of a message, kept with what it says of the address."""

from notification.consents.domain.address import stream_of
from notification.messages.domain import commands
from notification.messages.domain.errors import MessageRefused
from notification.messages.domain.message import MESSAGE
from notification.messages.domain.outcomes import Rejected
from notification.messages.handlers import learn_of_address
from recoup_events.kernel.envelope import Cause
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.work import UnitOfWork


async def report(
    runner: CommandRunner,
    tenant: TenantId,
    message_id: str,
    command: commands.DeliveryReport,
    learned: Rejected | None,
    cause: Cause,
) -> None:
    """Raises where there is no such message, or it never left. Its words, and where they went, never change."""
    async with runner.work() as work:
        stream = await work.find(MESSAGE, tenant, message_id)
        message = await work.state(MESSAGE, stream)
    asked, content = message.asked, message.content
    if asked is None or content is None:
        raise MessageRefused("This message was never handed to a provider.")
    hash = content.address_hash
    address = stream_of(tenant, hash)

    async def decision(work: UnitOfWork) -> None:
        await work.lock([stream.account, address.account], reading=[stream, address])
        await work.execute(MESSAGE, stream, command, cause)
        if learned is not None and (learned.bounced or learned.opted_out):
            await learn_of_address(work, tenant, asked, hash, learned, cause)

    await runner.decide(decision)


def learned_of(command: commands.DeliveryReport) -> Rejected | None:
    """What a report says of the address itself."""
    match command:
        case commands.ReportUndelivered(reason=reason, address_unknown=True):
            return Rejected(reason=reason, bounced=True)
        case _:
            return None
