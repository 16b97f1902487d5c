"""``python -m recoup_bench.command.ours <dsn>``: the invoice service's API, without its loops."""

import invoice.main
from invoice.settings import InvoiceSettings
from recoup_bench.command.process import HOST, main, until_told_to_stop
from recoup_cli.services import NOWHERE
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.api.keyring import CachedKeyRing, PostgresKeyRing
from recoup_service.api.reading import reading_from
from recoup_service.clock import SystemClock
from recoup_service.ids import new_id
from recoup_service.observability import logs
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.server import serving

UNLIMITED = {"max_requests_per_key_per_second": 1_000_000}
"""One key asks for all."""


async def serve(dsn: str) -> None:
    logs.configure("invoice")
    service = invoice.main.build(InvoiceSettings.model_validate({**NOWHERE, **UNLIMITED}))
    async with open_pools(dsn, name="bench") as pools:
        http = HttpMetrics()
        app = service.app(
            service.command_runner(PostgresStore(pools), new_id),
            SystemClock(),
            CachedKeyRing(PostgresKeyRing(pools.worker)),
            reading_from(pools),
            http=http,
        )
        await until_told_to_stop(serving(app, HOST, 0, service.settings, http.refused))


if __name__ == "__main__":
    main(serve)
