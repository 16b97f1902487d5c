"""A service is migrated, then served, and counts as ready only when it says so."""

from pathlib import Path

import pytest

from recoup_cli.stack.addresses import Servers
from recoup_cli.stack.errors import StackFailed
from recoup_cli.stack.home import Home
from recoup_cli.stack.part import unwatched
from recoup_cli.stack.service import Service
from recoup_cli.stack.state import State
from recoup_cli.stack.supervisor import Supervisor
from recoup_messaging.kafka.connection import KafkaConnection

SERVERS = Servers(
    postgres="postgresql://root:x@127.0.0.1:5432/postgres",
    kafka=KafkaConnection("127.0.0.1:9092"),
    smtp="smtp://127.0.0.1:25",
    sms="http://127.0.0.1:80",
)
MIGRATES = "Path('migrated').touch()"
CANNOT_MIGRATE = "sys.exit('relation does not exist')"
MAIN = """
import os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

os.chdir(Path(__file__).parent)

class Ready(BaseHTTPRequestHandler):
    def do_GET(self):
        known = self.path == "/readyz" and Path("migrated").exists()
        self.send_response(200 if known else 503)
        self.end_headers()

if sys.argv[1] == "migrate":
    {migrate}
else:
    address = (os.environ["RECOUP_HTTP_HOST"], int(os.environ["RECOUP_ADMIN_PORT"]))
    HTTPServer(address, Ready).serve_forever()
"""


class Scene:
    """A small package that answers as a service does."""

    def __init__(self, folder: Path, migrate: str) -> None:
        package = folder / "small_service"
        package.mkdir()
        (package / "__main__.py").write_text(MAIN.format(migrate=migrate))
        self.home = Home(folder)
        self.home.create()
        self.state = State(clock="2026-01-05T09:00Z@3600x")
        self.service = Service(
            "small_service", lambda: SERVERS, lambda _user: SERVERS.kafka, self.home, self.state
        )
        self.supervisor = Supervisor(self.home, self.state, unwatched)


async def test_a_service_is_ready_once_it_is_migrated_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    scene = Scene(tmp_path, MIGRATES)
    await scene.supervisor.claim(scene.service)
    await scene.supervisor.start(scene.service)
    ready = await scene.service.is_ready()
    await scene.supervisor.stop(scene.service)
    assert ready
    assert not await scene.service.is_ready()


async def test_a_failed_migration_is_shown_and_nothing_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    scene = Scene(tmp_path, CANNOT_MIGRATE)
    await scene.supervisor.claim(scene.service)
    with pytest.raises(StackFailed, match="relation does not exist"):
        await scene.supervisor.start(scene.service)
    assert scene.supervisor.find("small-service") is None


async def test_a_service_learns_where_everything_is_from_its_environment(tmp_path: Path) -> None:
    scene = Scene(tmp_path, MIGRATES)
    await scene.supervisor.claim(scene.service)
    environment = scene.service.environment()
    assert environment["RECOUP_KAFKA"] == SERVERS.kafka.bootstrap
    assert environment["RECOUP_CLOCK"] == "2026-01-05T09:00Z@3600x"
    assert environment["RECOUP_DATABASE"].endswith("@127.0.0.1:5432/recoup_small_service")
    assert "RECOUP_MIGRATE_DATABASE" not in environment
    assert not any("_owner" in value for value in environment.values())
    owner = scene.service.owner_environment()
    assert "recoup_small_service_owner:" in owner["RECOUP_MIGRATE_DATABASE"]
    assert environment["RECOUP_HTTP_PORT"] != environment["RECOUP_ADMIN_PORT"]
