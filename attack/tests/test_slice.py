"""The short scenes, played on a real stack in every run of the tests; how fast is asked elsewhere."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

pytestmark = pytest.mark.servers
SECONDS = "1.5"


@pytest.fixture
def home() -> Iterator[Path]:
    """PostgreSQL may run as somebody else, who must be able to pass."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        yield Path(folder, "attacked")


async def test_the_short_scenes_do_no_harm(home: Path) -> None:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "recoup_attack", "--quick", "--untimed"),
        *("--seconds", SECONDS, "--home", str(home)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await child.communicate()
    assert child.returncode == 0, told.decode()
