"""Carries public facts from the outbox to their topic: at least once, in order per account."""

import logging
from contextlib import suppress

from recoup_events.topics import topic_owned_by
from recoup_eventstore.durations import Outcomes
from recoup_eventstore.errors import Unavailable
from recoup_eventstore.polling import PollingLoop
from recoup_messaging.cloudevents import record_of
from recoup_messaging.outgoing import Backlog
from recoup_messaging.ports import Outbox, Publisher
from recoup_messaging.tracing import sending

log = logging.getLogger(__name__)


class Relay(PollingLoop):
    """Read, publish, then move the cursors; what happens twice, readers drop by watermark."""

    name = "relay"

    def __init__(
        self, outbox: Outbox, publisher: Publisher, owner: str, topic: str | None = None
    ) -> None:
        super().__init__()
        self._outbox = outbox
        self._publisher = publisher
        self._owner = owner
        """The service whose public facts these are."""
        self.topic = topic or topic_owned_by(owner)
        self.sending = Outcomes()
        """How long batches took to be acknowledged."""
        self.sent = 0
        """How many facts Kafka has acknowledged."""

    async def run(self) -> None:
        try:
            await super().run()
        finally:
            await self._publisher.close()
            with suppress(Unavailable):  # then the leases end by themselves
                await self._outbox.release()

    async def step(self) -> int:
        facts = await self._outbox.read()
        if not facts:
            return 0
        with sending(self.topic, facts), self.sending.timed():
            await self._publisher.publish(
                record_of(fact, self._owner, self.topic) for fact in facts
            )
        self.sent += len(facts)
        if not await self._outbox.advance(facts):
            log.warning("another worker took over a slot; starting with a new producer")
            await self._publisher.renew()
        return len(facts)

    async def quiet(self) -> bool:
        try:
            return (await self.backlog()).facts == 0
        except Unavailable:
            return False

    async def backlog(self) -> Backlog:
        """What is not published yet, for lag gauges; raises ``Unavailable``."""
        return await self._outbox.backlog()
