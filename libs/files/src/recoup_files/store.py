"""The port to wherever files are kept."""

import re
from typing import Protocol

_KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
LONGEST_KEY = 500


class StoreUnavailable(Exception):
    """It does not answer, or not as one would; another time it may."""


class FileStore(Protocol):
    """Files by their keys. What was put is there after a crash; whoever puts it again changes nothing else."""

    async def put(self, key: str, content: bytes, content_type: str) -> None: ...

    async def get(self, key: str) -> bytes | None:
        """``None`` where nothing is kept under the key."""
        ...

    async def delete(self, key: str) -> None:
        """What is not there is deleted already."""
        ...

    async def close(self) -> None: ...


def checked(key: str) -> str:
    """Names between slashes, none of them hidden or leading upwards."""
    if len(key) > LONGEST_KEY or not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no key of a file")
    return key
