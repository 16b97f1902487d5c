"""A parameter misspelt is refused like a field misspelt, by every operation there is."""

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from recoup_service.api.query_parameters import MOST_TOLD

NOTHING = "Nothing of this name is known here."


@pytest.mark.parametrize(
    ("sent", "next_step"),
    [
        ("limt", "Did you mean limit?"),
        ("Cursor", "Did you mean cursor?"),
        ("nonsense", "Send one of cursor, limit, or leave it out."),
        ("x" * 5000, "Send one of cursor, limit, or leave it out."),
    ],
)
async def test_a_list_says_what_may_have_been_meant(
    client: AsyncClient, sent: str, next_step: str
) -> None:
    answer = await client.get("/v1/counters", params={sent: "1"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"] == [{"detail": f"query parameter {sent}: {NOTHING} {next_step}"}]


async def test_what_takes_no_parameters_says_so(client: AsyncClient) -> None:
    answer = await client.get("/v1/counters/c?version=2")
    (error,) = answer.json()["errors"]
    assert error["detail"].endswith("This operation takes no query parameters; leave it out.")


async def test_each_unknown_parameter_is_one_mistake(client: AsyncClient) -> None:
    answer = await client.get("/v1/counters?limit=2&a=1&b=2&a=3")
    assert [error["detail"][:19] for error in answer.json()["errors"]] == [
        "query parameter a: ",
        "query parameter b: ",
    ]


async def test_of_thousands_only_the_first_are_told(client: AsyncClient) -> None:
    answer = await client.get("/v1/counters?" + "&".join(f"p{i}=1" for i in range(5000)))
    assert len(answer.json()["errors"]) == MOST_TOLD


async def test_nothing_is_done_when_a_parameter_is_unknown(client: AsyncClient) -> None:
    refused = await client.post("/v1/counters?dry_run=true", json={"id": "c"})
    assert refused.status_code == 422
    assert (await client.get("/v1/counters/c")).status_code == 404


async def test_who_may_not_ask_learns_no_names(app: FastAPI, stranger: AsyncClient) -> None:
    assert (await stranger.get("/v1/counters?nonsense=1")).status_code == 401


async def test_every_route_refuses(app: FastAPI, client: AsyncClient) -> None:
    described = app.openapi()["paths"]
    asked = [(method, path) for path, methods in described.items() for method in methods]
    for method, path in asked:
        answer = await client.request(method, path.replace("{id}", "c") + "?nonsense=1", json={})
        assert answer.status_code == 422, (method, path)
        details = [error["detail"] for error in answer.json()["errors"]]
        assert any("query parameter nonsense" in detail for detail in details), (method, path)
