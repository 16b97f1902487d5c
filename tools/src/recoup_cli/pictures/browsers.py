"""A browser to take pictures with, and to look for what keeps somebody from using a page."""

import shutil
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
AXE = Path(__file__).parents[4] / "tests/e2e/axe/axe-4.14.1.min.js"
GRAVE = {"serious", "critical"}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser]:
    """Debian's own chromium; Playwright brings none."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("There is no chromium here. Install it, e.g. with apt-get install chromium.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=[*FLAGS])
        try:
            yield browser
        finally:
            await browser.close()


async def barriers_of(page: Page, only: Sequence[str] = ()) -> Sequence[str]:
    """What axe finds serious or critical, by all rules or these only; the page must let scripts in."""
    await page.add_script_tag(path=AXE)
    chosen = {"type": "rule", "values": [*only]} if only else {"type": "tag", "values": WCAG}
    result = await page.evaluate("chosen => axe.run(document, {runOnly: chosen})", chosen)
    return [
        f"{each['id']} {each['nodes'][0]['html'][:160]}"
        for each in result["violations"]
        if each["impact"] in GRAVE
    ]


async def sideways_of(page: Page) -> Sequence[str]:
    """What makes the whole page scroll sideways, beyond its lists, which may."""
    return [f"wider than the window: {each}" for each in await page.evaluate(_SIDEWAYS)]


_SIDEWAYS = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("main *")]
        .filter(e => e.getBoundingClientRect().right > innerWidth + 0.5 && !e.closest(".wide, pre"))
        .slice(0, 3).map(e => e.outerHTML.slice(0, 160))"""
