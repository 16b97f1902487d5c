"""The short scenes, played on a real stack in every run of the tests; how fast is asked elsewhere."""

import asyncio
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.servers
SECONDS = "1.5"


async def test_the_short_scenes_do_no_harm(tmp_path: Path) -> None:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "recoup_attack", "--quick", "--untimed"),
        *("--seconds", SECONDS, "--home", str(tmp_path / "attacked")),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await child.communicate()
    assert child.returncode == 0, told.decode()
