"""Lets a service hear what others said, without a broker in between."""

from recoup_events.base import Fact
from recoup_events.envelope import Account, Cause, Envelope, Stream
from recoup_eventstore.desk import Desk
from recoup_service.house import House


async def hear(house: House, desk: Desk, account: Account, cause: Cause, *facts: Fact) -> None:
    """Fold each fact into the views, then react to it, in a transaction of its own."""
    stream = Stream(account, "elsewhere", account.key)
    for version, fact in enumerate(facts, start=1):
        envelope = Envelope(desk.new_id(), stream, version, cause, fact)
        async with desk.work() as work:
            await work.lock([account])
            await work.tell(envelope)
            for hearing in house.hearings:
                if hearing.fact is type(fact):
                    await hearing.reaction(work, envelope, cause)
