"""What every part of the stack can say about itself, so that one supervisor runs them all."""

import signal
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

import psutil


class Part(ABC):
    """One process: how to prepare it, how to start it, how to know that it is ready."""

    name: str
    port_names: tuple[str, ...] = ()
    stop_signal: signal.Signals = signal.SIGTERM
    start_patience_seconds: float = 90.0
    stop_patience_seconds: float = 20.0
    account: str | None = None
    """The system account it runs as, when not ours."""

    @abstractmethod
    def command(self) -> Sequence[str]: ...

    @abstractmethod
    async def is_ready(self) -> bool: ...

    @property
    @abstractmethod
    def address(self) -> str: ...

    def environment(self) -> Mapping[str, str]:
        return {}

    def strays(self) -> Iterable[psutil.Process]:
        """Processes that work on this part's data and carry no mark."""
        return ()

    async def prepare(self) -> None:  # noqa: B027 - most parts need nothing
        """Make what the process needs to start; must do no harm when it is there already."""


class Step(StrEnum):
    """How far a part has come."""

    PREPARING = "preparing"
    STARTING = "starting"
    READY = "ready"
    STOPPING = "stopping"
    STOPPED = "stopped"
    KILLED = "killed: it did not stop when asked"


class Watch(Protocol):
    """Somebody who wants to see the parts come and go."""

    def __call__(self, name: str, step: Step) -> None: ...


def unwatched(name: str, step: Step) -> None:
    """Nobody looks."""
