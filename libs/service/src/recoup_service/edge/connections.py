"""The connections of one port, by peer; when there are too many, whoever only waits goes first."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Protocol

from recoup_service.edge.refusals import OUT_OF_CONNECTIONS, TOO_MANY_CONNECTIONS, Refusal
from recoup_service.limits import HttpLimits, peer_of


class Connection(Protocol):
    """What is asked of a connection here."""

    waiting_since: float | None
    """Since when it has waited without a whole request; None while one is being answered."""

    def evict(self) -> None: ...


class Connections:
    """Open to every connection as long as some other can be closed for it."""

    def __init__(self, limits: HttpLimits, refused: Counter[str]) -> None:
        self.limits = limits
        self.refused = refused
        """Refusals since the process started, by code."""
        self._total = 0
        self._peers: defaultdict[str, dict[Connection, None]] = defaultdict(dict)

    def admit(self, connection: Connection, host: str) -> Refusal | None:
        """Adds it, or says why not."""
        peer = peer_of(host)
        theirs = self._peers.get(peer, {})
        too_many = len(theirs) >= self.limits.max_connections_per_peer
        if too_many and not self.limits.trusts(host) and not _evicted(theirs):
            return TOO_MANY_CONNECTIONS
        if self._total >= self.limits.max_connections and not _evicted(self._crowd()):
            return OUT_OF_CONNECTIONS
        self._peers[peer][connection] = None
        self._total += 1
        return None

    def remove(self, connection: Connection, host: str) -> None:
        """Does nothing for one that was never admitted or has been evicted."""
        peer = peer_of(host)
        theirs = self._peers.get(peer, {})
        if connection in theirs:
            del theirs[connection]
            self._total -= 1
        if not theirs:
            self._peers.pop(peer, None)

    def _crowd(self) -> Iterable[Connection]:
        return max(self._peers.values(), key=len)


def _evicted(connections: Iterable[Connection]) -> bool:
    """Closes the one that has waited longest; false when all are at work."""
    waiting = [c for c in connections if c.waiting_since is not None]
    if waiting:
        min(waiting, key=_waiting_since).evict()
    return bool(waiting)


def _waiting_since(connection: Connection) -> float:
    return connection.waiting_since or 0.0
