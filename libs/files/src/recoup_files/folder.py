"""Files in a folder of this machine, or of a volume that all processes share."""

import asyncio
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from recoup_files.store import StoreUnavailable, checked


class FolderStore:
    """A file is written beside its place and moved there, so that nobody ever reads half of one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, key: str, content: bytes, content_type: str) -> None:
        """Its content tells what it is; a folder keeps no more."""
        await asyncio.to_thread(self._put, self._path(key), content)

    async def get(self, key: str) -> bytes | None:
        return await asyncio.to_thread(_read, self._path(key))

    async def delete(self, key: str) -> None:
        await asyncio.to_thread(_delete, self._path(key))

    async def close(self) -> None:
        """Nothing is open between two calls."""

    def _path(self, key: str) -> Path:
        return self._folder / checked(key)

    def _put(self, path: Path, content: bytes) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
                try:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                    os.replace(file.name, path)
                except BaseException:
                    Path(file.name).unlink(missing_ok=True)
                    raise
            _sync_folder(path.parent)
        except OSError as error:
            raise StoreUnavailable(f"a file could not be written: {error.strerror}") from error


def _sync_folder(folder: Path) -> None:
    """The name of a file is kept by its folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreUnavailable(f"a file could not be read: {error.strerror}") from error


def _delete(path: Path) -> None:
    try:
        with suppress(FileNotFoundError):
            path.unlink()
    except OSError as error:
        raise StoreUnavailable(f"a file could not be deleted: {error.strerror}") from error
