"""Receipts of letters that were signed for: the provider's own statement, kept by its digest."""

from hashlib import sha256

from recoup_events.kernel.ids import TenantId
from recoup_files.store import FileStore


async def kept(store: FileStore | None, tenant: TenantId, statement: bytes) -> str | None:
    """Its digest; ``None`` where a deployment keeps no files."""
    if store is None:
        return None
    digest = sha256(statement).hexdigest()
    await store.put(f"receipts/{tenant}/{digest}", statement, "text/plain")
    return digest
