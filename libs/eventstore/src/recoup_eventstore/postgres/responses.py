"""Answers kept for idempotent requests, written in the transaction of what they answer."""

import json
from datetime import datetime

from recoup_events.ids import TenantId
from recoup_eventstore.errors import RequestRunning
from recoup_eventstore.ports import StoredResponse
from recoup_eventstore.postgres.scope import QUERIES, TenantScope


class ResponseStatements(TenantScope):
    """Recall and remember; see ``StoreTransaction``."""

    async def recall(self, tenant: TenantId, key: str) -> StoredResponse | None:
        await self.become(tenant)
        if not await self._connection.fetchval(QUERIES["own_request"], tenant, key):
            raise RequestRunning(key)
        row = await self._connection.fetchrow(QUERIES["recall"], tenant, key)
        if row is None:
            return None
        return StoredResponse(
            fingerprint=row["fingerprint"],
            status=row["status"],
            headers=json.loads(row["headers"]),
            body=row["body"],
        )

    async def remember(
        self, tenant: TenantId, key: str, response: StoredResponse, expires_at: datetime
    ) -> None:
        await self.become(tenant)
        await self._connection.execute(
            QUERIES["remember"],
            tenant,
            key,
            response.fingerprint,
            response.status,
            json.dumps(dict(response.headers)),
            response.body,
            expires_at,
        )
