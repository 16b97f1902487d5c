"""Applies events to one build: the rows and the place commit together or not at all.

An event that cannot be applied is parked for that build, and all later ones of its account wait behind it,
unapplied; those of other accounts go on (ADR-0015).
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.registry import encode
from recoup_eventstore.isolation import blames_the_item, detail_of, refuse_flood
from recoup_eventstore.parked import Content, Kind, Parked, Reason, key_of
from recoup_eventstore.ports import OffsetKey, Positioned
from recoup_eventstore.postgres.parking import ParkingStatements
from recoup_eventstore.postgres.read_models.ledger import QUERIES, Build, move, schema_of
from recoup_eventstore.postgres.read_models.pages import Page, Undecoded
from recoup_eventstore.postgres.scope import TenantScope, by_tenant
from recoup_eventstore.projections import Projection, Row

if TYPE_CHECKING:
    from recoup_eventstore.postgres.scope import Connection

log = logging.getLogger(__name__)
Known = Positioned | Undecoded


async def apply(connection: "Connection", projection: Projection, build: Build, page: Page) -> bool:
    """False when another process has moved or removed the build: nothing was applied."""
    events = [event for event in page.events if isinstance(event, Positioned)]
    if len(events) == len(page.events):
        try:
            return await _together(connection, projection, build, page, events)
        except BaseException as error:
            if not blames_the_item(error):
                raise
    return await _one_by_one(connection, projection, build, page)


async def _together(
    connection: "Connection",
    projection: Projection,
    build: Build,
    page: Page,
    events: Sequence[Positioned],
) -> bool:
    async with connection.transaction():
        if not await move(connection, build, page.end):
            return False
        await write_to(connection, projection, build)
        held = await _held(connection, build)
        scope = TenantScope(connection)
        free = [event for event in events if event.envelope.account not in held]
        for tenant, theirs in by_tenant(free, lambda recorded: recorded.envelope.tenant):
            await scope.become(tenant)
            await write(connection, projection, theirs)
    return True


async def _one_by_one(
    connection: "Connection", projection: Projection, build: Build, page: Page
) -> bool:
    async with connection.transaction():
        if not await move(connection, build, page.end):
            return False
        await write_to(connection, projection, build)
        held = await _held(connection, build)
        for event in page.events:
            account = account_of(event)
            if account in held:
                continue
            error = await tried(connection, projection, event)
            if error is not None:
                await park(connection, build, event, error)
                held.add(account)
    return True


async def write_to(connection: "Connection", projection: Projection, build: Build) -> None:
    """Until the transaction ends."""
    await connection.execute(QUERIES["write_to"], schema_of(projection.tables, build.build))


async def write(
    connection: "Connection", projection: Projection, events: Sequence[Positioned]
) -> None:
    """What events of the one tenant that is in scope do to the tables."""
    for sql, rows in projection.statements(events):
        await connection.executemany(sql, rows)
    await _write_gathered(connection, events[0].envelope.tenant, projection.gathered(events))
    if touched := projection.touched(events):
        await connection.execute(QUERIES["touch"], events[0].envelope.tenant, *touched)
    if described := projection.described(events):
        await connection.execute(QUERIES["describe"], events[0].envelope.tenant, *described)


async def _write_gathered(
    connection: "Connection", tenant: TenantId, statements: Sequence[tuple[str, Sequence[Row]]]
) -> None:
    """Planned each time: a plan that was made while the tables were empty would go through all of them."""
    if not statements:
        return
    await connection.execute(QUERIES["plan_by"], "force_custom_plan")
    for sql, columns in statements:
        await connection.execute(sql, tenant, *columns)
    await connection.execute(QUERIES["plan_by"], "auto")


async def tried(
    connection: "Connection", projection: Projection, event: Known
) -> BaseException | None:
    """What kept one event from being applied; then it has changed nothing."""
    if isinstance(event, Undecoded):
        return event.error
    await TenantScope(connection).become(
        event.envelope.tenant
    )  # outside of what may be rolled back
    try:
        async with connection.transaction():
            await write(connection, projection, [event])
    except BaseException as error:
        if not blames_the_item(error):
            raise
        return error
    return None


async def park(connection: "Connection", build: Build, event: Known, error: BaseException) -> None:
    """Of an account that has none parked for this build."""
    parking = ParkingStatements(connection)
    name = f"{build.name}, build {build.build}"
    refuse_flood(name, await parking.count_parked(OffsetKey(build.name, build.build)), error)
    now: datetime = await connection.fetchval("select now()")
    await parking.park([parked_event(build, event, error, now)])
    log.error("an event is set aside for %s", name, exc_info=error)


def parked_event(build: Build, event: Known, error: BaseException, now: datetime) -> Parked:
    account = account_of(event)
    if isinstance(event, Undecoded):
        stream, type, data = event.stream, event.type, event.data
    else:
        envelope = event.envelope
        stream, type = envelope.stream, envelope.event.type
        data = encode(envelope.event)
    return Parked(
        topic=build.name,
        partition=build.build,
        offset=place_of(event),
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


def account_of(event: Known) -> Account:
    return event.stream.account if isinstance(event, Undecoded) else event.envelope.account


def place_of(event: Known) -> int:
    return event.pos if isinstance(event, Undecoded) else event.cursor.pos


async def _held(connection: "Connection", build: Build) -> set[Account]:
    rows = await connection.fetch(QUERIES["held_accounts"], build.name, build.build)
    return {Account(row["tenant"], row["account"]) for row in rows}
