"""What one worker calls outside of itself, call by call; it can be told to die between two."""

import os
import signal
from collections.abc import Collection


class Line:
    """Names every moment between two calls as ``after this, before that``.

    Where a worker dies within its own code makes no difference to anybody, so these moments are
    all there are.
    """

    def __init__(self, fatal: str | None = None) -> None:
        self._fatal = fatal
        self._last = "the start"
        self._moments: dict[str, None] = {}

    def beside(self) -> "Line":
        """The line of another task of the same worker: each task's calls have their own order."""
        other = Line(self._fatal)
        other._moments = self._moments
        return other

    @property
    def moments(self) -> Collection[str]:
        """The different moments reached so far, in the order of their first time."""
        return self._moments.keys()

    def reach(self, call: str) -> None:
        """The worker is about to make this call."""
        moment = f"after {self._last}, before {call}"
        if moment == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        self._moments[moment] = None
        self._last = call
