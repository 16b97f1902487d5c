"""A second PostgreSQL that follows the first, and can take its place."""

import shutil

from recoup_cli.stack import accounts, process
from recoup_cli.stack.home import Home
from recoup_cli.stack.postgres import PROGRAMS, SUPERUSER, Postgres
from recoup_cli.stack.state import State
from recoup_eventstore.postgres.connector import connected

_STREAMING = "select exists (select from pg_stat_replication where sync_state = 'sync')"
_FOLLOWED = ("alter system set synchronous_standby_names = '*'", "select pg_reload_conf()")


class Standby(Postgres):
    """Nothing is acknowledged that it does not have, so nothing is lost when it takes over."""

    name = "postgres-standby"
    folder = "postgres.standby"
    port_names = ("postgres standby",)

    def __init__(self, home: Home, state: State, primary: Postgres) -> None:
        super().__init__(home, state)
        self._primary = primary

    async def prepare(self) -> None:
        """Copy the primary as it is now, whatever is left of an earlier copy."""
        accounts.empty(self._folder, self.account)
        port = self._state.port(self._primary.port_names[0])
        where = ["--host=127.0.0.1", f"--port={port}", f"--username={SUPERUSER}"]
        how = ["--checkpoint=fast", "--wal-method=stream", "--write-recovery-conf"]
        command = [str(PROGRAMS / "pg_basebackup"), f"--pgdata={self._folder}", *where, *how]
        secret = {"PGPASSWORD": self._state.secret(SUPERUSER)}
        await process.run(command, {**secret, **self._mark}, self._log, self.account)

    async def is_ready(self) -> bool:
        """It has all that the primary has, and will have all that the primary acknowledges."""
        if not await super().is_ready():
            return False
        async with connected(self._primary.address) as connection:
            for statement in _FOLLOWED:
                await connection.execute(statement)
            return bool(await connection.fetchval(_STREAMING))

    async def promote(self) -> None:
        """Take over; the primary must be dead."""
        async with connected(self.address) as connection:
            await connection.fetchval("select pg_promote(wait => true)")

    def replace_primary(self) -> None:
        """Become the primary's data, once both have stopped."""
        shutil.rmtree(self._primary.data)
        self._folder.rename(self._primary.data)
