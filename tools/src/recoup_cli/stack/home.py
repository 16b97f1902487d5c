"""Where a stack keeps everything it owns, so that one folder is one stack."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from recoup_cli.stack.errors import StackFailed
from recoup_cli.stack.process import MARK


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one stack."""

    root: Path

    @property
    def state(self) -> Path:
        return self.root / "stack.json"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def kafka_logins(self) -> Path:
        """A file for each user of Kafka; empty where it asks nobody who they are."""
        return self.data / "kafka-logins"

    def mark(self, name: str) -> dict[str, str]:
        """The environment by which a process of this part is known, even if it was never noted."""
        return {MARK: f"{self.root}:{name}"}

    @property
    def clock(self) -> Path:
        return self.root / "clock"

    def create(self) -> None:
        for folder in (self.root, self.logs, self.data):
            folder.mkdir(parents=True, exist_ok=True)
            # As root, PostgreSQL runs as somebody else and must pass through to its data.
            folder.chmod(folder.stat().st_mode | 0o111)
        (self.root / ".gitignore").write_text("*\n")

    def wipe(self) -> None:
        """Forget the stack: its data, its logs, its time and its state."""
        for folder in (self.data, self.logs):
            if folder.exists():
                shutil.rmtree(folder)
        self.state.unlink(missing_ok=True)
        self.clock.unlink(missing_ok=True)


def chosen_home() -> Home:
    """``RECOUP_HOME``, else ``.recoup`` at the root of the repository we stand in."""
    if chosen := os.environ.get("RECOUP_HOME"):
        return Home(Path(chosen).resolve())
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "uv.lock").exists():
            return Home(folder / ".recoup")
    raise StackFailed(
        f"{here} is not inside the Recoup repository: change into it, or set RECOUP_HOME "
        "to the folder the stack shall live in."
    )
