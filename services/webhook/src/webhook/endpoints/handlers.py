"""Where an endpoint's secrets are sealed, opened and sealed anew."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from recoup_events.kernel.envelope import Stream
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.transient import transient_errors
from recoup_eventstore.row_writes import RowWrite
from recoup_service.own_loop import OwnLoop
from webhook.endpoints.domain.secrets import Secret
from webhook.endpoints.domain.vault import NONCE_BYTES, Vault
from webhook.endpoints.domain.wanted import Signature

WRITES = named_queries("webhook.endpoints", "writes.sql")
READS = named_queries("webhook.endpoints")
RandomBytes = Callable[[int], bytes]


class LiveSecret(NamedTuple):
    """One that signs now."""

    id: str
    secret: Secret
    created_at: datetime
    ends_at: datetime | None


def sealed(
    vault: Vault, stream: Stream, id: str, secret: Secret, nonce: bytes, at: datetime
) -> RowWrite:
    """To be kept with the event that speaks of it."""
    tenant = stream.account.tenant
    box = vault.seal(secret.key, _of(tenant, stream.id, id), nonce)
    values = (tenant, stream.id, id, secret.signature, vault.key_id, box, at)
    return RowWrite(tenant, WRITES["keep_secret"], values)


def ended(stream: Stream, but: str, until: datetime) -> RowWrite:
    """All others of the endpoint sign until then."""
    tenant = stream.account.tenant
    return RowWrite(tenant, WRITES["end_secrets"], (tenant, stream.id, but, until))


def forgotten(stream: Stream) -> RowWrite:
    tenant = stream.account.tenant
    return RowWrite(tenant, WRITES["forget_secrets"], (tenant, stream.id))


def opened(vault: Vault, tenant: str, endpoint_id: str, row: Mapping[str, Any]) -> LiveSecret:
    """What a row holds; raises ``Unsealable``."""
    key = vault.open(row["sealed"], row["key_id"], _of(tenant, endpoint_id, row["id"]))
    secret = Secret(Signature(row["signature"]), key)
    return LiveSecret(row["id"], secret, row["created_at"], row["ends_at"])


def _of(tenant: str, endpoint_id: str, id: str) -> str:
    return f"{tenant}\x1f{endpoint_id}\x1f{id}"


class Resealing(OwnLoop):
    """Seals with the newest key what was sealed with an older one, so that it can be taken away."""

    name = "resealing"

    def __init__(self, pools: Pools, vault: Vault, random_bytes: RandomBytes) -> None:
        super().__init__(idle_seconds=60)
        self._pools = pools
        self._vault = vault
        self._random_bytes = random_bytes

    async def step(self) -> int:
        vault = self._vault
        with transient_errors():
            rows = await self._pools.worker.fetch(READS["sealed_otherwise"], vault.key_id)
            await self._pools.worker.executemany(READS["seal"], [self._anew(row) for row in rows])
        return len(rows)

    def _anew(self, row: Mapping[str, Any]) -> Sequence[Any]:
        of = _of(row["tenant"], row["endpoint_id"], row["id"])
        plain = self._vault.open(row["sealed"], row["key_id"], of)
        box = self._vault.seal(plain, of, self._random_bytes(NONCE_BYTES))
        key = (row["tenant"], row["endpoint_id"], row["id"])
        return (*key, self._vault.key_id, box, row["key_id"])

    async def quiet(self) -> bool:
        return True
