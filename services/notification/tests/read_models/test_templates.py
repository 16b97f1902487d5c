"""Templates are listed, and every version that was published can be read for ever."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

pytestmark = pytest.mark.servers
Follow = Callable[[], Awaitable[None]]


async def publish(ops: AsyncClient, name: str, text: str) -> dict[str, Any]:
    texts = {"en": {"subject": "{{ what }}: {{ total }}", "text": text}}
    draft = await ops.post(
        "/v1/templates", json={"category": "email", "name": name, "texts": texts}
    )
    match = {"If-Match": draft.headers["ETag"]}
    path = f"/v1/templates/{draft.json()['id']}/publication"
    shown: dict[str, Any] = (await ops.post(path, headers=match)).json()
    return shown


async def test_each_version_keeps_its_words(ops: AsyncClient, follow: Follow) -> None:
    first = "{{ salutation }}\n\nThe first words.\n\n{{ statement }}"
    second = "{{ salutation }}\n\nOther words.\n\n{{ statement }}"
    await publish(ops, "our_own", first)
    own = await publish(ops, "our_own", second)
    assert own["version"] == 2
    await publish(ops, "another", first)
    await follow()
    listed = (await ops.get("/v1/templates")).json()["data"]
    assert [(row["name"], row["state"], row["version"]) for row in listed] == [
        ("another", "published", 1),
        ("our_own", "published", 2),
    ]
    path = f"/v1/templates/{own['id']}/versions"
    texts = [
        (await ops.get(f"{path}/{n}")).json()["content"]["texts"]["en"]["text"] for n in (1, 2)
    ]
    assert texts == [first, second]
    assert (await ops.get(f"{path}/3")).status_code == 404
    assert (await ops.get("/v1/templates", params={"state": "retired"})).json()["data"] == []
