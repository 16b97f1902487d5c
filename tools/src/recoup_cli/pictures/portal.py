"""The portal of a running stack as pictures, as a debtor of its own sees it; ``make portal-pictures``.

It registers a debtor for the occasion, who owes two invoices, contests a line of one, and is shown around.
"""

import asyncio
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any

import httpx
from playwright.async_api import Locator, Page

from recoup_cli.pictures.browsers import browsing
from recoup_cli.pictures.debtors_pages import Shot, following, look_at
from recoup_cli.stack import Stack, running_stack

WIDTH, DESK = 390, 900
ANSWER_SECONDS = 30
SHOTS = (
    *(Shot("/", "portal-home"), Shot("/pay", "portal-pay"), Shot("/time", "portal-time")),
    *(Shot("/instalments", "portal-instalments"), Shot("/statement", "portal-statement")),
    *(Shot("/dispute", "portal-dispute"), Shot("/reach", "portal-reach")),
)


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "portal-pictures")
    folder.mkdir(parents=True, exist_ok=True)
    stack = running_stack()
    if stack.api_key is None:
        sys.exit("Nobody can be invited here yet. Start a stack by `make demo`, and try again.")
    asyncio.run(_all(folder, stack, stack.api_key))


async def _all(folder: Path, stack: Stack, key: str) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    base = stack.addresses.services["invoice"].http
    async with (
        httpx.AsyncClient(base_url=base, headers=headers, timeout=ANSWER_SECONDS) as api,
        browsing() as browser,
    ):
        link = await _invited(api)
        async with following(browser, link, WIDTH) as page:
            dispute = await _contests(page)
        async with following(browser, link, DESK) as page:
            offer = await _asks(page)
        shots = [*SHOTS, Shot(dispute, "portal-dispute-open"), Shot(offer, "portal-offer")]
        found = await look_at(browser, link, shots, folder)
        (folder / "axe.txt").write_text("".join(f"{each}\n" for each in found))
        for line in (*found, f"{len(shots)} pages, {len(found)} barriers, in {folder}"):
            sys.stdout.write(f"{line}\n")


async def _invited(api: httpx.AsyncClient) -> str:
    """A debtor of this run alone, who owes one invoice late and one to come."""
    run = token_hex(3)
    customer = await _sent(api, "/v1/customers", _customer(run))
    today = date.fromisoformat(customer["created_at"][:10])
    for number, days in enumerate((-20, 12), start=1):
        await _sent(api, "/v1/invoices", _invoice(run, number, today + timedelta(days=days)))
    link = await _sent(api, "/v1/portal-links", {"customer_id": customer["id"]})
    return str(link["url"])


async def _sent(api: httpx.AsyncClient, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    answer = await api.post(path, json=body, headers={"If-Match": "*"})
    if answer.is_error:
        sys.exit(f"{path}: {answer.text}")
    found: Mapping[str, Any] = answer.json()
    return found


def _customer(run: str) -> Mapping[str, Any]:
    return {
        "external_id": f"TOUR-{run}",
        "name": "Ost KG",
        "kind": "entity",
        "country": "DE",
        "time_zone": "Europe/Berlin",
        "language": "en",
    }


def _invoice(run: str, number: int, due: date) -> Mapping[str, Any]:
    lines = (("Hex bolts M8, 5 boxes", "500.00", "95.00"), ("Freight", "40.00", "7.60"))
    return {
        "customer_external_id": f"TOUR-{run}",
        "external_id": f"TOUR-{run}-{number}",
        "number": f"2026-{run}-{number}",
        "total": {"amount": "642.60", "currency": "EUR"},
        "issue_date": str(due - timedelta(days=30)),
        "due_date": str(due),
        "lines": [
            {
                "description": description,
                "net": {"amount": net, "currency": "EUR"},
                "tax": {"amount": tax, "currency": "EUR"},
            }
            for description, net, tax in lines
        ],
    }


async def _contests(page: Page) -> str:
    """The page of a dispute about one line; sent again until the invoice is known where it is decided."""
    await page.goto(f"{page.url}dispute")
    await page.locator(".actions a.button").last.click()
    await page.get_by_label("What is it about?").select_option("quality")
    await page.get_by_label("Which line?").select_option("2")
    await page.get_by_label("What happened?").fill("It came three days late, and wet.")
    stands = page.get_by_role("link", name="See how it stands")
    await _pressed_until(page, "Send", stands)
    await stands.click()
    await page.wait_for_url("**/disputes/*")
    return page.url[page.url.index("/disputes/") :]


async def _asks(page: Page) -> str:
    """The page of an offer."""
    await page.goto(f"{page.url}instalments")
    await _pressed_until(page, "See what is possible", page.get_by_role("radio").first)
    return page.url[page.url.index("/offers/") :]


async def _pressed_until(page: Page, button: str, there: Locator) -> None:
    async with asyncio.timeout(ANSWER_SECONDS):
        while True:
            await page.get_by_role("button", name=button, exact=True).click()
            await page.wait_for_load_state()
            if await there.count():
                return


if __name__ == "__main__":
    main()
