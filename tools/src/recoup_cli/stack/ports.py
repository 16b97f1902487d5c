"""Which TCP ports to listen on, so that two stacks on one machine never meet."""

import os
import socket
import time
from collections.abc import Container
from pathlib import Path
from random import SystemRandom
from tempfile import gettempdir

LOOPBACK = "127.0.0.1"
# Below the ports a system hands out to outgoing connections, which would come and go under us.
_CANDIDATES = range(20_000, 32_768)
_PROMISE_SECONDS = 600.0
"""So long a process may take from being promised a port until it listens there."""


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def pick(taken: Container[int]) -> int:
    """A free port that is not promised to anyone else, in this stack or another of this user."""
    while True:
        port = SystemRandom().choice(_CANDIDATES)
        if port not in taken and is_free(port) and _promised_now(port):
            return port


def _promised_now(port: int) -> bool:
    """Whether we are the only one to promise it; a stack that starts listens only seconds later."""
    promise = _promises() / str(port)
    try:
        if time.time() - promise.stat().st_mtime < _PROMISE_SECONDS:
            return False
        promise.unlink()
    except FileNotFoundError:
        pass  # nobody did, or another has just found the promise too old, too
    try:
        promise.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _promises() -> Path:
    folder = Path(gettempdir()) / f"recoup-ports-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
