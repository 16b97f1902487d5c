"""Certificates and users of the local broker: made once, and readable by their owner alone."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from pydantic import SecretStr

from recoup_cli.stack.ports import LOOPBACK
from recoup_messaging.kafka.connection import KafkaConnection, Sasl, Tls

ADMIN = "admin"
_ORGANIZATION, _UNIT = "Recoup", "local stack"
_PRINCIPAL = f"User:CN=kafka,OU={_UNIT},O={_ORGANIZATION}"
"""The broker as its own controller sees it, by its certificate."""
_MECHANISM = "SCRAM-SHA-512"
SCRAM_LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule required"


class KafkaSecurity:
    """One folder of certificates; the passwords come from the stack's state."""

    def __init__(self, folder: Path, secret: Callable[[str], str]) -> None:
        self._folder = folder
        self._secret = secret
        self._ca = folder / "ca.pem"
        self._broker = folder / "broker.pem"

    def password(self, user: str) -> str:
        return self._secret(f"kafka {user}")

    def connection(self, bootstrap: str, user: str = ADMIN) -> KafkaConnection:
        return KafkaConnection(bootstrap, Tls(self._ca), Sasl(user, SecretStr(self.password(user))))

    def prepare(self) -> None:
        """The authority vouches for one broker; its key is not kept, so for nobody ever again."""
        if self._ca.exists():
            return
        self._folder.mkdir(mode=0o700, exist_ok=True)
        authority = trustme.CA(organization_name=_ORGANIZATION, organization_unit_name=_UNIT)
        broker = authority.issue_cert(
            LOOPBACK,
            "localhost",
            common_name="kafka",
            organization_name=_ORGANIZATION,
            organization_unit_name=_UNIT,
        )
        chain = b"".join(pem.bytes() for pem in broker.cert_chain_pems)
        write_private(self._broker, _pkcs8(broker.private_key_pem.bytes()) + chain)
        authority.cert_pem.write_to_path(self._ca)

    @contextmanager
    def first_user(self) -> Iterator[list[str]]:
        """Options of Kafka's format, told in a file because everybody may read a command line."""
        told = self._folder / "format.options"
        password = self.password(ADMIN)
        options = f"--add-scram\n{_MECHANISM}=[name={ADMIN},password={password}]\n"
        write_private(told, options.encode())
        try:
            yield [f"@{told}"]
        finally:
            told.unlink()

    def listeners(self, clients: str, controller: str) -> dict[str, object]:
        """Clients show who they are by password, the controller's by the broker's certificate."""
        login = f'{SCRAM_LOGIN} username="{ADMIN}" password="{self.password(ADMIN)}";'
        return {
            "listeners": f"CLIENTS://{clients},CONTROLLER://{controller}",
            "advertised.listeners": f"CLIENTS://{clients}",
            "listener.security.protocol.map": "CLIENTS:SASL_SSL,CONTROLLER:SSL",
            "inter.broker.listener.name": "CLIENTS",
            "sasl.enabled.mechanisms": _MECHANISM,
            "sasl.mechanism.inter.broker.protocol": _MECHANISM,
            "listener.name.clients.scram-sha-512.sasl.jaas.config": login,
            "listener.name.controller.ssl.client.auth": "required",
            "ssl.keystore.type": "PEM",
            "ssl.keystore.location": self._broker,
            "ssl.truststore.type": "PEM",
            "ssl.truststore.location": self._ca,
            "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found": "false",
            "super.users": f"User:{ADMIN};{_PRINCIPAL}",
        }


def write_private(path: Path, content: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(content)


def _pkcs8(key: bytes) -> bytes:
    """The one form in which Java reads a key from PEM."""
    return load_pem_private_key(key, None).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
