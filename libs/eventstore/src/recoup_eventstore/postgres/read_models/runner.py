"""Lets a service's read model follow its events: the live build, and the one that stands by."""

from collections.abc import Sequence

from recoup_eventstore.polling import PollingLoop
from recoup_eventstore.ports import Cursor, Store
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.read_models.apply import apply
from recoup_eventstore.postgres.read_models.ledger import Build, Status, builds
from recoup_eventstore.postgres.read_models.pages import EVERYTHING, Page, page
from recoup_eventstore.postgres.transient import transient_errors
from recoup_eventstore.projections import Projection

BATCH = 500


class ProjectionRunner(PollingLoop):
    """Asks every time which builds there are, so a rebuild needs to tell nobody of its flip."""

    def __init__(self, store: Store, pools: Pools, projection: Projection) -> None:
        super().__init__()
        self.name = f"projection.{projection.name}"
        self._store = store
        self._pools = pools
        self._projection = projection

    async def quiet(self) -> bool:
        head = await self._store.head()
        return all(head <= build.cursor for build in await self._followed())

    async def step(self) -> int:
        pages: dict[Cursor, Page] = {}
        for build in await self._followed():
            if build.cursor not in pages:
                pages[build.cursor] = await self._page(build.cursor)
            if pages[build.cursor].seen:
                await self._apply(build, pages[build.cursor])
        return sum(page.seen for page in pages.values())

    async def _followed(self) -> Sequence[Build]:
        """Not those under construction, nor those whose tables other code than ours fills."""
        with transient_errors():
            known = await builds(self._pools.worker, self._projection.name)
        return [
            build
            for build in known
            if build.status is not Status.BUILDING and build.shape == self._projection.tables.shape
        ]

    async def _page(self, after: Cursor) -> Page:
        with transient_errors():
            return await page(self._pools.worker, self._projection, after, EVERYTHING, BATCH)

    async def _apply(self, build: Build, found: Page) -> None:
        with transient_errors():
            async with self._pools.app.acquire() as connection:
                await apply(connection, self._projection, build, found)
