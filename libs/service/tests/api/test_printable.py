import pytest
from httpx import AsyncClient

PATHS = [
    "/v1/counters/a%00b",
    "/v1/counters/%0A",
    "/v1/counters/a%7F/steps",
    "/v1/counters?cursor=%00",
    "/v1/counters?limit=2&after%1F=1",
    "/%00",
]


@pytest.mark.parametrize("path", PATHS)
async def test_control_characters_are_refused_wherever_they_stand(
    client: AsyncClient, path: str
) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (400, "control_character")
    assert "exactly as you got them" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/v1/counters/caf%C3%A9", "/v1/counters/a+b%20c%2B+%25"])
async def test_any_other_character_may_stand_in_an_id(client: AsyncClient, path: str) -> None:
    assert (await client.get(path)).json()["code"] == "not_found"
