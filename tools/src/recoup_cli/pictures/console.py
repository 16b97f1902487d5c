"""Every page of the console of a running stack as pictures: light, dark and narrow; ``make console-pictures``."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, expect

from recoup_cli.pictures.browsers import browsing
from recoup_cli.stack import Stack, running_stack

LOOKS = (("light", "light", 1440), ("dark", "dark", 1440), ("narrow", "light", 320))
DOCUMENTED = ("overview", "customer", "worklist", "payments", "approvals", "disputes")
SETTLED_MS = 15_000
PAGES: Mapping[str, str] = {
    "overview": "",
    "worklist": "worklist",
    "customers": "customers",
    "customers-overdue": "customers?show=overdue&sort=-owed",
    "nobody": "customers?search=nobody-at-all",
    "search": "search?q=customer",
    "payments": "payments",
    "payments-all": "payments?state=all",
    "payments-ambiguous": "payments/ambiguous?ambiguous=all",
    "disputes": "disputes?state=all",
    "plans": "plans?state=all",
    "plan-offers": "plan-offers?state=all",
    "plan-offer-new": "plan-offers/new",
    "promises": "promises?state=all",
    "approvals": "approvals",
    "approvals-decided": "approvals?show=decided",
    "placements": "placements?state=all",
    "remittances": "placements/remittances?state=all",
    "agencies": "agencies",
    "time-machine": "time-machine",
    "workflows": "workflows",
    "workflow": "workflows/default",
    "workflow-draft": "workflow-drafts?ready_made=gentle",
    "what-if": "simulations",
    "templates": "templates",
    "template": "templates/email.friendly_reminder",
    "template-draft": "template-drafts?template=email.friendly_reminder",
    "imports": "imports",
    "webhooks": "webhooks",
    "operations": "operations",
    "users": "users",
    "actions": "actions",
}
"""By the name of the picture, the address."""
OPENED: Mapping[str, tuple[str, str]] = {
    "customer": ("customers-overdue", "customers/"),
    "invoice": ("customer", "invoices/"),
    "dispute": ("disputes", "disputes/"),
    "plan": ("plans", "plans/pln_"),
    "plan-offer": ("plan-offers", "plan-offers/pof_"),
    "promise": ("promises", "promises/"),
    "simulation": ("what-if", "simulations/"),
    "import": ("imports", "imports/"),
    "comparison": ("imports", "drift/"),
    "webhook": ("webhooks", "webhooks/"),
    "parked": ("operations", "operations/parked/"),
}
"""By the name of the picture, the page on which the first such thing is opened, and how its address begins."""


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
    await page.goto(address)
    await settled(page)


async def settled(page: Page) -> None:
    """Until every part has come, frames too."""
    await expect(page.locator(".waiting")).to_have_count(0, timeout=SETTLED_MS)
    for frame in page.frames[1:]:
        await frame.wait_for_load_state()


async def _pages(browser: Browser, address: str, key: str) -> Sequence[tuple[str, str]]:
    """All there are, of things those that are there."""
    context = await browser.new_context()
    page = await sign_in(context, address, key)
    found = dict(PAGES)
    for name, (listed, path) in OPENED.items():
        if listed not in found:
            continue  # nothing is there that would list it
        await show(page, address + found[listed])
        link = page.locator(f'a[href^="/{path}"]').first
        if await link.count():
            lead = await link.get_attribute("href") or ""
            found[name] = lead.lstrip("/")
    if "customer" in found:
        found["statement"] = f"{found['customer']}/statement"
        found["customer-as-of"] = f"{found['customer']}?as_of={await _weeks_ago(page, address)}"
    await context.close()
    return [*found.items()]


async def _weeks_ago(page: Page, address: str) -> str:
    """By the stack's clock, which may be another than ours."""
    await show(page, f"{address}time-machine")
    yesterday = await page.get_attribute("input[type=date]", "value") or ""
    return str(date.fromisoformat(yesterday) - timedelta(weeks=3))


if __name__ == "__main__":
    main()
