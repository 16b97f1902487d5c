"""A debtor follows the link of a reminder, and settles what is owed: without a script, on a phone, and for everybody."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from recoup_cli.pictures.browsers import barriers_of, browsing
from recoup_testing.e2e_stack import E2eStack, Tenant, private_stack
from recoup_testing.example_debtor import CUSTOMER, INVOICE

pytestmark = [pytest.mark.servers, pytest.mark.slow]

BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
REMINDED = datetime(2026, 1, 20, 12, tzinfo=UTC)
SECOND = {**INVOICE, "external_id": "SO-2", "number": "2026-0002", "due_date": "2026-02-28"}
LINK = re.compile(r"http://127\.0\.0\.1:\d+/l/[A-Za-z0-9_-]+")
PHOTO = Path(__file__).parents[2] / "docs/how-to/pictures/console-customer.png"
WIDTHS = (320, 768, 1440)
PATIENCE_MS = 20_000


async def sent(tenant: Tenant, path: str, body: dict[str, Any]) -> Any:
    answer = await tenant.post("invoice", path, body)
    assert answer.is_success, answer.text
    return answer.json()


async def shown(tenant: Tenant, service: str, path: str, **query: str) -> list[Any]:
    answer = await tenant.get(service, path, **query)
    assert answer.is_success, answer.text
    rows: list[Any] = answer.json()["data"]
    return rows


@asynccontextmanager
async def following(browser: Browser, link: str, width: int, **looks: Any) -> AsyncIterator[Page]:
    viewport = ViewportSize(width=width, height=800)
    context = await browser.new_context(locale="en-GB", viewport=viewport, **looks)
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    await page.goto(link)
    yield page
    await context.close()


async def test_a_debtor_settles_what_is_owed_by_the_link_of_a_mail(tmp_path: Path) -> None:
    async with private_stack(BEGIN, with_gateway=True) as scene, browsing() as browser:
        acme = await scene.tenant("acme")
        customer = await sent(acme, "/v1/customers", dict(CUSTOMER))
        first = await sent(acme, "/v1/invoices", INVOICE)
        await sent(acme, "/v1/invoices", SECOND)
        await scene.until(REMINDED)
        link = link_in(scene)
        async with following(browser, link, 320, java_script_enabled=False) as page:
            assert page.url == f"{scene.stack.addresses.portal}/"
            await promises(page)
            await disagrees(page, first["id"])
            await stops_mails(page)
        await scene.until(datetime(2026, 1, 20, 12, 5, tzinfo=UTC))
        [promise] = await shown(acme, "workflow_scheduler", "/v1/promises")
        assert (promise["given_by"], promise["due_on"]) == ("portal", "2026-01-30")
        [dispute] = await shown(acme, "dispute", "/v1/disputes")
        assert dispute["amount"] == {"amount": "12.50", "currency": "EUR"}
        [proof] = await shown(acme, "invoice", "/v1/documents")
        assert (proof["dispute_id"], proof["state"]) == (dispute["id"], "received")
        consents = await acme.get("notification", "/v1/consents", customer_id=customer["id"])
        assert [word["standing"] for word in consents.json()["words"]] == ["opted_out"]
        paths = ("", "pay", "time", f"invoices/{first['id']}", "statement", "documents", "reach")
        more = (*paths, f"invoices/{first['id']}/dispute")
        assert await pictures_and_barriers(browser, scene, link, more, tmp_path) == []


def link_in(scene: E2eStack) -> str:
    """The pay link of the latest mail."""
    body = scene.mails()[-1].get_body(("plain",))
    assert body is not None
    found = LINK.search(body.get_content())
    assert found is not None, body.get_content()
    return found[0]


async def promises(page: Page) -> None:
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Your account with")
    await page.get_by_role("link", name="I need time").first.click()
    await page.get_by_label("I will pay by").fill("2026-01-30")
    await page.get_by_label(re.compile("Invoice 2026-0002")).check()
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("status")).to_contain_text("you will pay 1.000,00 €")
    await page.get_by_role("link", name="Back to the overview").click()


async def disagrees(page: Page, id: str) -> None:
    await page.get_by_role("link", name="I see it differently").first.click()
    await page.locator(f'a[href="/invoices/{id}/dispute"]').click()
    await page.get_by_label("What is it about?").select_option("quality")
    await page.get_by_label("What happened?").fill("One box was bent.")
    await page.get_by_label("Which amount do you see differently?").fill("12,50")
    await page.get_by_label("A photo or document").set_input_files(PHOTO)
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("status")).to_contain_text("Your file has arrived, too.")


async def stops_mails(page: Page) -> None:
    await page.get_by_role("link", name="How we may reach you").click()
    await page.get_by_role("checkbox", name="Email").check()
    await page.get_by_role("button", name="Stop", exact=True).click()
    await expect(page.get_by_role("status")).to_contain_text("no longer write to you")


async def pictures_and_barriers(
    browser: Browser, scene: E2eStack, link: str, paths: Sequence[str], folder: Path
) -> Sequence[str]:
    """Each page at three widths, light and dark: what axe finds grave, and what is wider than the screen."""
    found: list[str] = []
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            looks = {"color_scheme": scheme, "bypass_csp": True}
            async with following(browser, link, width, **looks) as page:
                for path in paths:
                    await page.goto(f"{scene.stack.addresses.portal}/{path}")
                    name = f"{path.replace('/', '-') or 'home'}-{width}-{scheme}.png"
                    await page.screenshot(path=folder / name, full_page=True)
                    wide = await page.evaluate("document.documentElement.scrollWidth")
                    if wide > width:
                        found.append(f"{path} {width}: {wide} px wide")
                    found += [f"{path} {scheme} {width}: {e}" for e in await barriers_of(page)]
    return found
