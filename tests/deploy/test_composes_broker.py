"""The scripts of Compose's broker, run on the real one: who it knows, and what it lets them do."""

import asyncio
import os
import shlex
import shutil
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
from pydantic import SecretStr

from recoup_cli.kafka_access.grants import every_access
from recoup_cli.stack import kafka_jars
from recoup_cli.stack.ports import is_open, pick
from recoup_events.kernel.topics import TOPICS
from recoup_eventstore.errors import Unavailable
from recoup_messaging.kafka.connection import KafkaConnection, Sasl, Tls
from recoup_messaging.kafka.publisher import KafkaPublisher
from recoup_messaging.records import Record
from recoup_testing.kafka_tools import java_with_kafka
from recoup_testing.loops import eventually

pytestmark = pytest.mark.servers

SCRIPTS = Path(__file__).parents[2] / "deploy/kafka"
PROGRAMS = {
    "kafka-storage.sh": "kafka.tools.StorageTool",
    "kafka-server-start.sh": "kafka.Kafka",
    "kafka-topics.sh": "org.apache.kafka.tools.TopicCommand",
    "kafka-acls.sh": "org.apache.kafka.tools.AclCommand",
    "keytool": "sun.security.tools.keytool.Main",
}
"""What the image has in its folders."""
USERS = [access.user for access in every_access()]
OWN = {access.user: access.grants[0].name for access in every_access()}


class Machine:
    """A folder that stands for the container's, where two places and two ports differ."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        port = pick(set())
        self.address = f"localhost:{port}"
        self.ca = folder / "ca/ca.pem"
        for name in ("bin", "keys", "ca"):
            (folder / name).mkdir()
        for program, java_class in PROGRAMS.items():
            file = folder / "bin" / program
            file.write_text(
                f'#!/bin/sh\nexec {shlex.join([*java_with_kafka(), java_class])} "$@"\n'
            )
            file.chmod(0o755)
        for script in SCRIPTS.iterdir():
            shutil.copy(script, folder)
        config = folder / "server.properties"
        text = config.read_text()
        for there, here in {
            "/etc/kafka-keys": str(folder / "keys"),
            "/etc/kafka-ca": str(folder / "ca"),
            "/var/lib/kafka/data": str(folder / "data"),
            "kafka:9092": self.address,
            "CLIENTS://:9092": f"CLIENTS://localhost:{port}",
            ":9093": f":{pick({port})}",
        }.items():
            assert there in text
            text = text.replace(there, here)
        config.write_text(text)

    @property
    def is_up(self) -> bool:
        return is_open(int(self.address.partition(":")[2]))

    async def begin(self, script: str, *arguments: str) -> Process:
        return await asyncio.create_subprocess_exec(
            self._folder / script, *arguments, env=self._environment()
        )

    async def run(self, script: str, *arguments: str) -> None:
        assert await (await self.begin(script, *arguments)).wait() == 0

    def _environment(self) -> Mapping[str, str]:
        passwords = {f"KAFKA_{u.upper().replace('-', '_')}_PASSWORD": secret(u) for u in USERS}
        return {
            **passwords,
            "PATH": f"{self._folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "KAFKA_BIN": str(self._folder / "bin"),
            "KAFKA_STORE_PASSWORD": secret("store"),
            "KAFKA_ADMIN_PASSWORD": secret("admin"),
            "KAFKA_UID": str(os.geteuid()),
            "CLUSTER_ID": "UmVjb3VwIG9uZSBub2RlIA",
            "USERS": " ".join(USERS),
            "KAFKA": self.address,
            "KAFKA_CA": str(self.ca),
            "TOPICS": " ".join(TOPICS),
            "PARTITIONS": "1",
        }


def secret(user: str) -> str:
    return f"secret-of-{user}"


@pytest.fixture
async def machine(tmp_path: Path) -> AsyncIterator[Machine]:
    """Started as Compose starts it."""
    await kafka_jars.fetch()
    machine = Machine(tmp_path)
    await machine.run("certificates.sh", str(tmp_path / "keys"), str(tmp_path / "ca"))
    broker = await machine.begin("start.sh")

    async def is_up() -> bool:
        assert broker.returncode is None
        return machine.is_up

    try:
        await eventually(is_up)
        await machine.run("prepare.sh")
        yield machine
    finally:
        broker.terminate()
        await broker.wait()


async def say(kafka: KafkaConnection, topic: str) -> None:
    publisher = KafkaPublisher(kafka, client_id="test")
    try:
        await publisher.publish([Record(topic, b"acme/cus_1", b"{}", [])])
    finally:
        await publisher.close()


async def test_each_service_speaks_on_its_own_topic_alone(machine: Machine) -> None:
    for user, other in zip(USERS, [*USERS[1:], USERS[0]], strict=True):
        sasl = Sasl(user, SecretStr(secret(user)))
        kafka = KafkaConnection(machine.address, Tls(machine.ca), sasl)
        await say(kafka, OWN[user])
        with pytest.raises(Unavailable, match="TopicAuthorizationFailed"):
            await say(kafka, OWN[other])
    with pytest.raises(Unavailable):
        await say(KafkaConnection(machine.address, Tls(machine.ca)), OWN[USERS[0]])
