"""`recoup import`: what broke off goes on where it was."""

import hashlib
import json
from pathlib import Path
from typing import Any

import httpx

from recoup_cli.importing.sending import Imports, bring, refused

DATA = b"x" * 250
ROW = {
    "row": 2,
    "line": 3,
    "detail": "Correct it.",
    "errors": [{"field": "Total", "detail": "expected a number"}],
}


class Service:
    """Takes chunks of a hundred bytes, has the first one already, and is away now and then."""

    def __init__(self) -> None:
        self.chunks = {0: DATA[:100]}
        self.away = 1
        self.announced: dict[str, Any] = {}
        self.state = "receiving"

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.away:
            self.away -= 1
            return httpx.Response(503, text="not now")
        path = request.url.path.removeprefix("/v1/imports")
        if path.endswith("/rows"):
            return httpx.Response(200, text=json.dumps(ROW) + "\n")
        if path.endswith("/chunks"):
            return httpx.Response(200, json={"numbers": sorted({0, 1, 2} - self.chunks.keys())})
        if request.method == "PUT":
            self.chunks[int(path.rpartition("/")[2])] = request.content
            return httpx.Response(204)
        if not path:
            self.announced = json.loads(request.content)
        if path.endswith("/start"):
            self.state = "completed"
        counts = {"rows": 3, "created": 2, "refused": 1}
        shown = {"id": "imp_1", "state": self.state, "chunk_bytes": 100, "chunks": 3}
        return httpx.Response(200, json=shown | {"counts": counts, "reason": None})


def test_only_what_is_missing_is_sent_and_the_file_arrives_whole(tmp_path: Path) -> None:
    file, service, lines = tmp_path / "invoices.ndjson", Service(), list[str]()
    file.write_bytes(DATA)
    with httpx.Client(base_url="http://api", transport=httpx.MockTransport(service)) as http:
        job = bring(Imports(http), file, {"format": "ndjson", "kind": "invoice"}, lines.append)

    assert job["state"] == "completed"
    assert b"".join(service.chunks[n] for n in range(3)) == DATA
    assert service.announced["sha256"] == hashlib.sha256(DATA).hexdigest()
    assert lines == ["sent: chunk 2 of 3", "sent: chunk 3 of 3"]


def test_a_row_that_was_refused_is_told_by_line_and_column() -> None:
    service = Service()
    with httpx.Client(base_url="http://api", transport=httpx.MockTransport(service)) as http:
        assert list(refused(Imports(http), "imp_1")) == ["line 3: Total: expected a number"]
