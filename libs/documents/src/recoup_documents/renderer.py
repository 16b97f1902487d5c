"""Renders letters in a process of its own, so that a service neither waits for Typst nor grows with it."""

import asyncio
import subprocess
import sys
from contextlib import suppress
from threading import Lock, Timer

from recoup_documents.frames import ARCHIVAL, FAILED, read_frame, write_frame
from recoup_documents.letter import Letter, Pdf

WORKER = (sys.executable, "-m", "recoup_documents.worker")


class NotRendered(Exception):
    """The letter could not be set, or not in time."""


class Renderer:
    """One worker, started when it is first needed and again whenever it has ended."""

    def __init__(self, seconds: float = 30.0) -> None:
        self._seconds = seconds
        self._worker: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    async def render(self, letter: Letter) -> Pdf:
        """The letter as PDF; letters wait for each other."""
        return await asyncio.to_thread(self._rendered, letter.model_dump_json().encode())

    def _rendered(self, letter: bytes) -> Pdf:
        with self._lock:
            answer = self._asked(letter) or self._asked(letter)
        if answer is None:
            raise NotRendered(f"the letter was not set within {self._seconds:.0f} seconds")
        kind, content = answer[:1], answer[1:]
        if kind == FAILED:
            raise NotRendered(content.decode())
        return Pdf(content, archival=kind == ARCHIVAL)

    def _asked(self, letter: bytes) -> bytes | None:
        """``None`` where the worker had ended, or ends before it answers."""
        worker = self._running()
        assert worker.stdin is not None
        assert worker.stdout is not None
        too_late = Timer(self._seconds, worker.kill)
        too_late.start()
        answer = None
        with suppress(BrokenPipeError):
            write_frame(worker.stdin, letter)
            answer = read_frame(worker.stdout)
        too_late.cancel()
        if answer is None:
            self.close()
        return answer

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._worker is not None and self._worker.poll() is not None:
            self.close()
        if self._worker is None:
            self._worker = subprocess.Popen(WORKER, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self._worker

    def close(self) -> None:
        """End the worker; the next letter starts another."""
        worker, self._worker = self._worker, None
        if worker is None:
            return
        worker.kill()
        with suppress(BrokenPipeError), worker:
            pass
