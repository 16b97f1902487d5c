"""What one worker calls outside of itself, call by call; it can be struck between two."""

import os
from collections.abc import Collection
from contextvars import ContextVar
from dataclasses import dataclass
from signal import Signals


@dataclass(slots=True)
class Strike:
    """A signal a worker sends itself at a moment, once."""

    moment: str
    number: Signals
    done: bool = False

    def at(self, moment: str) -> None:
        if moment == self.moment and not self.done:
            self.done = True
            os.kill(os.getpid(), self.number)


class Line:
    """Names every moment between two calls as ``after this, before that``.

    Where a worker dies within its own code makes no difference to anybody, so these moments are
    all there are.
    """

    def __init__(self, strike: Strike | None = None) -> None:
        self._strike = strike
        self._last = ContextVar("last", default="the start")
        """Each task has its own, so that what runs side by side has the same moments every time."""
        self._moments: dict[str, None] = {}

    def beside(self) -> "Line":
        """Another line of the same worker, for calls whose order among these is open."""
        other = Line(self._strike)
        other._moments = self._moments
        return other

    @property
    def moments(self) -> Collection[str]:
        """The different moments reached so far, in the order of their first time."""
        return self._moments.keys()

    def reach(self, call: str) -> None:
        """The worker is about to make this call."""
        moment = f"after {self._last.get()}, before {call}"
        if self._strike is not None:
            self._strike.at(moment)
        self._moments[moment] = None
        self._last.set(call)
