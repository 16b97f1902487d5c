"""How each user of Kafka connects, in files that Kafka's own tools take as they are."""

from collections.abc import Mapping
from pathlib import Path

from recoup_cli.stack.kafka_security import SCRAM_LOGIN, write_private
from recoup_messaging.kafka.connection import KafkaConnection


def write(folder: Path, logins: Mapping[str, KafkaConnection]) -> None:
    """``<user>.properties`` for each, to be read by nobody else on this machine."""
    folder.mkdir(mode=0o700, exist_ok=True)
    for user, kafka in logins.items():
        write_private(folder / f"{user}.properties", properties(kafka).encode())


def properties(kafka: KafkaConnection) -> str:
    """The same way in the words of Kafka's own tools, for their ``--command-config``."""
    told: dict[str, object] = {
        "bootstrap.servers": kafka.bootstrap,
        "security.protocol": kafka.security_protocol.value,
    }
    if kafka.tls is not None and kafka.tls.ca_file is not None:
        told |= {"ssl.truststore.type": "PEM", "ssl.truststore.location": kafka.tls.ca_file}
    if kafka.sasl is not None:
        login = f'username="{kafka.sasl.username}" password="{kafka.sasl.read_password()}"'
        told["sasl.mechanism"] = kafka.sasl.mechanism.value
        told["sasl.jaas.config"] = f"{SCRAM_LOGIN} {login};"
    return "".join(f"{name}={value}\n" for name, value in told.items())
