"""Files and rows of imports in PostgreSQL; never more of them in memory than is asked for."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from asyncpg import Record

from invoice.imports.domain.job import CHUNK_BYTES, Turn
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection
from recoup_service.api.request_context import NoReadModels, Ports

SQL = named_queries("invoice.imports", "queries.sql")


class Staged(NamedTuple):
    """A row as it is kept; with an outcome it is not put any more."""

    row: int
    line: int | None
    location: str | None
    kind: str
    rank: int
    account: str
    turn: str
    identity: int
    external_id: str | None
    body: str
    outcome: str | None = None
    code: str | None = None
    detail: str | None = None
    errors: str | None = None


class RowOutcome(NamedTuple):
    row: int
    outcome: str
    id: str | None
    code: str | None
    detail: str | None
    errors: str | None


@dataclass(frozen=True, slots=True)
class Files:
    """One tenant's."""

    ports: Ports
    tenant: TenantId

    def _writing(self) -> AbstractAsyncContextManager[Connection]:
        if self.ports.writing is None:
            raise NoReadModels("files of imports are kept in PostgreSQL; give a `writing`")
        return self.ports.writing(self.tenant)

    def _reading(self) -> AbstractAsyncContextManager[Connection]:
        if self.ports.reading is None:
            raise NoReadModels("files of imports are kept in PostgreSQL; give a `reading`")
        return self.ports.reading(self.tenant)

    async def put_chunk(self, file: str, n: int, data: bytes, now: datetime) -> bytes:
        """The digest of the chunk that stands at this place."""
        digest = sha256(data).digest()
        async with self._writing() as connection:
            await connection.execute(SQL["put_chunk"], self.tenant, file, n, digest, data, now)
            stands: bytes = await connection.fetchval(SQL["has_chunk"], file, n)
        return stands

    async def chunks_here(self, file: str) -> Sequence[int]:
        async with self._reading() as connection:
            return [row["n"] for row in await connection.fetch(SQL["chunks_here"], file)]

    async def chunks(self, file: str, first: int = 0) -> AsyncIterator[bytes]:
        """One after the other, each read by itself."""
        while True:
            found = await self.read(file, first * CHUNK_BYTES, CHUNK_BYTES)
            if not found:
                return
            yield found
            first += 1

    async def read(self, file: str, offset: int, length: int) -> bytes:
        """A part of a file; shorter at its end."""
        first, skip = divmod(offset, CHUNK_BYTES)
        count = -(-(skip + length) // CHUNK_BYTES)
        async with self._reading() as connection:
            rows = await connection.fetch(SQL["read_chunks"], file, first, count)
        return b"".join(row["data"] for row in rows)[skip : skip + length]

    async def drop(self, file: str) -> None:
        async with self._writing() as connection:
            await connection.execute(SQL["drop_file"], file)

    async def stage(self, import_id: str, behind: int, rows: Sequence[Staged]) -> Sequence[str]:
        """Keep what was read behind a row, in the place of what was; the outcomes of repeated ones."""
        columns = [list(column) for column in zip(*rows, strict=True)] if rows else []
        async with self._writing() as connection:
            await connection.execute(SQL["forget_rows"], import_id, behind)
            if not rows:
                return []
            await connection.execute(SQL["stage"], self.tenant, import_id, *columns)
            found = await connection.fetch(SQL["repeated"], import_id, behind)
            repeated = [_repeated(**row) for row in found]
            await _record(connection, import_id, repeated)
        return [row.outcome for row in repeated]

    async def next_rows(self, import_id: str, turn: Turn, most: int) -> Sequence[Record]:
        async with self._reading() as connection:
            return await connection.fetch(
                SQL["next_rows"], import_id, turn.rank, turn.account, turn.row, most
            )

    async def next_accounts(
        self, import_id: str, behind: str, most: int, rows_at_most: int
    ) -> Sequence[str]:
        """Some whole accounts; one at least."""
        async with self._reading() as connection:
            rows = await connection.fetch(
                SQL["next_accounts"], import_id, behind, most, rows_at_most
            )
        return [row["account"] for row in rows]

    async def rows_of(self, import_id: str, accounts: Sequence[str]) -> Sequence[Record]:
        async with self._reading() as connection:
            return await connection.fetch(SQL["rows_of_accounts"], import_id, list(accounts))

    async def record(self, import_id: str, outcomes: Sequence[RowOutcome]) -> None:
        async with self._writing() as connection:
            await _record(connection, import_id, outcomes)

    async def not_in_file(
        self, import_id: str, creditor_id: str, behind: str, most: int
    ) -> Sequence[Record]:
        async with self._reading() as connection:
            return await connection.fetch(SQL["not_in_file"], import_id, creditor_id, behind, most)

    async def counted(self, import_id: str) -> dict[str, int]:
        async with self._reading() as connection:
            rows = await connection.fetch(SQL["count_outcomes"], import_id)
        return {row["outcome"]: row["count"] for row in rows}

    async def outcomes(
        self, import_id: str, behind: int, outcome: str | None, most: int
    ) -> Sequence[Any]:
        async with self._reading() as connection:
            return await connection.fetch(SQL["list_outcomes"], import_id, behind, outcome, most)


async def _record(connection: Connection, import_id: str, outcomes: Sequence[RowOutcome]) -> None:
    if outcomes:
        columns = [list(column) for column in zip(*outcomes, strict=True)]
        await connection.execute(SQL["record_outcomes"], import_id, *columns)


def _repeated(row: int, first: int, line: int | None, *, same: bool) -> RowOutcome:
    """The first row of an identity stands; the same once more changes nothing, another one is refused."""
    where = f"Row {first}" if line is None else f"Row {first} (line {line})"
    if same:
        detail = f"{where} is the same; it counts once."
        return RowOutcome(row, "unchanged", None, None, detail, None)
    detail = f"{where} has the same external_id and says something else; send each once."
    return RowOutcome(row, "refused", None, "repeated", detail, None)
