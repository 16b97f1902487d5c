"""Where everything listens: what a test, a demo or a person needs to talk to the stack."""

from collections.abc import Mapping
from dataclasses import dataclass

from recoup_messaging.kafka.connection import KafkaConnection


@dataclass(frozen=True, slots=True)
class Servers:
    """The four servers every service needs, ours or somebody else's."""

    postgres: str
    kafka: KafkaConnection
    smtp: str
    sms: str
    standby: str | None = None
    """A second PostgreSQL that may take over."""


@dataclass(frozen=True, slots=True)
class ServiceAddresses:
    http: str
    admin: str
    database: str
    migrate_database: str


@dataclass(frozen=True, slots=True)
class Addresses:
    servers: Servers
    services: Mapping[str, ServiceAddresses]
    """By package, e.g. ``workflow_scheduler``."""
    gateway: str = ""
    """The one address of all their APIs, where they run."""
    portal: str = ""
    """Where debtors look."""

    @property
    def console(self) -> str:
        """Where people look."""
        return f"{self.services['console'].http}/"
