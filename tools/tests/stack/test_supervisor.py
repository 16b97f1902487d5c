"""The supervisor, on small processes: what it starts it finds again, and never mistakes."""

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest

from recoup_cli.stack.errors import StackFailed
from recoup_cli.stack.home import Home
from recoup_cli.stack.part import Part, Step
from recoup_cli.stack.process import ProcessId
from recoup_cli.stack.state import State, load
from recoup_cli.stack.supervisor import Supervisor

WAITS = "open({ready!r}, 'w').close(); signal.pause()"
IGNORES = "signal.signal(signal.SIGTERM, signal.SIG_IGN); " + WAITS
FAILS = "sys.exit('no such luck')"


class Script(Part):
    """A part that is a line of Python, and ready once it has made its file."""

    start_patience_seconds = 20.0
    stop_patience_seconds = 0.5

    def __init__(self, code: str, folder: Path) -> None:
        self.name = "script"
        self.port_names = ("script",)
        self.ready = folder / "ready"
        self._code = f"import signal, sys; {code.format(ready=str(self.ready))}"

    @property
    def address(self) -> str:
        return "nowhere"

    def command(self) -> Sequence[str]:
        return [sys.executable, "-c", self._code]

    async def prepare(self) -> None:
        self.ready.unlink(missing_ok=True)

    async def is_ready(self) -> bool:
        return self.ready.exists()


class Scene:
    def __init__(self, folder: Path) -> None:
        self.home = Home(folder)
        self.home.create()
        self.steps: list[Step] = []
        self.state = State()
        self.supervisor = Supervisor(self.home, self.state, self.watch)

    def watch(self, name: str, step: Step) -> None:
        self.steps.append(step)

    def again(self) -> Supervisor:
        """What another command on the same home sees."""
        return Supervisor(self.home, load(self.home.state), self.watch)

    def living(self) -> psutil.Process:
        found = self.supervisor.find("script")
        assert found is not None
        return found


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


async def test_a_started_part_is_found_by_the_next_command(scene: Scene) -> None:
    part = Script(WAITS, scene.home.root)
    await scene.supervisor.start(part)
    found = scene.again().find("script")
    await scene.again().stop(part)
    assert found is not None
    assert scene.supervisor.find("script") is None


async def test_a_part_that_runs_is_not_started_twice(scene: Scene) -> None:
    part = Script(WAITS, scene.home.root)
    await scene.supervisor.start(part)
    first = scene.living().pid
    await scene.again().start(part)
    second = scene.living().pid
    await scene.supervisor.stop(part)
    assert second == first


async def test_a_part_that_stops_when_asked_is_not_killed(scene: Scene) -> None:
    part = Script(WAITS, scene.home.root)
    await scene.supervisor.start(part)
    await scene.supervisor.stop(part)
    assert scene.steps[-2:] == [Step.STOPPING, Step.STOPPED]


async def test_a_part_that_will_not_stop_is_killed_and_said_to_be(scene: Scene) -> None:
    part = Script(IGNORES, scene.home.root)
    await scene.supervisor.start(part)
    await scene.supervisor.stop(part)
    assert scene.supervisor.find("script") is None
    assert scene.steps[-1] == Step.KILLED


async def test_a_killed_part_starts_again(scene: Scene) -> None:
    part = Script(WAITS, scene.home.root)
    await scene.supervisor.start(part)
    first = scene.living()
    scene.supervisor.signal("script", signal.SIGKILL)
    first.wait(timeout=10)
    await scene.supervisor.start(part)
    second = scene.living()
    await scene.supervisor.stop(part)
    assert second != first


async def test_a_part_that_ends_at_its_start_shows_its_log(scene: Scene) -> None:
    with pytest.raises(StackFailed, match="no such luck"):
        await scene.supervisor.start(Script(FAILS, scene.home.root))


async def test_a_pid_that_now_belongs_to_another_process_is_left_alone(scene: Scene) -> None:
    scene.state.running["script"] = ProcessId(pid=os.getpid(), started=1.0)
    assert scene.supervisor.find("script") is None
    await scene.supervisor.stop(Script(WAITS, scene.home.root))
    with pytest.raises(StackFailed, match="not running"):
        scene.supervisor.signal("script", signal.SIGKILL)


async def test_a_process_nobody_wrote_down_is_ended_before_its_part_starts(scene: Scene) -> None:
    part = Script(WAITS, scene.home.root)
    await scene.supervisor.start(part)
    forgotten = scene.living()
    scene.state.running.clear()
    await scene.supervisor.claim(part)
    assert not forgotten.is_running() or forgotten.status() == psutil.STATUS_ZOMBIE


async def test_a_part_that_runs_keeps_its_ports(scene: Scene) -> None:
    part = Script(WAITS, scene.home.root)
    await scene.supervisor.claim(part)
    promised = scene.state.port("script")
    await scene.supervisor.start(part)
    moved = await scene.supervisor.claim(part)
    await scene.supervisor.stop(part)
    assert not moved
    assert scene.state.port("script") == promised
