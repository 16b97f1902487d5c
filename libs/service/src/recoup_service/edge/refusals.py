"""Why a connection is refused before any route sees it, and the answer it gets."""

from dataclasses import dataclass
from http import HTTPStatus

from recoup_service.api.problems import MEDIA_TYPE, Problem
from recoup_service.ids import new_id


@dataclass(frozen=True, slots=True)
class Refusal:
    """A problem document written by hand, for there is no request yet that could be answered."""

    status: int
    code: str
    detail: str
    retry_after_seconds: int | None = None

    def written(self, request_id: str) -> bytes:
        document = Problem(self.status, self.code, self.detail).document("", request_id)
        body = document.model_dump_json(exclude_none=True).encode()
        headers = {
            "content-type": MEDIA_TYPE,
            "content-length": str(len(body)),
            "cache-control": "no-store",
            "request-id": request_id,
            "connection": "close",
        }
        if self.retry_after_seconds is not None:
            headers["retry-after"] = str(self.retry_after_seconds)
        lines = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + body


def new_request_id() -> str:
    """What a caller quotes who asks for help."""
    return f"req_{new_id().hex}"


MALFORMED = Refusal(
    400, "malformed_request", "This is not an HTTP/1.1 request. Use an HTTP client library."
)
HEADERS_TOO_SLOW = Refusal(
    408, "headers_too_slow", "The headers of the request took too long. Send them at once."
)
BODY_TOO_SLOW = Refusal(
    408, "body_too_slow", "The body of the request came too slowly. Send it again, at once."
)
TARGET_TOO_LONG = Refusal(
    414, "target_too_long", "Path and query are too long. Send fewer or shorter parameters."
)
HEADERS_TOO_LARGE = Refusal(
    431, "headers_too_large", "The headers are too large, or too many. Send fewer of them."
)
TOO_MANY_PIPELINED = Refusal(
    429,
    "too_many_pipelined",
    "Too many requests were sent without waiting for answers. Wait, or open another connection.",
    retry_after_seconds=1,
)
TOO_MANY_CONNECTIONS = Refusal(
    429,
    "too_many_connections",
    "Every connection that you may have is in use. Keep connections alive and use them again.",
    retry_after_seconds=1,
)
OUT_OF_CONNECTIONS = Refusal(
    503,
    "out_of_connections",
    "Every connection is in use. Send the request again after Retry-After seconds.",
    retry_after_seconds=2,
)
EVICTED = Refusal(
    408, "evicted", "The connection waited without a request, and another needed its place."
)
ANSWER_NOT_TAKEN = Refusal(
    408, "answer_not_taken", "The answer was not read, so the connection was cut."
)
"""Never written: whoever does not read would not read this either."""
