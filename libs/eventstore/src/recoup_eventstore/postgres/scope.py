"""A connection in a transaction, and which tenant's rows it may see."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from recoup_events.kernel.ids import TenantId
from recoup_eventstore.postgres.queries import named_queries

T = TypeVar("T")
QUERIES = named_queries("recoup_eventstore.postgres")
if TYPE_CHECKING:  # generic in their stubs, not at run time
    from asyncpg import Connection as Plain
    from asyncpg.pool import PoolConnectionProxy as Pooled

Connection: TypeAlias = "Plain[Any] | Pooled[Any]"


class TenantScope:
    """Row-level security shows one tenant at a time, and none before one is named."""

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._tenant: TenantId | None = None

    async def become(self, tenant: TenantId) -> None:
        """See and write this tenant's rows from here on."""
        if tenant != self._tenant:
            await self._connection.execute(QUERIES["begin_tenant"], tenant)
            self._tenant = tenant


def by_tenant(
    things: Iterable[T], tenant_of: Callable[[T], TenantId]
) -> Iterator[tuple[TenantId, list[T]]]:
    """Groups of things of one tenant; the order within a group is kept."""
    groups: defaultdict[TenantId, list[T]] = defaultdict(list)
    for thing in things:
        groups[tenant_of(thing)].append(thing)
    yield from sorted(groups.items())
