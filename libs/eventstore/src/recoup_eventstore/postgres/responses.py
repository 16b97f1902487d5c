"""Answers kept for idempotent requests; one request at a time works under a key."""

import json

from recoup_events.kernel.ids import TenantId
from recoup_eventstore.errors import RequestRunning
from recoup_eventstore.ports import StoredResponse
from recoup_eventstore.postgres.scope import QUERIES, TenantScope


class ResponseStatements(TenantScope):
    """Recall; see ``StoreTransaction``."""

    async def recall(self, tenant: TenantId, key: str) -> StoredResponse | None:
        [row] = await self._connection.fetch(QUERIES["recall"], tenant, key)
        self._tenant = tenant
        if not row["owned"]:
            raise RequestRunning(key)
        if row["fingerprint"] is None:
            return None
        return StoredResponse(
            fingerprint=row["fingerprint"],
            status=row["status"],
            headers=json.loads(row["headers"]),
            body=row["body"],
        )
