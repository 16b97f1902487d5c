"""`recoup seed` and `recoup republish` as they are typed, around small services on real servers."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from aiokafka.admin import AIOKafkaAdminClient
from typer.testing import CliRunner, Result

from recoup_cli.main import app
from recoup_cli.stack import Stack, StackFailed, temporary_stack
from recoup_cli.stack.databases import database
from recoup_events.kernel.topics import OWNERS, topic_owned_by
from recoup_eventstore.postgres.connector import connected

pytestmark = pytest.mark.servers
SEEDED = "workflow_scheduler"
TOPIC = topic_owned_by("invoice")
PARTITIONS = 3
MAIN = """
import json, os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

here = Path(__file__).parent
with (here / "calls").open("a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")

class Ready(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

if sys.argv[1] == "serve":
    address = (os.environ["RECOUP_HTTP_HOST"], int(os.environ["RECOUP_ADMIN_PORT"]))
    HTTPServer(address, Ready).serve_forever()
if sys.argv[1] == "seed":
    sys.exit(int((here / "code").read_text()))
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """A stack whose services only note what they are told."""

    stack: Stack
    packages: Path

    def calls(self, package: str) -> list[list[str]]:
        """What it was told since this was last asked."""
        file = self.packages / package / "calls"
        lines = file.read_text().splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return [json.loads(line) for line in lines]

    def living(self) -> dict[str, psutil.Process]:
        stack = Stack(self.stack.home.root)
        found = {part.package: stack.supervisor.find(part.name) for part in stack.parts.services}
        return {package: process for package, process in found.items() if process is not None}

    def seeding_gives(self, code: int) -> None:
        (self.packages / SEEDED / "code").write_text(str(code))

    async def lose_the_database(self) -> None:
        async with connected(self.stack.addresses.servers.postgres) as connection:
            await connection.execute(f"drop database {database(SEEDED)}")

    async def typed(self, *words: str) -> Result:
        """The command runs loops of its own, as it does in a shell."""
        for package in OWNERS:
            self.calls(package)
        return await asyncio.to_thread(CliRunner().invoke, app, words)

    def feeds(self) -> Sequence[str]:
        others = self.stack.addresses.services.items()
        return [f"{owner}={place.admin}" for owner, place in others if owner != SEEDED]


@pytest.fixture(scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    packages = tmp_path_factory.mktemp("packages")
    for owner in OWNERS:
        (packages / owner).mkdir()
        (packages / owner / "__init__.py").touch()
        (packages / owner / "__main__.py").write_text(MAIN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(packages))
        async with temporary_stack(partitions=PARTITIONS) as stack:
            patch.setenv("RECOUP_HOME", str(stack.home.root))
            yield Scene(stack, packages)


async def test_a_lost_database_is_made_and_seeded_before_its_service_runs(scene: Scene) -> None:
    await scene.lose_the_database()
    before = scene.living()
    scene.seeding_gives(0)
    result = await scene.typed("seed", "workflow-scheduler")
    assert result.exit_code == 0, result.output
    assert scene.calls(SEEDED) == [["migrate"], ["seed", *scene.feeds()], ["serve"]]
    after = scene.living()
    assert [owner for owner in OWNERS if before[owner] != after[owner]] == [SEEDED]
    async with connected(scene.stack.addresses.services[SEEDED].database) as connection:
        assert await connection.fetchval("select current_database()") == database(SEEDED)


async def test_a_service_that_is_not_seeded_stays_stopped_until_it_is(scene: Scene) -> None:
    scene.seeding_gives(2)
    result = await scene.typed("seed", "workflow-scheduler")
    assert result.exit_code == 2
    assert "workflow-scheduler is not seeded and stays stopped" in result.stdout
    assert SEEDED not in scene.living()
    scene.seeding_gives(0)
    assert (await scene.typed("seed", SEEDED)).exit_code == 0
    assert SEEDED in scene.living()


async def test_what_is_no_service_is_not_seeded_and_nobody_stops(scene: Scene) -> None:
    before = scene.living()
    refused = (await scene.typed("seed", "kafka")).exception
    assert isinstance(refused, StackFailed)
    assert "the services are invoice, workflow-scheduler" in str(refused)
    assert scene.living() == before


async def test_lost_topics_are_made_as_they_were_and_everything_is_published_again(
    scene: Scene,
) -> None:
    client = AIOKafkaAdminClient(**scene.stack.addresses.servers.kafka.arguments())
    await client.start()
    await client.delete_topics([TOPIC])
    result = await scene.typed("republish")
    assert result.exit_code == 0, result.output
    for owner in OWNERS:
        assert scene.calls(owner) == [["migrate"], ["republish"], ["serve"]]
    assert scene.living().keys() == set(OWNERS)
    [topic] = await client.describe_topics([TOPIC])
    assert len(topic["partitions"]) == PARTITIONS
    await client.close()


async def test_a_stopped_stack_is_started_around_the_service_that_is_seeded(scene: Scene) -> None:
    await scene.stack.stop()
    scene.seeding_gives(0)
    result = await scene.typed("seed", "workflow-scheduler")
    assert result.exit_code == 0, result.output
    assert scene.calls(SEEDED) == [["migrate"], ["seed", *scene.feeds()], ["serve"]]
    assert scene.living().keys() == set(OWNERS)
