"""Keeps the bytes of a document: in chunks until all are here, then as one file."""

from invoice.received_documents.domain.document import Document, DocumentState
from invoice.received_documents.domain.errors import (
    ChunkUnacceptable,
    ContentUnacceptable,
    DocumentRefused,
)
from recoup_events.kernel.ids import TenantId
from recoup_files.chunked import ChunkedFile, WrongChunk, WrongDigest
from recoup_files.sniffing import TYPES, content_type_of
from recoup_files.store import FileStore


class Bytes:
    """Those of one document in the store, by its customer and its digest.

    Each customer has its own, so that forgetting one takes nothing from another.
    """

    def __init__(self, store: FileStore, tenant: TenantId, document: Document) -> None:
        self._document, file = document, document.file
        key = f"{tenant}/{file.customer_id}/{file.sha256}"
        self._file = ChunkedFile(store, key, file.size, file.sha256)

    async def take(self, chunk: int, content: bytes) -> str | None:
        """Keep a chunk; with the last missing one the document is whole, and has a type."""
        document = self._document
        if document.state is not DocumentState.AWAITED:
            raise DocumentRefused(f"The document is {document.state}; announce it again.")
        try:
            whole = await self._file.take(chunk, content)
        except WrongChunk as wrong:
            raise ChunkUnacceptable(str(wrong)) from None
        except WrongDigest as wrong:
            raise ContentUnacceptable(
                f"{wrong} Send all chunks again, or announce what you have.", pointer="/sha256"
            ) from None
        return None if whole is None else await self._whole(whole)

    async def read(self) -> bytes | None:
        """``None`` where the store has lost or damaged it."""
        return await self._file.read()

    async def tidy(self) -> None:
        """The chunks, once the whole is kept."""
        await self._file.tidy()

    async def forget(self) -> None:
        """All of it."""
        await self._file.forget()

    async def _whole(self, content: bytes) -> str:
        """What it is; bytes that are not kept are deleted before anybody is told."""
        content_type = content_type_of(content)
        if content_type is None:
            await self.tidy()
            raise ContentUnacceptable(
                f"The bytes are none of {', '.join(TYPES)}, or are cut off. Send one of those."
            )
        await self._file.keep(content, content_type)
        return content_type
