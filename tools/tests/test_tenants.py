"""`recoup tenants` says what the API says, in words."""

import httpx
import pytest
from typer.testing import CliRunner

from recoup_cli import tenants
from recoup_cli.stack import StackFailed

HERE = ["--api", "http://recoup/v1", "--key", "rk_test_1_2"]
SHOWN = {
    "id": "acme",
    "name": "Acme GmbH",
    "state": "suspended",
    "reason": "Unpaid.",
    "limits": {"requests_per_second": 5, "burst": 50},
    "created_at": "2026-01-05T09:00:00Z",
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """What was sent; the second page of the list is its last one."""
    sent: list[tuple[str, str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append((request.method, request.url.path, request.content.decode()))
        if request.method == "GET":
            last = "cursor" in request.url.params
            page = {"data": [SHOWN], "has_more": not last, "next_cursor": None if last else "c"}
            return httpx.Response(200, json=page)
        if request.url.path.endswith("/gone/suspension"):
            problem = {"Content-Type": "application/problem+json"}
            detail = {"detail": "There is no tenant gone; check the id."}
            return httpx.Response(404, json=detail, headers=problem)
        return httpx.Response(201, json={**SHOWN, "key": {"secret": "rk_live_secret"}})

    client = httpx.Client
    transport = httpx.MockTransport(answer)
    monkeypatch.setattr(
        httpx, "Client", lambda **given: client(**{**given, "transport": transport})
    )
    return sent


def test_opening_prints_the_first_key_and_nothing_else(asked: list[tuple[str, str, str]]) -> None:
    said = CliRunner().invoke(tenants.app, ["open", "acme", "--name", "Acme GmbH", *HERE])
    assert said.output == "rk_live_secret\n"
    [(method, path, body)] = asked
    assert (method, path) == ("POST", "/v1/tenants")
    assert body == '{"id":"acme","name":"Acme GmbH","limits":null}'


def test_the_list_goes_on_to_its_last_page(asked: list[tuple[str, str, str]]) -> None:
    said = CliRunner().invoke(tenants.app, ["list", *HERE])
    assert said.output.count("acme") == len(asked) == 2
    assert "5/s, 50 at once" in said.output


def test_a_refusal_is_said_in_its_own_words(asked: list[tuple[str, str, str]]) -> None:
    said = CliRunner().invoke(tenants.app, ["suspend", "gone", "--reason", "Unpaid.", *HERE])
    assert isinstance(said.exception, StackFailed)
    assert str(said.exception) == "There is no tenant gone; check the id."
    assert asked
