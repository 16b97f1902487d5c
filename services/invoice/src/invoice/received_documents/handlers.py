"""Keeps the bytes of a document: in chunks until all are here, then as one file."""

from hashlib import sha256

from invoice.received_documents.domain.document import Document, DocumentState
from invoice.received_documents.domain.errors import (
    ChunkUnacceptable,
    ContentUnacceptable,
    DocumentRefused,
)
from recoup_events.kernel.ids import TenantId
from recoup_files.sniffing import TYPES, content_type_of
from recoup_files.store import FileStore

IN_PARTS = "application/octet-stream"


class Bytes:
    """Those of one document in the store, by its customer and its digest.

    Each customer has its own, so that forgetting one takes nothing from another.
    """

    def __init__(self, store: FileStore, tenant: TenantId, document: Document) -> None:
        self._store = store
        self._document = document
        self._key = f"{tenant}/{document.file.customer_id}/{document.file.sha256}"

    async def take(self, chunk: int, content: bytes) -> str | None:
        """Keep a chunk; with the last missing one the document is whole, and has a type."""
        document = self._document
        if document.state is not DocumentState.AWAITED:
            raise DocumentRefused(f"The document is {document.state}; announce it again.")
        if chunk >= document.chunks:
            raise ChunkUnacceptable(
                f"The document has {document.chunks} chunks, from 0 on. Send one of them."
            )
        if len(content) != document.length_of(chunk):
            raise ChunkUnacceptable(
                f"Chunk {chunk} has {document.length_of(chunk)} bytes of the document, and "
                f"{len(content)} came. Send it again."
            )
        await self._store.put(self._part(chunk), content, IN_PARTS)
        parts = await self._parts()
        return None if parts is None else await self._whole(b"".join(parts))

    async def read(self) -> bytes | None:
        """``None`` where the store has lost or damaged it."""
        content = await self._store.get(self._key)
        if content is None or sha256(content).hexdigest() != self._document.file.sha256:
            return None
        return content

    async def tidy(self) -> None:
        """The chunks, once the whole is kept."""
        for chunk in range(self._document.chunks):
            await self._store.delete(self._part(chunk))

    async def forget(self) -> None:
        """All of it."""
        await self._store.delete(self._key)
        await self.tidy()

    def _part(self, chunk: int) -> str:
        return f"{self._key}.{chunk}"

    async def _parts(self) -> list[bytes] | None:
        """``None`` while one is missing; looked for from behind, where the next one comes."""
        parts = []
        for chunk in reversed(range(self._document.chunks)):
            part = await self._store.get(self._part(chunk))
            if part is None:
                return None
            parts.append(part)
        return parts[::-1]

    async def _whole(self, content: bytes) -> str:
        """What it is; bytes that are not kept are deleted before anybody is told."""
        content_type = content_type_of(content)
        if sha256(content).hexdigest() != self._document.file.sha256:
            await self.tidy()
            raise ContentUnacceptable(
                "The bytes do not have the announced sha256. Send all chunks again, or announce what "
                "you have.",
                pointer="/sha256",
            )
        if content_type is None:
            await self.tidy()
            raise ContentUnacceptable(
                f"The bytes are none of {', '.join(TYPES)}, or are cut off. Send one of those."
            )
        await self._store.put(self._key, content, content_type)
        return content_type
