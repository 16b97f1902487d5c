"""The pages that a link opens, looked at as debtors do: narrow and wide, light and dark, with scripts switched off."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

from playwright.async_api import Browser, Page, ViewportSize

from recoup_cli.pictures.browsers import barriers_of

WIDTHS = (320, 768, 1440)
SCHEMES = ("light", "dark")
PATIENCE_MS = 30_000


class Shot(NamedTuple):
    """A page to look at: its path and what its picture is called."""

    path: str
    name: str


@asynccontextmanager
async def following(browser: Browser, link: str, width: int, **looks: Any) -> AsyncIterator[Page]:
    """Somebody who has followed the link."""
    viewport = ViewportSize(width=width, height=800)
    context = await browser.new_context(locale="en-GB", viewport=viewport, **looks)
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    await page.goto(link)
    yield page
    await context.close()


async def look_at(
    browser: Browser,
    link: str,
    shots: Iterable[Shot],
    folder: Path,
    schemes: Sequence[str] = SCHEMES,
) -> Sequence[str]:
    """Each page at three widths, dark at the first: what axe finds grave, and what is wider than the screen."""
    found: list[str] = []
    address, shots = link[: link.index("/l/")], list(shots)
    for width in WIDTHS:
        for scheme in schemes if width == WIDTHS[0] else schemes[:1]:
            looks = {"color_scheme": scheme, "bypass_csp": True}
            async with following(browser, link, width, **looks) as page:
                for shot in shots:
                    await page.goto(f"{address}{shot.path}")
                    picture = folder / f"{shot.name}-{width}-{scheme}.png"
                    await page.screenshot(path=picture, full_page=True)
                    wide = await page.evaluate("document.documentElement.scrollWidth")
                    where = f"{shot.path} {scheme} {width}"
                    if wide > width:
                        found.append(f"{where}: {wide} px wide")
                    found += [f"{where}: {each}" for each in await barriers_of(page)]
    return found
