"""What is to be sent now, and with what: claimed in the database, so that no two send the same."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.transient import transient_errors
from webhook.deliveries.senders.sharing import Shares
from webhook.endpoints.domain.endpoint import NOTHING, Endpoint
from webhook.endpoints.domain.secrets import Secret
from webhook.endpoints.domain.vault import Vault
from webhook.endpoints.handlers import opened

QUERIES = named_queries("webhook.deliveries")


class Delivery(NamedTuple):
    """One event to one endpoint."""

    tenant: str
    endpoint_id: str
    event_id: UUID
    type: str
    customer_id: str
    tries: int
    attempts: int
    body: str | None
    """``None`` of an event that was forgotten meanwhile."""
    queued_at: datetime


@dataclass(frozen=True, slots=True)
class Addressee:
    """The endpoint as it is now, and what signs for it."""

    endpoint: Endpoint
    secrets: Sequence[Secret]


Claimed = Sequence[tuple[Delivery, Addressee]]


async def claimed(
    pools: Pools,
    vault: Vault,
    now: datetime,
    shares: Shares,
    held_for: timedelta,
) -> Claimed:
    """Of each endpoint as many as it may have; of all of them their first ones first."""
    busy = (list(shares.room), list(shares.room.values()))
    with transient_errors():
        rows = await pools.worker.fetch(
            QUERIES["claim"], now, *busy, shares.most, held_for, shares.free
        )
        if not rows:
            return []
        named = sorted({(row["tenant"], row["endpoint_id"]) for row in rows})
        asked = tuple(map(list, zip(*named, strict=True)))
        endpoints = await pools.worker.fetch(QUERIES["endpoints"], *asked)
        sealed = await pools.worker.fetch(QUERIES["secrets"], *asked, now)
    known = {row["id"]: Endpoint.model_validate_json(row["content"]) for row in endpoints}
    secrets: defaultdict[str, list[Secret]] = defaultdict(list)
    for row in sealed:
        live = opened(vault, row["tenant"], row["endpoint_id"], row)
        secrets[row["endpoint_id"]].append(live.secret)
    addressees = {id: Addressee(known.get(id, NOTHING), secrets[id]) for _, id in named}
    return [(_delivery(row), addressees[row["endpoint_id"]]) for row in _in_order(rows)]


def _in_order(rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    return sorted(rows, key=lambda row: (row["gen"], row["txid"], row["pos"]))


def _delivery(row: Mapping[str, Any]) -> Delivery:
    names = ("tenant", "endpoint_id", "event_id", "type", "customer_id", "tries", "attempts")
    known = {name: row[name] for name in (*names, "queued_at")}
    return Delivery(**known, body=row["own_body"] or row["body"])
