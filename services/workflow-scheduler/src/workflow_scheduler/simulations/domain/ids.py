"""Ids of what a simulation adds: derived, so that the same simulation is the same to the last bit."""

from hashlib import sha256
from uuid import UUID


def uuid_of(*parts: object) -> UUID:
    """The one UUID these parts can have."""
    return UUID(bytes=sha256("\x1f".join(map(str, parts)).encode()).digest()[:16])
