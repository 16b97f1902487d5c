"""Applies facts to one build: the rows and the place commit together or not at all.

A fact that cannot be applied is parked for that build, and all later ones of its account wait behind it,
unapplied; those of other accounts go on (ADR-0015).
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from recoup_events.envelope import Account
from recoup_events.registry import encode
from recoup_eventstore.isolation import blames_the_item, detail_of, refuse_flood
from recoup_eventstore.parked import Content, Kind, Parked, Reason, key_of
from recoup_eventstore.ports import OffsetKey, Positioned
from recoup_eventstore.postgres.parking import ParkingStatements
from recoup_eventstore.postgres.read_models.ledger import QUERIES, Build, move, schema_of
from recoup_eventstore.postgres.read_models.pages import Page, Undecoded
from recoup_eventstore.postgres.scope import TenantScope, by_tenant
from recoup_eventstore.projections import Projection

if TYPE_CHECKING:
    from recoup_eventstore.postgres.scope import Connection

log = logging.getLogger(__name__)
Known = Positioned | Undecoded


async def apply(connection: "Connection", projection: Projection, build: Build, page: Page) -> bool:
    """False when another process has moved or removed the build: nothing was applied."""
    facts = [fact for fact in page.facts if isinstance(fact, Positioned)]
    if len(facts) == len(page.facts):
        try:
            return await _together(connection, projection, build, page, facts)
        except BaseException as error:
            if not blames_the_item(error):
                raise
    return await _one_by_one(connection, projection, build, page)


async def _together(
    connection: "Connection",
    projection: Projection,
    build: Build,
    page: Page,
    facts: Sequence[Positioned],
) -> bool:
    async with connection.transaction():
        if not await move(connection, build, page.end):
            return False
        await write_to(connection, projection, build)
        held = await _held(connection, build)
        scope = TenantScope(connection)
        free = [fact for fact in facts if fact.envelope.account not in held]
        for tenant, theirs in by_tenant(free, lambda said: said.envelope.tenant):
            await scope.become(tenant)
            for sql, rows in projection.statements(theirs):
                await connection.executemany(sql, rows)
    return True


async def _one_by_one(
    connection: "Connection", projection: Projection, build: Build, page: Page
) -> bool:
    async with connection.transaction():
        if not await move(connection, build, page.end):
            return False
        await write_to(connection, projection, build)
        held = await _held(connection, build)
        for fact in page.facts:
            account = account_of(fact)
            if account in held:
                continue
            error = await tried(connection, projection, fact)
            if error is not None:
                await park(connection, build, fact, error)
                held.add(account)
    return True


async def write_to(connection: "Connection", projection: Projection, build: Build) -> None:
    """Until the transaction ends."""
    await connection.execute(QUERIES["write_to"], schema_of(projection.tables, build.build))


async def tried(
    connection: "Connection", projection: Projection, fact: Known
) -> BaseException | None:
    """What kept one fact from being applied; then it has changed nothing."""
    if isinstance(fact, Undecoded):
        return fact.error
    await TenantScope(connection).become(fact.envelope.tenant)  # outside of what may be rolled back
    try:
        async with connection.transaction():
            for sql, rows in projection.statements([fact]):
                await connection.executemany(sql, rows)
    except BaseException as error:
        if not blames_the_item(error):
            raise
        return error
    return None


async def park(connection: "Connection", build: Build, fact: Known, error: BaseException) -> None:
    """Of an account that has none parked for this build."""
    parking = ParkingStatements(connection)
    name = f"{build.name}, build {build.build}"
    refuse_flood(name, await parking.count_parked(OffsetKey(build.name, build.build)), error)
    now: datetime = await connection.fetchval("select now()")
    await parking.park([parked_event(build, fact, error, now)])
    log.error("an event is set aside for %s", name, exc_info=error)


def parked_event(build: Build, fact: Known, error: BaseException, now: datetime) -> Parked:
    account = account_of(fact)
    if isinstance(fact, Undecoded):
        stream, type, data = fact.stream, fact.type, fact.data
    else:
        envelope = fact.envelope
        stream, type = envelope.stream, envelope.fact.type
        data = encode(envelope.fact)
    return Parked(
        topic=build.name,
        partition=build.build,
        offset=place_of(fact),
        key=key_of(account),
        content=Content([("stream", stream.name.encode())], data.encode()),
        reason=Reason.FAILED,
        detail=detail_of(error),
        parked_at=now,
        type=type,
        tenant=account.tenant,
        kind=Kind.EVENT,
        stream=stream,
    )


def account_of(fact: Known) -> Account:
    return fact.stream.account if isinstance(fact, Undecoded) else fact.envelope.account


def place_of(fact: Known) -> int:
    return fact.pos if isinstance(fact, Undecoded) else fact.cursor.pos


async def _held(connection: "Connection", build: Build) -> set[Account]:
    rows = await connection.fetch(QUERIES["held_accounts"], build.name, build.build)
    return {Account(row["tenant"], row["account"]) for row in rows}
