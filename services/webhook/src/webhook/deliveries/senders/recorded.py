"""What came of attempts, written for many of them at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic_core import to_json

from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.postgres.transient import transient_errors
from webhook.deliveries.domain.retrying import Answer, Health, Next, Outcome
from webhook.deliveries.senders.claimed import Delivery
from webhook.endpoints.domain.endpoint import Endpoint
from webhook.endpoints.domain.wanted import Order

QUERIES = named_queries("webhook.deliveries")


@dataclass(frozen=True, slots=True)
class Sent:
    """One attempt, or none where there was nothing to try."""

    delivery: Delivery
    endpoint: Endpoint
    next: Next
    at: datetime
    answer: Answer | None = None
    headers: Mapping[str, str] | None = None
    milliseconds: int = 0


Line = tuple[str, str]


async def record(pools: Pools, results: Sequence[Sent], now: datetime) -> Mapping[Line, Health]:
    """All of it or nothing; gives the health of those endpoints that failed."""
    lines: defaultdict[Line, set[str]] = defaultdict(set)
    for sent in results:
        if sent.endpoint.wanted.order is Order.PER_CUSTOMER:
            line = (sent.delivery.tenant, sent.delivery.endpoint_id)
            lines[line].add(sent.delivery.customer_id)
    with transient_errors():
        async with pools.worker.acquire() as connection, connection.transaction():
            for _, endpoint_id in sorted(lines, key=lambda line: line[1]):
                await connection.execute(QUERIES["lock_line"], endpoint_id)
            await connection.execute(QUERIES["finish"], *_columns(map(_finished, results)))
            tried = [sent for sent in results if sent.answer is not None]
            if tried:
                await connection.execute(QUERIES["note_attempts"], *_columns(map(_noted, tried)))
            for (tenant, endpoint_id), customers in lines.items():
                await connection.execute(
                    QUERIES["line_up"], tenant, endpoint_id, sorted(customers), now
                )
            return await _health(connection, tried)


async def _health(connection: Connection, tried: Sequence[Sent]) -> Mapping[Line, Health]:
    """One success clears all failures."""
    named = sorted({(sent.delivery.tenant, sent.delivery.endpoint_id) for sent in tried})
    if not named:
        return {}
    asked = tuple(map(list, zip(*named, strict=True)))
    before = {
        row["endpoint_id"]: Health(row["failing_since"], row["last_failure_at"])
        for row in await connection.fetch(QUERIES["health"], *asked)
    }
    health, failed, succeeded = {}, dict[Line, datetime](), dict[Line, datetime]()
    for line in named:
        health[line] = before.get(line[1], Health())
    for sent in sorted(tried, key=lambda sent: sent.at):
        line = (sent.delivery.tenant, sent.delivery.endpoint_id)
        assert sent.answer is not None, "what was not tried says nothing of an endpoint"
        if sent.answer.outcome is Outcome.RECEIVED:
            health[line] = Health(None, health[line].last_failure_at)
            succeeded[line] = sent.at
        else:
            health[line] = health[line].failed(sent.at)
            failed[line] = sent.at
    rows = [
        (*line, health[line].failing_since, failed.get(line), succeeded.get(line)) for line in named
    ]
    await connection.execute(QUERIES["note_health"], *_columns(rows))
    return {line: health[line] for line in failed if health[line].failing_since is not None}


def _columns(rows: Any) -> Sequence[Sequence[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _finished(sent: Sent) -> tuple[Any, ...]:
    tried = sent.answer is not None
    ended_at = None if sent.next.state == "waiting" else sent.at
    return (
        *(sent.delivery.tenant, sent.delivery.endpoint_id, sent.delivery.event_id),
        *(sent.next.state, sent.next.reason, sent.delivery.tries + tried, int(tried)),
        *(sent.next.due_at, ended_at),
    )


def _noted(sent: Sent) -> tuple[Any, ...]:
    delivery, answer = sent.delivery, sent.answer
    assert answer is not None, "what was not tried is no attempt"
    answered = None if answer.headers is None else to_json(answer.headers).decode()
    return (
        *(delivery.tenant, delivery.endpoint_id, delivery.event_id, delivery.type),
        *(delivery.attempts + 1, sent.at, answer.outcome, answer.status, sent.milliseconds),
        *(answer.detail, sent.endpoint.wanted.url, sent.endpoint.wanted.payload),
        *(to_json(sent.headers).decode(), answered, answer.body),
    )
