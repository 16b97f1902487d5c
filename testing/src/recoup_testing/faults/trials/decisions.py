"""Requests under idempotency keys: whoever got no answer asks again, and is counted once."""

from collections.abc import Mapping, Sequence

from httpx import AsyncClient

from recoup_testing import sample_service
from recoup_testing.clients import NOWHERE, client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import Counted
from recoup_testing.fake_subscriber import ACME, NOON
from recoup_testing.faults.fold import assert_folded, recorded_by
from recoup_testing.faults.line import Line
from recoup_testing.faults.place import Place
from recoup_testing.loops import eventually

REQUESTS: Sequence[tuple[str, Mapping[str, str | int]]] = [
    ("", {"id": "cus_1", "by": 1, "alarm": NOON.isoformat()}),
    ("/cus_1/steps", {"by": 2}),
    ("", {"id": "cus_2", "by": 3}),
    ("/cus_1/steps", {"by": 4}),
]
PASSING = {"request_running", "unavailable"}
"""Answers that say: ask again."""


class Deciding:
    """The whole way of a request through the code."""

    needs_topic = False
    packages = ()

    async def given(self, at: Place) -> None:
        """Nobody has asked for anything."""

    async def work(self, at: Place, line: Line) -> None:
        async with (
            at.command_runner(line) as command_runner,
            client_of(
                sample_service.build(NOWHERE),
                command_runner,
                TurnedClock(NOON),
                ACME,
                ["counters:write"],
            ) as client,
        ):
            for number in range(len(REQUESTS)):
                await _ask(client, number)

    async def then(self, at: Place) -> None:
        async with at.command_runner() as command_runner:
            recorded = await recorded_by(command_runner)
            await assert_folded(command_runner)
        counts = [e.event.by for e in recorded if isinstance(e.event, Counted)]
        assert counts == [request["by"] for _, request in REQUESTS]


async def _ask(client: AsyncClient, number: int) -> None:
    """Ask until there is an answer, as a client does whose connection was lost."""
    path, body = REQUESTS[number]
    headers = {"Idempotency-Key": f"request-{number}", "If-Match": "*"}

    async def answered() -> bool:
        answer = await client.post(f"/v1/counters{path}", json=body, headers=headers)
        assert answer.is_success or answer.json()["code"] in PASSING, answer.text
        return answer.is_success

    await eventually(answered)
