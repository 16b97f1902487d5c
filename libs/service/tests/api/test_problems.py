from collections.abc import Awaitable, Callable

import pytest
from httpx import AsyncClient

from recoup_events.kernel.refusals import Missing, Refused, Unacceptable
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.errors import (
    KeyReused,
    ReadOnly,
    RequestRunning,
    StreamConflict,
    Unavailable,
)
from recoup_service.api.pointers import json_pointer
from recoup_service.api.translation import problem_of

JSON = {"Content-Type": "application/json"}
SECRET = "jane@example.com owes 12 EUR"


@pytest.mark.parametrize(
    ("error", "status", "code", "retry"),
    [
        (Refused("no"), 409, "refused", False),
        (Missing("no"), 404, "not_found", False),
        (Unacceptable("no"), 422, "unacceptable", False),
        (StreamConflict(), 409, "write_conflict", True),
        (RequestRunning("k"), 409, "request_running", True),
        (KeyReused("k"), 422, "idempotency_key_reused", False),
        (Unavailable("db"), 503, "unavailable", True),
        (ReadOnly("db"), 503, "read_only", True),
        (ZeroDivisionError(), 500, "internal_error", False),
    ],
)
def test_every_error_has_one_status_and_one_code(
    error: Exception, status: int, code: str, retry: bool
) -> None:
    problem = problem_of(error)
    assert (problem.status_code, problem.code) == (status, code)
    assert ("Retry-After" in (problem.headers or {})) is retry


async def test_a_problem_has_every_member_of_rfc_9457_and_ours(client: AsyncClient) -> None:
    answer = await client.get("/v1/counters/none")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem == {
        "type": "urn:recoup:problem:not_found",
        "title": "Not found",
        "status": 404,
        "detail": problem["detail"],
        "instance": "/v1/counters/none",
        "code": "not_found",
        "request_id": answer.headers["Request-Id"],
    }
    assert "check the id" in problem["detail"]


async def test_a_refusal_says_why_and_where(client: AsyncClient) -> None:
    answer = await client.post("/v1/counters", json={"id": "c", "by": 1_000_001})
    assert (answer.status_code, answer.json()["code"]) == (409, "too_high")
    assert answer.json()["errors"] == [{"detail": "a counter ends at 1000000", "pointer": "/by"}]


async def test_every_mistake_in_a_body_is_pointed_at(client: AsyncClient) -> None:
    answer = await client.post("/v1/counters", json={"by": 0})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/id", "/by"}


async def test_a_wrong_query_parameter_is_named(client: AsyncClient) -> None:
    [error] = (await client.get("/v1/counters", params={"limit": 1001})).json()["errors"]
    assert error["detail"].startswith("query parameter limit: ")


@pytest.mark.parametrize(
    ("content", "headers", "status", "code"),
    [
        (b"{", JSON, 400, "malformed_json"),
        (b"\xff", JSON, 400, "malformed_body"),
        (b"[" * 900, JSON, 400, "malformed_json"),
        (b"id=c", {"Content-Type": "application/x-www-form-urlencoded"}, 415, None),
        (b'{"id": "c"}', {}, 415, None),
        (b"x" * 1001, JSON, 413, "body_too_large"),
        (b"", JSON, 422, "invalid_request"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(
    client: AsyncClient, content: bytes, headers: dict[str, str], status: int, code: str | None
) -> None:
    answer = await client.post("/v1/counters", content=content, headers=headers)
    assert answer.status_code == status
    assert answer.json()["code"] == (code or "unsupported_media_type")


async def test_a_path_nobody_serves_and_a_method_nobody_takes(client: AsyncClient) -> None:
    lost = await client.get("/v1/none")
    assert (lost.status_code, lost.json()["code"]) == (404, "no_such_path")
    wrong = await client.delete("/v1/counters")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    assert "POST" in wrong.headers["Allow"]


async def test_a_bug_tells_the_caller_nothing(
    client: AsyncClient, command_runner: CommandRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(_decision: Callable[[object], Awaitable[object]]) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(command_runner, "decide", explode)
    answer = await client.post("/v1/counters", json={"id": "c"})
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert SECRET not in answer.text
    assert answer.headers["Request-Id"] == answer.json()["request_id"]


def test_pointers_leave_out_what_is_not_in_the_body() -> None:
    body = {"lines": [{"how": "post"}], "a/b": {"c~d": 1}}
    assert json_pointer(["lines", 0, "letter", "street"], body) == "/lines/0/street"
    assert json_pointer(["a/b", "c~d"], body) == "/a~1b/c~0d"
    assert json_pointer([], body) == ""
