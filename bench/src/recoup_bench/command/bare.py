"""``python -m recoup_bench.command.bare <dsn>``: the same command by hand, on FastAPI and asyncpg."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest
from time import monotonic
from typing import Annotated, Any
from uuid import UUID, uuid4

import asyncpg
import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException, Request, Response
from pydantic import BaseModel

from recoup_bench.command.process import HOST, main, until_told_to_stop

KEY = "select tenant, secret_sha256, scopes from service.api_key where id = $1"
KEEP = "insert into store.response values ($1, $2, $3, 201, '{}', $4, $5) on conflict do nothing"
KEPT = "select fingerprint, body from store.response where tenant = $1 and key = $2"
KNOWN = "select 1 from store.event where tenant = $1 and stream = $2"
EVENT = """
insert into store.event (gen, tenant, account, category, stream, version, id, type, slot, public, at,
                        actor, correlation_id, data)
values (1, $1, $2, 'customer', $3, 1, $4, 'customer.registered.v1', 0, true, $5, 'bench', $6, $7)
"""
FRESH_SECONDS = 1.0


class NewCustomer(BaseModel):
    external_id: str
    name: str
    kind: str
    country: str
    time_zone: str
    language: str


class Customer(NewCustomer):
    id: str


class Keys:
    """Each is asked for again after a second, as ours are."""

    def __init__(self, pool: "asyncpg.Pool[Any]") -> None:
        self._pool = pool
        self._found: dict[str, tuple[float, Any]] = {}

    async def tenant(self, authorization: Annotated[str, Header()]) -> str:
        id, secret = authorization.split("_")[2:]
        found_at, key = self._found.get(id, (-FRESH_SECONDS, None))
        if monotonic() - found_at >= FRESH_SECONDS:
            key = await self._pool.fetchrow(KEY, id)
            self._found[id] = (monotonic(), key)
        digest = sha256(secret.encode()).digest()
        if key is None or not compare_digest(key["secret_sha256"], digest):
            raise HTTPException(401)
        if "customers:write" not in key["scopes"]:
            raise HTTPException(403)
        return str(key["tenant"])


async def register(
    connection: Any, tenant: str, key: str, fingerprint: bytes, body: NewCustomer
) -> bytes:
    """One transaction: the answer under its key, the look whether it exists, the event."""
    now = datetime.now(UTC)
    id = f"cus_{sha256(f'{tenant} {body.external_id}'.encode()).hexdigest()[:32]}"
    answer = Customer(id=id, **dict(body)).model_dump_json().encode()
    async with connection.transaction():
        kept = await connection.execute(KEEP, tenant, key, fingerprint, answer, now)
        if kept == "INSERT 0 0":
            row = await connection.fetchrow(KEPT, tenant, key)
            if row["fingerprint"] != fingerprint:
                raise HTTPException(422)
            return bytes(row["body"])
        if await connection.fetchval(KNOWN, tenant, f"customer-{id}"):
            raise HTTPException(409)
        text = body.model_dump_json()
        await connection.execute(
            EVENT, tenant, id, f"customer-{id}", uuid4(), now, UUID(int=1), text
        )
    return answer


@asynccontextmanager
async def bare_uvicorn(app: FastAPI) -> AsyncIterator[int]:
    """As it comes, but without its log of requests."""
    server = uvicorn.Server(
        uvicorn.Config(app, host=HOST, port=0, log_config=None, ws="none", access_log=False)
    )
    subscriptions = server.config.bind_socket()
    running = asyncio.create_task(server.serve(sockets=[subscriptions]))
    yield int(subscriptions.getsockname()[1])
    server.should_exit = True
    await running


async def serve(dsn: str) -> None:
    app = FastAPI()
    async with asyncpg.create_pool(dsn, min_size=8, max_size=8) as pool:
        keys = Keys(pool)

        @app.post("/v1/customers", status_code=201)
        async def route(
            body: NewCustomer,
            request: Request,
            tenant: Annotated[str, Depends(keys.tenant)],
            idempotency_key: Annotated[str, Header()],
        ) -> Response:
            fingerprint = sha256(await request.body()).digest()
            async with pool.acquire() as connection:
                answer = await register(connection, tenant, idempotency_key, fingerprint, body)
            return Response(answer, 201, media_type="application/json")

        await until_told_to_stop(bare_uvicorn(app))


if __name__ == "__main__":
    main(serve)
