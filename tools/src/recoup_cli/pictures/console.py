"""Every page of the console of a running stack as pictures: light, dark and narrow; ``make console-pictures``."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, expect

from recoup_cli.pictures.browsers import browsing
from recoup_cli.stack import Stack, running_stack

LOOKS = (("light", "light", 1440), ("dark", "dark", 1440), ("narrow", "light", 320))
DOCUMENTED = ("overview", "customer", "worklist", "payments", "approvals", "disputes")
SETTLED_MS = 15_000


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "console-pictures")
    folder.mkdir(parents=True, exist_ok=True)
    stack = running_stack()
    if stack.api_key is None:
        sys.exit("Nobody can sign in here yet. Start a stack by `make demo`, and try again.")
    asyncio.run(_all(folder, stack, stack.api_key))
    asyncio.run(_for_docs(folder, stack, stack.api_key))


async def sign_in(context: BrowserContext, address: str, key: str) -> Page:
    page = await context.new_page()
    await page.goto(f"{address}sign-in")
    await page.fill("#key", key)
    await page.keyboard.press("Enter")
    await page.wait_for_url(address)
    return page


async def _all(folder: Path, stack: Stack, key: str) -> None:
    async with browsing() as browser:
        pages = await _pages(browser, stack.addresses.console, key)
        for look, scheme, width in LOOKS:
            context = await browser.new_context(
                color_scheme="dark" if scheme == "dark" else "light",
                viewport={"width": width, "height": 900},
                locale="de-DE",
                timezone_id="Europe/Berlin",
            )
            page = await sign_in(context, stack.addresses.console, key)
            for name, address in pages:
                await show(page, stack.addresses.console + address)
                picture = folder / f"{name}-{look}.png"
                await page.screenshot(path=picture, full_page=True)
                sys.stdout.write(f"{picture}\n")
            await context.close()


async def _for_docs(folder: Path, stack: Stack, key: str) -> None:
    """Those of the how-to and the tour, as much of each as fits into a window, small enough for a page."""
    async with browsing() as browser:
        pages = dict(await _pages(browser, stack.addresses.console, key))
        context = await browser.new_context(
            viewport={"width": 1120, "height": 680}, locale="en-GB", timezone_id="Europe/Berlin"
        )
        page = await sign_in(context, stack.addresses.console, key)
        for name in DOCUMENTED:
            await show(page, stack.addresses.console + pages[name])
            picture = folder / f"console-{name}.png"
            await page.screenshot(path=picture)
            sys.stdout.write(f"{picture}\n")
        await context.close()


async def show(page: Page, address: str) -> None:
    """Until every part has come."""
    await page.goto(address)
    await expect(page.locator(".waiting")).to_have_count(0, timeout=SETTLED_MS)


async def _pages(browser: Browser, address: str, key: str) -> Sequence[tuple[str, str]]:
    """All there are, and of customers and invoices the ones with most to show."""
    context = await browser.new_context()
    page = await sign_in(context, address, key)
    await page.goto(f"{address}customers?show=overdue&sort=-owed")
    customer = await page.get_attribute("tbody tr", "data-href")
    found = [
        ("overview", ""),
        ("worklist", "worklist"),
        ("customers", "customers"),
        ("operations", "operations"),
        ("placements", "placements?state=all"),
        ("remittances", "placements/remittances?state=all"),
        ("agencies", "agencies"),
        ("actions", "actions"),
        ("search", "search?q=bolt"),
        ("payments", "payments"),
        ("approvals", "approvals"),
        ("disputes", "disputes"),
        ("plans", "plans?state=all"),
        ("promises", "promises?state=all"),
        ("nothing", "customers?search=nobody-at-all"),
        ("time-machine", "time-machine"),
        ("workflows", "workflows"),
        ("workflow", "workflows/default"),
        ("workflow-draft", "workflow-drafts?ready_made=gentle"),
        ("what-if", "simulations"),
        ("templates", "templates"),
        ("template", "templates/email.friendly_reminder"),
        ("imports", "imports"),
        ("webhooks", "webhooks"),
        ("users", "users"),
    ]
    if customer is not None:
        found.append(("customer", customer.lstrip("/")))
        await page.goto(address + customer.lstrip("/"))
        invoice = await page.get_attribute('tr[data-href^="/invoices"]', "data-href")
        if invoice is not None:
            found.append(("invoice", invoice.lstrip("/")))
        found.append(("statement", f"{customer.lstrip('/')}/statement"))
    for name in ("disputes", "plans", "promises"):
        await page.goto(f"{address}{name}?state=all")
        row = page.locator(f'tr[data-href^="/{name}/"]').first
        if await row.count():
            lead = await row.get_attribute("data-href") or ""
            found.append((name.removesuffix("s"), lead.lstrip("/")))
    await context.close()
    return found


if __name__ == "__main__":
    main()
