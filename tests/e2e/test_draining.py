"""Told to stop under load, a service answers what it has accepted, and does nothing unanswered."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime
from itertools import count

import httpx
import pytest

from recoup_chaos.events import connected, recorded_events
from recoup_cli.stack.databases import database
from recoup_events.invoice import CustomerRegistered
from recoup_testing.e2e_stack import E2eStack, private_stack
from recoup_testing.example_debtor import CUSTOMER
from recoup_testing.loops import eventually

pytestmark = pytest.mark.servers

SERVICE = "invoice"
CLIENTS = 8
ANSWERED_BEFORE = 40
"""So many answers show that the service is under way."""
ONE_CONNECTION_EACH = httpx.Limits(max_keepalive_connections=0)
"""A connection kept alive may be closed while the next request is on its way; nobody can help it."""


def customer(external_id: str) -> Mapping[str, object]:
    return CUSTOMER | {"external_id": external_id}


@pytest.fixture
async def scene() -> AsyncIterator[E2eStack]:
    async with private_stack(datetime(2026, 1, 5, 8, tzinfo=UTC), services=[SERVICE]) as scene:
        yield scene


class Answered:
    """Whom the service said it has registered."""

    def __init__(self) -> None:
        self.ids: set[str] = set()

    async def are_enough(self) -> bool:
        return len(self.ids) >= ANSWERED_BEFORE


async def register_until_refused(
    scene: E2eStack, key: str, numbers: Iterator[int], answered: Answered
) -> None:
    """One after the other, until one is not answered: then the door is closed."""
    url = f"{scene.stack.addresses.services[SERVICE].http}/v1/customers"
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(limits=ONE_CONNECTION_EACH, trust_env=False) as http:
        while True:
            external_id = f"C-{next(numbers)}"
            try:
                answer = await http.post(url, json=customer(external_id), headers=headers)
            except httpx.TransportError:
                return
            assert answer.status_code == httpx.codes.CREATED, answer.text
            answered.ids.add(external_id)


async def recorded(scene: E2eStack) -> set[str]:
    server = scene.stack.addresses.servers.postgres
    async with connected(server, database(SERVICE)) as connection:
        return {
            json.loads(event.data)["external_id"]
            for event in await recorded_events(connection, SERVICE)
            if event.type == CustomerRegistered.type
        }


async def test_who_was_answered_is_recorded_and_nobody_else(scene: E2eStack) -> None:
    erp = await scene.tenant("acme")
    answered, numbers = Answered(), count(1)
    async with asyncio.TaskGroup() as group:
        for _ in range(CLIENTS):
            group.create_task(register_until_refused(scene, erp.key, numbers, answered))
        await eventually(answered.are_enough)
        scene.stack.kill(SERVICE, signal.SIGTERM)

    async def has_ended() -> bool:
        return scene.stack.supervisor.find(SERVICE) is None

    await eventually(has_ended)
    assert await recorded(scene) == answered.ids
