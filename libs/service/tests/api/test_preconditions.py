import pytest
from httpx import AsyncClient

STEPS = "/v1/counters/c/steps"


@pytest.fixture(autouse=True)
async def _counter(client: AsyncClient) -> None:
    await client.post("/v1/counters", json={"id": "c"})


async def test_a_change_needs_the_version_it_was_decided_on(client: AsyncClient) -> None:
    answer = await client.post(STEPS, json={"by": 1})
    assert (answer.status_code, answer.json()["code"]) == (428, "if_match_required")


@pytest.mark.parametrize("tag", ['"2"', 'W/"1"', '"01"', "1", '""', "nonsense"])
async def test_another_version_is_refused_with_the_present_one(
    client: AsyncClient, tag: str
) -> None:
    answer = await client.post(STEPS, json={"by": 1}, headers={"If-Match": tag})
    assert (answer.status_code, answer.json()["code"]) == (412, "version_mismatch")
    assert answer.headers["ETag"] == '"1"'


@pytest.mark.parametrize("tag", ['"1"', '"7", "1"', "*"])
async def test_the_present_version_is_changed(client: AsyncClient, tag: str) -> None:
    answer = await client.post(STEPS, json={"by": 1}, headers={"If-Match": tag})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')


async def test_of_two_changes_of_one_version_one_wins(client: AsyncClient) -> None:
    headers = {"If-Match": '"1"'}
    first = await client.post(STEPS, json={"by": 1}, headers=headers)
    second = await client.post(STEPS, json={"by": 1}, headers=headers)
    assert (first.status_code, second.status_code) == (200, 412)
