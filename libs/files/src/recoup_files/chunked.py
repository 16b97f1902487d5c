"""A file that comes in chunks: kept one by one until all are here, then checked as one."""

from hashlib import sha256
from typing import NamedTuple

from recoup_files.store import FileStore

CHUNK_BYTES = 512 * 1024
IN_PARTS = "application/octet-stream"


class WrongChunk(Exception):
    """It is no chunk of the file; the message says what would be."""


class WrongDigest(Exception):
    """All chunks together are not the file that was announced; they are deleted."""


class ChunkedFile(NamedTuple):
    """One file in the store, by its key, with the size and digest that were announced."""

    store: FileStore
    key: str
    size: int
    sha256: str

    @property
    def chunks(self) -> int:
        return -(-self.size // CHUNK_BYTES)

    def length_of(self, chunk: int) -> int:
        return min(CHUNK_BYTES, self.size - chunk * CHUNK_BYTES)

    async def take(self, chunk: int, content: bytes) -> bytes | None:
        """Keep a chunk; with the last missing one it gives the whole, which is still to be kept."""
        if chunk >= self.chunks:
            raise WrongChunk(f"The file has {self.chunks} chunks, from 0 on. Send one of them.")
        if len(content) != self.length_of(chunk):
            raise WrongChunk(
                f"Chunk {chunk} has {self.length_of(chunk)} bytes of the file, and {len(content)} "
                "came. Send it again."
            )
        await self.store.put(self._part(chunk), content, IN_PARTS)
        parts = []
        for nth in reversed(range(self.chunks)):  # from behind, where the next one comes
            part = await self.store.get(self._part(nth))
            if part is None:
                return None
            parts.append(part)
        whole = b"".join(reversed(parts))
        if sha256(whole).hexdigest() != self.sha256:
            await self.tidy()
            raise WrongDigest("The bytes do not have the announced sha256.")
        return whole

    async def keep(self, content: bytes, content_type: str) -> None:
        await self.store.put(self.key, content, content_type)

    async def read(self) -> bytes | None:
        """``None`` where the store has lost or damaged it."""
        content = await self.store.get(self.key)
        if content is None or sha256(content).hexdigest() != self.sha256:
            return None
        return content

    async def tidy(self) -> None:
        """Delete the chunks."""
        for chunk in range(self.chunks):
            await self.store.delete(self._part(chunk))

    async def forget(self) -> None:
        """All of it."""
        await self.store.delete(self.key)
        await self.tidy()

    def _part(self, chunk: int) -> str:
        return f"{self.key}.{chunk}"
