"""The way to Kafka, in the settings of everything that speaks to it."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, FilePath, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from recoup_messaging.kafka.connection import (
    KafkaConnection,
    Sasl,
    SaslMechanism,
    SecurityProtocol,
    Tls,
)
from recoup_service.environment import WITH_SECRETS


class KafkaSettings(BaseSettings):
    """``RECOUP_KAFKA`` and, for brokers that ask who we are, ``RECOUP_KAFKA_*``."""

    model_config = WITH_SECRETS

    kafka: str
    """``host:port`` of any broker."""
    kafka_ca: FilePath | None = None
    """Certificates in PEM of those who may vouch for brokers, in place of the system's."""
    kafka_certificate: FilePath | None = None
    """Ours in PEM, for brokers that ask clients for one."""
    kafka_key: FilePath | None = Field(default=None, validate_default=True)
    """The certificate's, in PEM."""
    kafka_username: str | None = Field(default=None, min_length=1)
    """Whom the broker knows us as; goes over TLS alone."""
    kafka_password: SecretStr | None = None
    """The user's, given so or in a file."""
    kafka_password_file: FilePath | None = Field(default=None, validate_default=True)
    """In place of the password; read again for each new connection."""
    kafka_sasl_mechanism: SaslMechanism = SaslMechanism.SCRAM_SHA_512
    kafka_security_protocol: SecurityProtocol | None = None
    """Unset, ``SASL_SSL`` with a username, ``SSL`` with a CA or certificate, else ``PLAINTEXT``."""

    @property
    def kafka_connection(self) -> KafkaConnection:
        username, password = self.kafka_username, self.kafka_password or self.kafka_password_file
        files = (self.kafka_ca, self.kafka_certificate, self.kafka_key)
        encrypted = any((*files, username, self.kafka_security_protocol)) and (
            self.kafka_security_protocol is not SecurityProtocol.PLAINTEXT
        )
        return KafkaConnection(
            self.kafka,
            Tls(*files) if encrypted else None,
            Sasl(username, password, self.kafka_sasl_mechanism) if username and password else None,
        )

    @field_validator("kafka_key")
    @classmethod
    def _kafka_key_has_its_certificate(
        cls, key: Path | None, others: ValidationInfo
    ) -> Path | None:
        if key is not None and others.data.get("kafka_certificate") is None:
            raise ValueError("A key proves a certificate. Set RECOUP_KAFKA_CERTIFICATE, too.")
        return key

    @field_validator("kafka_password_file")
    @classmethod
    def _kafka_password_has_its_username(
        cls, file: Path | None, others: ValidationInfo
    ) -> Path | None:
        username, password = (others.data.get(f"kafka_{n}") for n in ("username", "password"))
        if file is not None and password is not None:
            raise ValueError("There is a RECOUP_KAFKA_PASSWORD already. Leave one of them out.")
        if (username is None) != (file is None and password is None):
            raise ValueError(
                "A password wants a username, and a username a password. Set RECOUP_KAFKA_USERNAME "
                "and RECOUP_KAFKA_PASSWORD or RECOUP_KAFKA_PASSWORD_FILE, or none of them."
            )
        return file

    @field_validator("kafka_security_protocol")
    @classmethod
    def _kafka_protocol_suits_the_others(
        cls, protocol: SecurityProtocol | None, others: ValidationInfo
    ) -> SecurityProtocol | None:
        given = {name.removeprefix("kafka_") for name, value in others.data.items() if value}
        if protocol is SecurityProtocol.PLAINTEXT and given & {"username", "ca", "certificate"}:
            raise ValueError(
                "Credentials and certificates are of no use over PLAINTEXT. Set it to SASL_SSL or "
                "SSL, or leave it out."
            )
        if protocol is not None and (protocol is SecurityProtocol.SASL_SSL) != (
            "username" in given
        ):
            raise ValueError("SASL_SSL goes with a RECOUP_KAFKA_USERNAME, and only SASL_SSL does.")
        return protocol


def environment_of(kafka: KafkaConnection, prefix: str = "RECOUP_") -> Mapping[str, str]:
    """As ``KafkaSettings`` reads it. What is unset is there and empty, to hide what was inherited."""
    tls, sasl = kafka.tls or Tls(), kafka.sasl
    password = sasl.password if sasl else None
    values = {
        "": kafka.bootstrap,
        "_SECURITY_PROTOCOL": kafka.security_protocol.value,
        "_CA": tls.ca_file,
        "_CERTIFICATE": tls.certificate_file,
        "_KEY": tls.key_file,
        "_USERNAME": sasl.username if sasl else None,
        "_PASSWORD": password.get_secret_value() if isinstance(password, SecretStr) else None,
        "_PASSWORD_FILE": password if isinstance(password, Path) else None,
        "_SASL_MECHANISM": sasl.mechanism.value if sasl else None,
    }
    return {f"{prefix}KAFKA{name}": str(value or "") for name, value in values.items()}
