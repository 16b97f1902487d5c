"""Where Kafka is, and as whom we come: every client of it is made from this."""

import ssl
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import SecretStr


class SecurityProtocol(StrEnum):
    """Kafka's names. Credentials without TLS are not among them: who reads them could be us."""

    PLAINTEXT = "PLAINTEXT"
    SSL = "SSL"
    SASL_SSL = "SASL_SSL"


class SaslMechanism(StrEnum):
    SCRAM_SHA_512 = "SCRAM-SHA-512"
    SCRAM_SHA_256 = "SCRAM-SHA-256"
    PLAIN = "PLAIN"


@dataclass(frozen=True, slots=True)
class Sasl:
    """A user, and how it proves who it is."""

    username: str
    password: SecretStr | Path
    """The secret itself, or the file that holds it."""
    mechanism: SaslMechanism = SaslMechanism.SCRAM_SHA_512

    def read_password(self) -> str:
        if isinstance(self.password, Path):
            return self.password.read_text().rstrip("\n")
        return self.password.get_secret_value()


@dataclass(frozen=True, slots=True)
class Tls:
    """Whom we believe, and what shows who we are."""

    ca_file: Path | None = None
    """Certificates in PEM of those who may vouch for a broker; ``None`` means the system's."""
    certificate_file: Path | None = None
    """Ours in PEM, where brokers ask clients for one."""
    key_file: Path | None = None

    def context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.ca_file)
        if self.certificate_file is not None:
            context.load_cert_chain(self.certificate_file, self.key_file)
        return context


@dataclass(frozen=True, slots=True)
class KafkaConnection:
    """Plain Kafka unless told more."""

    bootstrap: str
    """``host:port`` of any broker."""
    tls: Tls | None = None
    sasl: Sasl | None = None

    def __post_init__(self) -> None:
        if self.sasl is not None and self.tls is None:
            raise ValueError("A password for Kafka needs TLS: whoever reads it could speak for us.")

    @property
    def security_protocol(self) -> SecurityProtocol:
        if self.tls is None:
            return SecurityProtocol.PLAINTEXT
        return SecurityProtocol.SSL if self.sasl is None else SecurityProtocol.SASL_SSL

    def arguments(self) -> dict[str, Any]:
        """For any client of aiokafka.

        Files are read here, so a client made anew comes with the certificate and password of today.
        """
        arguments: dict[str, Any] = {
            "bootstrap_servers": self.bootstrap,
            "security_protocol": self.security_protocol.value,
        }
        if self.tls is not None:
            arguments["ssl_context"] = self.tls.context()
        if self.sasl is not None:
            arguments["sasl_mechanism"] = self.sasl.mechanism.value
            arguments["sasl_plain_username"] = self.sasl.username
            arguments["sasl_plain_password"] = self.sasl.read_password()
        return arguments

    def as_user(self, username: str, password: str) -> "KafkaConnection":
        """The same brokers, visited by somebody else."""
        tls = Tls(self.tls.ca_file) if self.tls is not None else None
        return replace(self, tls=tls, sasl=Sasl(username, SecretStr(password)))
