"""Files over HTTP: as answers, to be saved and not shown by a browser, and what is answered without a store."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from starlette.responses import Response

from recoup_service.api.problems import Problem

BINARY = {"schema": {"type": "string", "format": "binary"}}
S = TypeVar("S")


def attachment(content: bytes, content_type: str, name: str, sha256: str) -> Response:
    """The bytes as they came; ``sha256`` in hexadecimal digits."""
    digest = b64encode(bytes.fromhex(sha256)).decode()
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Digest": f"sha-256=:{digest}:",
    }
    return Response(content, media_type=content_type, headers=headers)


def configured(store: S | None, service: str) -> S:
    """What this deployment keeps files in, if it has anything of the kind."""
    if store is None:
        detail = f"This deployment has no store for files. Have RECOUP_FILES set for the {service} service."
        raise Problem(503, "no_file_store", detail)
    return store


@contextmanager
def answers_without(unavailable: type[Exception]) -> Iterator[None]:
    """Whoever asked is told to come again where this is raised."""
    try:
        yield
    except unavailable:
        detail = (
            "The store for files, or what looks for malware in them, does not answer. Nothing was "
            "changed; try again in a minute."
        )
        raise Problem(503, "file_store_unavailable", detail) from None
