"""Announces a file, sends the chunks that are missing, starts it, and follows it to its end."""

import base64
import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
from pydantic_core import from_json
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_random_exponential

from recoup_cli.stack import StackFailed

PATIENCE_SECONDS = 90
POLL_SECONDS = 0.5
READ_BYTES = 1024 * 1024
ENDED = ("completed", "refused", "cancelled")
Progress = Callable[[str], None]


class Away(Exception):
    """The service did not answer, or asked to be asked again."""


class Imports:
    """The API of imports, asked again for as long as one would wait at a keyboard."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def asked(self, method: str, path: str, **request: Any) -> httpx.Response:
        for attempt in Retrying(
            retry=retry_if_exception_type(Away),
            stop=stop_after_delay(PATIENCE_SECONDS),
            wait=wait_random_exponential(multiplier=0.1, max=5),
            reraise=True,
        ):
            with attempt:
                return self._once(method, path, **request)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _once(self, method: str, path: str, **request: Any) -> httpx.Response:
        try:
            answer = self._http.request(method, f"/v1/imports{path}", **request)
        except httpx.TransportError as error:
            raise Away(f"{self._http.base_url} does not answer: {error!r}") from error
        if answer.status_code in (429, 503):
            raise Away(answer.text)
        if answer.is_error:
            raise StackFailed(f"{method} {path or 'import'} was refused: {answer.text}")
        return answer


def digest_of(file: Path) -> str:
    """Read piece by piece."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while piece := opened.read(READ_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def bring(imports: Imports, file: Path, wishes: dict[str, Any], progress: Progress) -> Any:
    """The import at its end; sent again, it goes on where it broke off."""
    about = {"file_name": file.name, "size": file.stat().st_size, "sha256": digest_of(file)}
    job = imports.asked("POST", "", json=about | wishes).json()
    if job["state"] == "receiving":
        _send(imports, file, job, progress)
        job = imports.asked("POST", f"/{job['id']}/start").json()
    shown = ""
    while job["state"] not in ENDED:
        time.sleep(POLL_SECONDS)
        job = imports.asked("GET", f"/{job['id']}").json()
        if (now := _progress_of(job)) != shown:
            progress(shown := now)
    return job


def _send(imports: Imports, file: Path, job: Any, progress: Progress) -> None:
    while missing := imports.asked("GET", f"/{job['id']}/chunks").json()["numbers"]:
        with file.open("rb") as opened:
            for n in missing:
                opened.seek(n * job["chunk_bytes"])
                chunk = opened.read(job["chunk_bytes"])
                digest = base64.b64encode(hashlib.sha256(chunk).digest()).decode()
                headers = {"Content-Digest": f"sha-256=:{digest}:"}
                path = f"/{job['id']}/chunks/{n}"
                imports.asked("PUT", path, content=chunk, headers=headers)
                progress(f"sent: chunk {n + 1} of {job['chunks']}")


def _progress_of(job: Any) -> str:
    counts = job["counts"]
    done = sum(counts.values()) - counts["rows"]
    return f"{job['state']}: {done} of {counts['rows']} rows"


def refused(imports: Imports, id: str) -> Iterator[str]:
    """A sentence for each row that was refused."""
    answer = imports.asked("GET", f"/{id}/rows", params={"outcome": "refused"})
    for line in answer.text.splitlines():
        row = from_json(line)
        place = f"line {row['line']}" if row["line"] else f"row {row['row']}"
        named = [
            f"{each['field'].lstrip('/')}: {each['detail']}"
            if each.get("field")
            else each["detail"]
            for each in row["errors"] or ()
        ]
        yield f"{place}: {'; '.join(named) or row['detail']}"
