"""Public events on their way to the topic: at least once, in order per account."""

from collections import defaultdict

from recoup_messaging.cloudevents import context_of, heading_of
from recoup_messaging.kafka.publisher import KafkaPublisher
from recoup_messaging.keys import account_of
from recoup_messaging.outbox import PostgresOutbox
from recoup_messaging.relay import Relay
from recoup_testing.counter import COUNTER, Count, SetAlarm
from recoup_testing.fake_subscriber import ACME, told
from recoup_testing.faults.fold import assert_folded, recorded_by
from recoup_testing.faults.line import Line
from recoup_testing.faults.place import Place
from recoup_testing.faults.watched import watched
from recoup_testing.loops import drained
from recoup_testing.topics import published

WORKER = "sample-1"


class Relaying:
    """Three accounts have said something in public and something in private."""

    needs_topic = True
    packages = ()

    async def given(self, at: Place) -> None:
        async with at.command_runner() as command_runner:
            for by in range(1, 4):
                for key in ("cus_1", "cus_2", "cus_3"):
                    async with command_runner.work() as work:
                        stream = COUNTER.stream(ACME, key, key)
                        await work.lock([stream.account])
                        await work.execute(COUNTER, stream, Count(by=by), told(by).cause)
                        await work.execute(COUNTER, stream, SetAlarm(at=None), told(by).cause)

    async def work(self, at: Place, line: Line) -> None:
        async with at.pools() as pools:
            relay = Relay(
                watched(PostgresOutbox(pools, WORKER), "outbox", line),
                watched(KafkaPublisher(at.kafka, client_id=WORKER), "publisher", line),
                "invoice",
                at.topic,
            )
            await drained(relay)
            relay.stop()
            await relay.run()

    async def then(self, at: Place) -> None:
        async with at.command_runner() as command_runner:
            recorded = [e for e in await recorded_by(command_runner) if e.event.owner is not None]
            await assert_folded(command_runner)
        arrived: defaultdict[str, list[int]] = defaultdict(list)
        for record in await published(at.kafka, at.topic):
            heading = heading_of(context_of(record.headers), account_of(record.key))
            versions = arrived[heading.stream.name]
            if heading.version not in versions:
                versions.append(heading.version)
        assert arrived == {
            stream.name: [e.version for e in recorded if e.stream == stream]
            for stream in {e.stream for e in recorded}
        }
