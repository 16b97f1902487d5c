"""Takes a chunk of a file: its number, its length and its digest must be right."""

import re
from base64 import b64decode
from binascii import Error
from hashlib import sha256

from invoice.imports.api.schemas import chunks_of
from invoice.imports.domain.job import CHUNK_BYTES, Import, ImportState
from invoice.imports.handlers.files import Files
from recoup_service.api.problems import Problem
from recoup_service.api.request_context import RequestContext

_SHA256 = re.compile(r"(?:.*,)?\s*sha-256=:(?P<digest>[A-Za-z0-9+/=]+):\s*(?:,.*)?")


async def take_chunk(context: RequestContext, job: Import, n: int) -> None:
    """Keep it; the same one again changes nothing."""
    assert job.created is not None, "an import that can be found was created"
    if job.state is not ImportState.RECEIVING:
        raise Problem(
            409, "import_started", f"The import is {job.state}; it takes no chunks any more."
        )
    chunks = chunks_of(job.created.size)
    if n >= chunks:
        raise Problem(422, "no_such_chunk", f"The file has {chunks} chunks, from 0 on.")
    length = CHUNK_BYTES if n < chunks - 1 else job.created.size - n * CHUNK_BYTES
    data = await context.request.body()
    if len(data) != length:
        raise Problem(
            422, "wrong_length", f"Chunk {n} has {length} bytes of the file; {len(data)} came."
        )
    _check_digest(context.request.headers.get("Content-Digest"), data)
    stands = await Files(context.ports, context.tenant).put_chunk(
        job.created.sha256, n, data, context.now
    )
    if stands != sha256(data).digest():
        raise Problem(
            409,
            "chunk_differs",
            f"Another chunk {n} of this file is here already, so one of them is wrong. Start the import: "
            "if the file does not have its announced sha256, all chunks are thrown away.",
        )


def _check_digest(header: str | None, data: bytes) -> None:
    if header is None:
        return
    found = _SHA256.fullmatch(header)
    try:
        digest = b64decode(found["digest"], validate=True) if found else None
    except Error:
        digest = None
    if digest is None:
        raise Problem(
            400, "malformed_digest", "Content-Digest is not sha-256=:<base64>:; see RFC 9530."
        )
    if digest != sha256(data).digest():
        raise Problem(
            422,
            "digest_mismatch",
            "The chunk was damaged on its way; nothing was kept. Send it again.",
        )
