"""Looks through the feed for those who want to be told, each event once, whoever looks."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from recoup_eventstore.clock import Clock
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.postgres.transient import transient_errors
from recoup_service.own_loop import OwnLoop
from webhook.endpoints.domain.endpoint import Endpoint
from webhook.endpoints.domain.wanted import Order, Wanted
from webhook.events.domain.type_filter import types_of

QUERIES = named_queries("webhook.deliveries")
PAGE = 1_000
LOOK_SECONDS = 0.1
"""Between two looks in vain: an event shows once no older transaction is running."""


class Queueing(OwnLoop):
    """Where it has come to is moved in the transaction that queues."""

    name = "queueing"

    def __init__(self, pools: Pools, clock: Clock) -> None:
        super().__init__(idle_seconds=LOOK_SECONDS)
        self._pools = pools
        self._clock = clock

    async def step(self) -> int:
        with transient_errors():
            async with self._pools.worker.acquire() as connection, connection.transaction():
                place = await connection.fetchrow(QUERIES["where_looked"])
                if place is None:  # another process looks
                    return 0
                events = await connection.fetch(QUERIES["next_events"], *place, PAGE)
                if not events:
                    return 0
                await self._queue(connection, events)
                last = events[-1]
                await connection.execute(QUERIES["looked"], last["gen"], last["txid"], last["pos"])
        return len(events)

    async def _queue(self, connection: Connection, events: Sequence[Mapping[str, Any]]) -> None:
        tenants = list({event["tenant"] for event in events})
        endpoints: defaultdict[str, list[tuple[str, Wanted]]] = defaultdict(list)
        for row in await connection.fetch(QUERIES["enabled_endpoints"], tenants):
            wanted = Endpoint.model_validate_json(row["content"]).wanted
            endpoints[row["tenant"]].append((row["id"], wanted))
        now = self._clock.now()
        rows = [
            _row(event, id, None if wanted.order is Order.PER_CUSTOMER else now)
            for event in events
            for id, wanted in _who_wants(event, endpoints[event["tenant"]])
        ]
        if not rows:
            return
        lines = _lines(rows)
        for _, endpoint_id in sorted(lines, key=lambda line: line[1]):
            await connection.execute(QUERIES["lock_line"], endpoint_id)
        await connection.execute(QUERIES["queue"], *zip(*rows, strict=True), now)
        for (tenant, endpoint_id), customers in lines.items():
            await connection.execute(QUERIES["line_up"], tenant, endpoint_id, customers, now)

    async def quiet(self) -> bool:
        with transient_errors():
            return await self._pools.worker.fetchrow(QUERIES["unlooked"]) is None


def _who_wants(
    event: Mapping[str, Any], endpoints: Sequence[tuple[str, Wanted]]
) -> Iterator[tuple[str, Wanted]]:
    for id, wanted in endpoints:
        if event["type"] in _types(wanted.types) and wanted.concerns(
            event["customer_id"], event["creditor_id"], event["agency_id"]
        ):
            yield id, wanted


@lru_cache(maxsize=10_000)
def _types(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(types_of(names))


def _row(event: Mapping[str, Any], endpoint_id: str, due_at: Any) -> tuple[Any, ...]:
    return (
        *(event["tenant"], endpoint_id, event["id"]),
        *(event["gen"], event["txid"], event["pos"]),
        *(event["type"], event["customer_id"] or "", due_at),
    )


def _lines(rows: Sequence[tuple[Any, ...]]) -> Mapping[tuple[str, str], list[str]]:
    """The customers who got something new in each line that is served in order."""
    lines: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for tenant, endpoint_id, *_, customer_id, due_at in rows:
        if due_at is None:
            lines[tenant, endpoint_id].add(customer_id)
    return {line: sorted(customers) for line, customers in lines.items()}
