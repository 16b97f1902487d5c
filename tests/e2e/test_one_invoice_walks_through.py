"""One invoice walks through the files that the architecture page names, and through no others."""

import asyncio
import re
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from recoup_testing.footprints import Rooms, drawn, read
from recoup_testing.walk import walked

pytestmark = pytest.mark.servers

PAGE = Path(__file__).parents[2] / "docs/architecture.md"


def told() -> list[Rooms]:
    """What the page says is new in each step."""
    chapter = PAGE.read_text().split("## One invoice, walking through")[1].split("\n## ")[0]
    return [read(block) for block in re.findall(r"```text\n(.*?)```", chapter, re.DOTALL)]


async def test_one_invoice_walks_through_every_file_the_page_names() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        steps = await asyncio.get_running_loop().run_in_executor(fresh, walked)
    for step, (page, code) in enumerate(zip(told(), steps, strict=True)):
        assert page == code, f"step {step} of {PAGE.name} should say:\n{drawn(code)}"
