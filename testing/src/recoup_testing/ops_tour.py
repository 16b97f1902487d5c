"""Follows the tour of the console by keyboard, and finds what it names that no page shows."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from playwright.async_api import Page, expect

from console.pages.places import PLACES
from recoup_cli.pictures.console import settled, show

TOUR = Path(__file__).parents[3] / "docs/tutorials/ten-minutes-at-the-console.md"
KEYS = re.compile(r"`g` `(\w)`")
NAMED = re.compile(r"(?<!\*)\*([A-Z][^*\n]+)\*(?!\*)")
BY_KEY = {place.key: place.path for place in PLACES if place.key}


class Step(NamedTuple):
    title: str
    keys: Sequence[str]
    """Pressed after ``g``; none stays where it begins."""
    named: Sequence[str]
    """What is to be seen, as it is written there."""
    opens_a_customer: bool


def steps() -> Iterator[Step]:
    for text in TOUR.read_text().split("\n## ")[1:]:
        named = list(dict.fromkeys(NAMED.findall(text)))
        opens = "Open a customer" in text
        yield Step(text.partition("\n")[0], KEYS.findall(text), named, opens)


async def follows_the_tour(page: Page, console: str, customer: str) -> Sequence[str]:
    """Begins each step at the overview. The first payment is booked by its digit, and a customer is found by name."""
    lacks: list[str] = []
    for step in steps():
        await show(page, console)
        seen = await _seen(page)
        for key in step.keys:
            await page.keyboard.press("g")
            await page.keyboard.press(key)
            await page.wait_for_url(f"**{BY_KEY[key]}**")
            seen += await _seen(page)
            if BY_KEY[key] == "/payments":
                await page.keyboard.press("1")
                await page.keyboard.press("Enter")
                await expect(page.get_by_role("button", name="Undo")).to_be_visible()
                seen += await _seen(page)
        if step.opens_a_customer:
            await page.keyboard.press("Control+k")
            await page.keyboard.type(customer)
            await expect(page.locator("#command-hits a").first).to_contain_text(customer)
            await page.keyboard.press("Enter")
            await page.wait_for_url("**/customers/**")
            seen += await _seen(page)
        lacks += [f"{step.title}: {name}" for name in step.named if name.lower() not in seen]
    return lacks


async def _seen(page: Page) -> str:
    await settled(page)
    return " ".join((await page.locator("body").inner_text()).lower().split()) + " "
