"""What a decision answers with, and the bytes it becomes; kept bytes are given again unchanged."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pydantic import BaseModel
from starlette.responses import Response

from recoup_eventstore.ports import StoredResponse
from recoup_service.api.preconditions import etag


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of a command, for the one who sent it."""

    status: int
    body: BaseModel
    version: int | None = None
    """The version of the thing after the command; becomes its ``ETag``."""
    location: str | None = None
    """Where what was created can be found."""

    def stored(self, fingerprint: bytes) -> StoredResponse:
        headers = {"Content-Type": "application/json"}
        if self.version is not None:
            headers["ETag"] = etag(self.version)
        if self.location is not None:
            headers["Location"] = self.location
        body = self.body.model_dump_json(by_alias=True).encode()
        return StoredResponse(fingerprint, self.status, headers, body)

    def response(self) -> Response:
        """The HTTP response for an answer that nobody keeps."""
        return given(self.stored(b""))


def given(stored: StoredResponse, extra: Mapping[str, str] = MappingProxyType({})) -> Response:
    """The HTTP response for a kept answer."""
    return Response(stored.body, stored.status, {**stored.headers, **extra})
