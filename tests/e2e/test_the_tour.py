"""A tour does what it says: a shell runs its commands as they stand there, one after the other."""

import asyncio
import os
import re
from asyncio.subprocess import PIPE, STDOUT, Process, create_subprocess_exec
from pathlib import Path

import pytest

from recoup_cli.stack import temporary_stack

pytestmark = pytest.mark.servers

ROOT = Path(__file__).parents[2]
SCENE = re.compile(
    r"^```sh\n(?P<typed>.*?)^```$(?:\n\n^```text\n(?P<seen>.*?)^```$)?", re.DOTALL | re.MULTILINE
)
"""What is typed, and what is then seen."""
TOURS = ["README.md", "docs/tutorials/python-client.md", "docs/how-to/connect-an-agency.md"]
TOURS += ["docs/how-to/integrate-your-erp.md", "docs/how-to/receive-webhooks.md"]
LONGER = ["docs/operations/parked.md", "docs/how-to/load-a-live-ledger.md"]
LONGER += ["docs/how-to/import-e-invoices.md"]
"""What they show is tested without a shell as well; `make tours` follows them, too."""
if os.environ.get("RECOUP_TOURS") == "all":
    TOURS += LONGER
THE_STACKS_OWN = ".recoup"
END = "--- the end of a scene ---"
PATIENCE_SECONDS = 120


def stand_in_for_the_root(home: Path) -> Path:
    """The repository as a newcomer finds it, but with the stack in ``home``."""
    root = home / "root"
    root.mkdir()
    (root / THE_STACKS_OWN).symlink_to(home)
    for found in ROOT.iterdir():
        if found.name != THE_STACKS_OWN:
            (root / found.name).symlink_to(found)
    return root


async def typed_in(shell: Process, commands: str) -> str:
    """What the shell shows; one command that fails ends it, and the test."""
    assert shell.stdin is not None
    assert shell.stdout is not None
    shell.stdin.write(f"{{\n{commands}\n}} < /dev/null\necho '{END}'\n".encode())
    shown: list[str] = []
    async with asyncio.timeout(PATIENCE_SECONDS):
        async for line in shell.stdout:
            if line.decode().strip() == END:
                return "".join(shown)
            shown.append(line.decode())
    raise AssertionError(f"this failed:\n{commands}\nand showed:\n{''.join(shown)}")


@pytest.mark.parametrize("page", TOURS)
async def test_every_command_works_and_shows_what_the_tour_shows(page: str) -> None:
    scenes = list(SCENE.finditer((ROOT / page).read_text()))
    async with temporary_stack(services=()) as stack:
        home = stack.home.root
        shell = await create_subprocess_exec(
            *("bash", "-eo", "pipefail"),
            cwd=stand_in_for_the_root(home),
            stdin=PIPE,
            stdout=PIPE,
            stderr=STDOUT,
        )
        for scene in scenes:
            shown = await typed_in(shell, scene["typed"])
            for line in (scene["seen"] or "").splitlines():
                assert line.strip() in shown, f"{line!r} is not in:\n{shown}"
        shell.terminate()
        await shell.wait()
