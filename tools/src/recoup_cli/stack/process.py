"""Processes that outlive us: started apart, known by pid and start time, never mistaken."""

import asyncio
import atexit
import os
import pwd
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
from pydantic import BaseModel, ConfigDict

from recoup_cli.stack.errors import StackFailed

MARK = "RECOUP_STACK_PART"

_CLOCK_DRIFT_SECONDS = 2.0
_POLL_SECONDS = 0.02
_LOG_TAIL_LINES = 20
# Kept while they live: only a parent can bury its dead, and Python warns of a handle let go early.
_children: list[subprocess.Popen[bytes]] = []


class ProcessId(BaseModel):
    """A process, and not another one that got its pid later."""

    model_config = ConfigDict(frozen=True)

    pid: int
    started: float

    @classmethod
    def of(cls, pid: int) -> "ProcessId":
        return cls(pid=pid, started=psutil.Process(pid).create_time())

    def find(self) -> psutil.Process | None:
        """The process, if it is still the same and still alive."""
        _bury_the_dead()
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.started) < _CLOCK_DRIFT_SECONDS
        except psutil.NoSuchProcess:
            return None
        return process if same and is_alive(process) else None


def is_alive(process: psutil.Process) -> bool:
    _bury_the_dead()
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _bury_the_dead() -> None:
    _children[:] = [child for child in _children if child.poll() is None]


atexit.register(_bury_the_dead)


def spawn(
    command: Sequence[str], environment: Mapping[str, str], log: Path, account: str | None
) -> ProcessId:
    """Start a process in a session of its own, so that neither Ctrl-C nor our end reaches it."""
    with log.open("ab") as output:
        child = subprocess.Popen(
            command,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **_as_account(account),
        )
    _children.append(child)
    return ProcessId.of(child.pid)


async def run(
    command: Sequence[str], environment: Mapping[str, str], log: Path, account: str | None = None
) -> None:
    """Run a process to its end; anything but success is an error that shows the log."""
    with log.open("ab") as output:
        child = await asyncio.create_subprocess_exec(
            *command,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **_as_account(account),
        )
    try:
        status = await child.wait()
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if status != 0:
        raise StackFailed(f"{log.stem}: {Path(command[0]).name} failed ({status}).\n{tail(log)}")


async def end(process: psutil.Process, gently: signal.Signals, patience: float) -> bool:
    """End a process, by force when it will not listen; tells whether it went by itself."""
    if await _send(process, gently, patience):
        return True
    if not await _send(process, signal.SIGKILL, patience):
        raise StackFailed(f"Process {process.pid} survives SIGKILL: look at it with ps and strace.")
    return False


async def _send(process: psutil.Process, number: signal.Signals, patience: float) -> bool:
    with suppress(psutil.NoSuchProcess):
        process.send_signal(number)
    try:
        async with asyncio.timeout(patience):
            while is_alive(process):  # noqa: ASYNC110 - a process that is no child cannot be awaited
                await asyncio.sleep(_POLL_SECONDS)
    except TimeoutError:
        return False
    _bury_the_dead()
    return True


def marked(mark: str) -> Iterator[psutil.Process]:
    """Every living process that was started under this mark."""
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark and is_alive(process):
                yield process
        except (psutil.NoSuchProcess, psutil.AccessDenied, OSError):
            continue  # it ended as we looked, or is not ours


def memory(process: psutil.Process) -> int:
    """The bytes a process and its children have to themselves."""
    total = 0
    for member in (process, *process.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):  # it ended as we looked
            total += member.memory_full_info().uss
    return total


def tail(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()[-_LOG_TAIL_LINES:]
    return "\n".join((f"The last lines of {log}:", *lines))


def _as_account(account: str | None) -> dict[str, Any]:
    if account is None:
        return {}
    entry = pwd.getpwnam(account)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
