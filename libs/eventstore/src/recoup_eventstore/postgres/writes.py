"""What ``store.write`` takes: rows as JSON, cheaper to send than columns.

Documents, of which a consumer writes one for each received event, come as columns of JSON: PostgreSQL takes these
apart in two thirds of the time.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic_core import to_json

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.ports import Changes, Document, DocumentKey, Remembered, TimerKey
from recoup_eventstore.postgres.rows import slot_of
from recoup_eventstore.sizes import encoded

NO_DOCUMENTS = (None,) * 5


def tenants(changes: Changes) -> Collection[TenantId]:
    """Whose rows change; each tenant is written for separately."""
    found = {envelope.tenant for envelope in changes.events}
    found.update(key.stream.account.tenant for key in changes.timers)
    found.update(key.account.tenant for key in changes.documents)
    if changes.answer is not None:
        found.add(changes.answer.tenant)
    return sorted(found)


def arguments(tenant: TenantId, changes: Changes) -> tuple[Any, ...]:
    """One tenant's part, ``None`` for what does not change."""
    events = [envelope for envelope in changes.events if envelope.tenant == tenant]
    timers = {k: at for k, at in changes.timers.items() if k.stream.account.tenant == tenant}
    documents = {k: kept for k, kept in changes.documents.items() if k.account.tenant == tenant}
    return (
        tenant,
        list({envelope.account.key for envelope in events}),
        _array(_event(e, changes.encoded.get(e.id)) for e in events) if events else None,
        _timers(timers) if timers else None,
        *(_columns(documents) if documents else NO_DOCUMENTS),
        _answer(changes.answer),
    )


def rows_by_statement(changes: Changes) -> Mapping[tuple[TenantId, str], Sequence[Any]]:
    """The rows of a service's own tables, as many at once as one statement may write."""
    found: defaultdict[tuple[TenantId, str], list[Any]] = defaultdict(list)
    for row in changes.rows:
        found[row.tenant, row.statement].append(row.values)
    return found


def as_json(value: object) -> str:
    return to_json(value).decode()


def _array(rows: Iterable[str]) -> str:
    return "[" + ",".join(rows) + "]"


def _event(e: Envelope[Event], data: str | None) -> str:
    cause = e.cause
    heading = as_json(
        {
            "account": e.account.key,
            "category": e.stream.category,
            "stream": e.stream.name,
            "version": e.version,
            "id": e.id,
            "type": e.event.type,
            "slot": slot_of(e.account),
            "public": e.event.owner is not None,
            "at": cause.at,
            "actor": cause.actor,
            "correlation_id": cause.correlation_id,
            "causation_id": cause.causation_id,
            "traceparent": cause.traceparent,
        }
    )
    return f'{heading[:-1]},"data":{data or encoded(e)}}}'


def _timers(timers: Mapping[TimerKey, datetime | None]) -> str:
    return as_json(
        [
            {
                "account": key.stream.account.key,
                "category": key.stream.category,
                "stream": key.stream.name,
                "name": key.name,
                "due_at": due_at,
            }
            for key, due_at in timers.items()
        ]
    )


def _columns(documents: Mapping[DocumentKey, Document]) -> Sequence[str | None]:
    places = [document.place for document in documents.values()]
    return (
        as_json([key.account.key for key in documents]),
        as_json([key.view for key in documents]),
        as_json([key.id for key in documents]),
        _array(document.content for document in documents.values()),
        as_json(places) if any(places) else None,
    )


def _answer(answer: Remembered | None) -> tuple[Any, ...] | None:
    if answer is None:
        return None
    response = answer.response
    headers = json.dumps(dict(response.headers))
    return (
        *(answer.tenant, answer.key, response.fingerprint, response.status, headers),
        *(response.body, answer.expires_at),
    )
