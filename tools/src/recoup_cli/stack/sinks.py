"""Where mail and text messages end on this machine: kept to be read, never sent on."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from recoup_cli.stack.home import Home
from recoup_cli.stack.part import Part
from recoup_cli.stack.ports import LOOPBACK, is_open
from recoup_cli.stack.state import State


class Sink(Part):
    """A process of ours that takes messages on one port and keeps them in one folder."""

    def __init__(self, name: str, scheme: str, home: Home, state: State) -> None:
        self.name = name
        self.port_names = (name,)
        self.folder: Path = home.data / name
        self._scheme = scheme
        self._state = state

    @property
    def address(self) -> str:
        return f"{self._scheme}://{LOOPBACK}:{self._state.port(self.name)}"

    def command(self) -> Sequence[str]:
        module = f"recoup_cli.sinks.{self.name}"
        return [sys.executable, "-m", module, str(self._state.port(self.name)), str(self.folder)]

    async def is_ready(self) -> bool:
        return is_open(self._state.port(self.name))


class PaymentSandbox(Sink):
    """Pretends to collect, and calls back as a provider does."""

    def __init__(self, invoice: Callable[[], str], home: Home, state: State) -> None:
        super().__init__("payments", "http", home, state)
        self._invoice = invoice

    def command(self) -> Sequence[str]:
        return [*super().command(), f"{self._invoice()}/open/payment-callbacks"]
