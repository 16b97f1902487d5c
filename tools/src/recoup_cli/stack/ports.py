"""Which TCP ports to listen on, so that two stacks on one machine never meet."""

import socket
from collections.abc import Container
from random import SystemRandom

LOOPBACK = "127.0.0.1"
# Below the ports a system hands out to outgoing connections, which would come and go under us.
_CANDIDATES = range(20_000, 32_768)


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
    """A free port that is not promised to anyone else."""
    while True:
        port = SystemRandom().choice(_CANDIDATES)
        if port not in taken and is_free(port):
            return port
