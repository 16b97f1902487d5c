from typing import Any

import pytest
from httpx import AsyncClient

from recoup_service.api.problems import ProblemDocument

OPERATIONS = [
    ("post", "/v1/counters", "counters:write"),
    ("post", "/v1/counters/{id}/steps", "counters:write"),
    ("get", "/v1/counters/{id}", "counters:read"),
    ("get", "/v1/counters", "counters:read"),
]
HEADERS = {
    ("post", "/v1/counters"): {"Idempotency-Key"},
    ("post", "/v1/counters/{id}/steps"): {"Idempotency-Key", "If-Match"},
    ("get", "/v1/counters/{id}"): set(),
    ("get", "/v1/counters"): set(),
}


@pytest.fixture
async def description(stranger: AsyncClient) -> dict[str, Any]:
    described: dict[str, Any] = (await stranger.get("/openapi.json")).json()
    return described


def test_the_description_is_openapi_3_1(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.1")
    assert "Idempotency-Key" in description["info"]["description"]


@pytest.mark.parametrize(("method", "path", "scope"), OPERATIONS)
def test_every_operation_names_its_scope_and_its_problems(
    description: dict[str, Any], method: str, path: str, scope: str
) -> None:
    operation = description["paths"][path][method]
    assert operation["security"] == [{"api_key": []}, {"user": []}]
    assert operation["description"].endswith(f"Needs the scope `{scope}`.")
    for status, response in operation["responses"].items():
        if not status.startswith(("2", "3")):
            assert response == {"$ref": f"#/components/responses/Problem{status}"}
    assert {"401", "403", "404", "422", "503"} <= operation["responses"].keys()
    assert ("409" in operation["responses"]) is (method == "post")


def test_what_is_made_cannot_have_changed_before(description: dict[str, Any]) -> None:
    made = description["paths"]["/v1/counters"]["post"]["responses"].keys()
    changed = description["paths"]["/v1/counters/{id}/steps"]["post"]["responses"].keys()
    assert changed - made == {"200", "412", "428"}
    assert {"409", "413", "415", "422"} <= made & changed


def test_only_changes_take_the_headers_of_changes(description: dict[str, Any]) -> None:
    for method, path, _ in OPERATIONS:
        parameters = description["paths"][path][method].get("parameters", [])
        headers = {p["name"] for p in parameters if p["in"] == "header"}
        assert headers == HEADERS[method, path]


def test_problems_are_problem_json_and_fastapis_own_are_gone(description: dict[str, Any]) -> None:
    components = description["components"]
    for name, response in components["responses"].items():
        if name == "NotModified":
            continue
        assert list(response["content"]) == ["application/problem+json"]
        example = response["content"]["application/problem+json"]["example"]
        assert ProblemDocument.model_validate(example).detail == response["description"]
    assert "HTTPValidationError" not in str(description)
    assert {"Problem", "Mistake"} <= components["schemas"].keys()


async def test_the_docs_page_takes_nothing_from_elsewhere(stranger: AsyncClient) -> None:
    assert (await stranger.get("/docs")).headers["Location"] == "docs/"
    page = await stranger.get("/docs/")
    assert "http:" not in page.text
    assert "https:" not in page.text
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    for asset in ("assets/swagger-ui-bundle.js", "assets/swagger-ui.css", "show.js"):
        assert asset in page.text
        assert (await stranger.get(f"/docs/{asset}")).status_code == 200
