"""Carries public events from the outbox to their topic: at least once, in order per account."""

import logging
from contextlib import suppress

from recoup_events.kernel.topics import topic_owned_by
from recoup_eventstore.durations import Outcomes
from recoup_eventstore.errors import Unavailable
from recoup_eventstore.polling import PollingLoop
from recoup_messaging.cloudevents import record_of
from recoup_messaging.outbox_row import Backlog
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
        """The service whose public events these are."""
        self.topic = topic or topic_owned_by(owner)
        self.sending = Outcomes()
        """How long batches took to be acknowledged."""
        self.sent = 0
        """How many events Kafka has acknowledged."""

    async def run(self) -> None:
        try:
            await super().run()
        finally:
            await self._publisher.close()
            with suppress(Unavailable):  # then the leases end by themselves
                await self._outbox.release()

    async def step(self) -> int:
        events = await self._outbox.read()
        if not events:
            return 0
        with sending(self.topic, events), self.sending.timed():
            await self._publisher.publish(
                record_of(event, self._owner, self.topic) for event in events
            )
        self.sent += len(events)
        if not await self._outbox.advance(events):
            log.warning("another worker took over a slot; starting with a new producer")
            await self._publisher.renew()
        return len(events)

    async def quiet(self) -> bool:
        try:
            return (await self.backlog()).events == 0
        except Unavailable:
            return False

    async def backlog(self) -> Backlog:
        """What is not published yet, for lag gauges; raises ``Unavailable``."""
        return await self._outbox.backlog()
