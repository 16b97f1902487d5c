"""What is attacked: the addresses an outsider knows, and the processes that must live on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

SERVICES = ("invoice", "workflow_scheduler", "notification", "dispute", "payment_plan", "webhook")


@dataclass(frozen=True, slots=True)
class Service:
    api: str
    """``http://host:port``, without a path."""
    admin: str


@dataclass(frozen=True, slots=True)
class Kafka:
    bootstrap: str
    ca: str | None = None
    """The file of the authority that vouches for the broker; ``None`` without TLS."""
    users: Mapping[str, str] = field(default_factory=dict)
    """Passwords by name; empty where the broker asks nobody who they are."""
    admin: str | None = None
    """The user who may do everything."""


@dataclass(frozen=True, slots=True)
class Process:
    """One process, and not another that got its pid later."""

    pid: int
    created: float

    @classmethod
    def of(cls, pid: int) -> "Process":
        return cls(pid, psutil.Process(pid).create_time())

    @property
    def lives(self) -> bool:
        try:
            process = psutil.Process(self.pid)
            return (
                process.create_time() == self.created and process.status() != psutil.STATUS_ZOMBIE
            )
        except psutil.NoSuchProcess:
            return False

    @property
    def mebibytes(self) -> int:
        try:
            return int(psutil.Process(self.pid).memory_info().rss) // 2**20
        except psutil.NoSuchProcess:
            return 0


@dataclass(frozen=True, slots=True)
class Target:
    """Everything a scene needs; it travels to the attacker's process."""

    services: Mapping[str, Service]
    victim: str
    """The API key of the honest tenant."""
    attacker: str
    """The API key of another one."""
    mail: Path
    """The folder of our mail relay."""
    postgres: str = ""
    """As the superuser."""
    kafka: Kafka = Kafka("")
    home: Path = Path()
    """The folder of the stack, for its own command."""
    seconds: float = 8.0
    """For how long a scene goes on, where it could for ever."""
    processes: Mapping[str, Process] = field(default_factory=dict)
    """By the name of the part."""

    @property
    def apis(self) -> Mapping[str, str]:
        return {name: service.api for name, service in self.services.items()}
