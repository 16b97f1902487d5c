from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient

JSON = {"Content-Type": "application/json"}
MOST = 1000


async def _dripping(chunks: int) -> AsyncIterator[bytes]:
    yield b'{"id": "'
    for _ in range(chunks):
        yield b"c" * 100
    yield b'"}'


async def test_a_body_of_unannounced_size_is_cut_off(client: AsyncClient) -> None:
    answer = await client.post("/v1/counters", content=_dripping(10), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_a_small_body_in_pieces_is_read(client: AsyncClient) -> None:
    answer = await client.post("/v1/counters", content=_dripping(9), headers=JSON)
    assert answer.status_code == 201


@pytest.mark.parametrize(("size", "status"), [(MOST, 201), (MOST + 1, 413)])
async def test_the_largest_body_is_read_and_one_byte_more_is_not(
    client: AsyncClient, size: int, status: int
) -> None:
    body = b'{"id": "c"}'.ljust(size)
    answer = await client.post("/v1/counters", content=body, headers=JSON)
    assert answer.status_code == status


async def test_an_announced_size_is_believed_before_anything_is_read(
    stranger: AsyncClient,
) -> None:
    async def never() -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    headers = {**JSON, "Content-Length": str(MOST + 1)}
    answer = await stranger.post("/v1/counters", content=never(), headers=headers)
    assert answer.status_code == 413


async def test_a_nonsense_size_is_refused(client: AsyncClient) -> None:
    headers = {**JSON, "Content-Length": "-1"}
    answer = await client.post("/v1/counters", content=b"{}", headers=headers)
    assert answer.status_code == 413
