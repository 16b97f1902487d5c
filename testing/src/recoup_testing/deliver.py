"""Lets a service receive what others said, without a broker in between."""

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.work import UnitOfWork
from recoup_service.service import Service


async def receive(
    service: Service,
    command_runner: CommandRunner,
    account: Account,
    cause: Cause,
    *events: Event,
    first: int = 1,
) -> None:
    """Fold each event into the views, then react to it, in a transaction of its own."""
    stream = Stream(account, "elsewhere", account.key)
    for version, event in enumerate(events, start=first):
        envelope = Envelope(command_runner.new_id(), stream, version, cause, event)

        async def decision(work: UnitOfWork, envelope: Envelope[Event] = envelope) -> None:
            await work.lock([envelope.account])
            await work.apply(envelope)
            for subscription in service.subscriptions:
                if subscription.event is type(envelope.event):
                    await subscription.reaction(work, envelope, cause)

        await command_runner.decide(decision)
