"""At the console somebody calls, reviews a payment and has a write-off approved; an administrator publishes and redrives.

Nothing is clicked that a keyboard cannot reach.
"""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from recoup_cli.pictures.browsers import barriers_of, browsing, sideways_of
from recoup_cli.pictures.console import show, sign_in
from recoup_events.kernel.ids import receivable_id_of
from recoup_testing.agencies import AGENCY
from recoup_testing.console_tour import (
    PARKED,
    corrects_and_redrives_a_parked_message,
    replays_a_webhook,
    tries_and_publishes_a_workflow,
)
from recoup_testing.e2e_stack import E2eStack, Tenant, private_stack
from recoup_testing.example_debtor import CUSTOMER, INVOICE
from recoup_testing.ops_tour import follows_the_tour

pytestmark = [pytest.mark.servers, pytest.mark.slow]

BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
CALL_DAY = datetime(2026, 2, 2, 10, tzinfo=UTC)  # three weeks after the due date
DECISIONS = datetime(2026, 2, 20, 12, 5, tzinfo=UTC)
DUE_ON = "2026-02-06"
PERSON = {
    "external_id": "P-1",
    "name": "<b>Accounts payable</b>",
    "roles": ["billing"],
    "phones": ["+4930901820"],
    "emails": ["ap@customer.example"],
}
BOOKS = {
    "source_of_cash": "bank",
    "write_off_limit": {"amount": "50.00", "currency": "EUR"},
}
RECEIPT = {
    "external_id": "2026-02-19/1",
    "amount": {"amount": "400.00", "currency": "EUR"},
    "value_date": "2026-02-19",
    "payer": {"name": CUSTOMER["name"]},
    "text": "Thanks",
}
LOOKS: tuple[tuple[str, int, Sequence[str]], ...] = (
    ("light", 1280, ()),
    ("dark", 320, ("target-size", "scrollable-region-focusable", "color-contrast")),
)
"""Scheme, width and the rules of axe; none are all. What is dark and narrow is the same page in other colours and in
another order."""
PATIENCE_MS = 15_000


async def sent(tenant: Tenant, path: str, body: dict[str, Any]) -> Any:
    answer = await tenant.post("invoice", path, body)
    assert answer.is_success, answer.text
    return answer.json()


@asynccontextmanager
async def visiting(
    browser: Browser, scene: E2eStack, key: str, **looks: Any
) -> AsyncIterator[Page]:
    context: BrowserContext = await browser.new_context(locale="en-GB", **looks)
    context.set_default_timeout(PATIENCE_MS)
    yield await sign_in(context, scene.stack.addresses.console, key)
    await context.close()


async def test_a_promise_is_recorded_by_keyboard_and_every_page_is_for_everybody() -> None:
    async with private_stack(BEGIN, with_gateway=True) as scene, browsing() as browser:
        acme = await scene.tenant("acme")
        customer = await sent(acme, "/v1/customers", {**CUSTOMER, "persons": [PERSON]})
        issued = await sent(acme, "/v1/invoices", INVOICE)
        await scene.until(CALL_DAY)
        complaints: list[str] = []
        async with visiting(browser, scene, acme.key) as page:
            page.on("console", lambda said: complaints.append(said.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            await finds(page, str(CUSTOMER["name"]), f"/customers/{customer['id']}")
            await calls_and_records_a_promise(page, scene)
            await scene.until(datetime(2026, 2, 20, 12, tzinfo=UTC))
            await show(page, f"{scene.stack.addresses.console}customers/{customer['id']}")
            await expect(page.get_by_text("Promised to pay by 6 Feb 2026.")).to_be_visible()
            await expect(page.get_by_text("Promise broken:")).to_be_visible()
            await opens_the_event_and_the_message(page)
            await recalls_a_placement(page, scene, acme, issued)
            await reviews_a_payment(page, scene, acme)
            assert await walks_the_tour(page, scene, acme) == []
            await asks_for_a_write_off(page, scene, acme, issued["id"])
            console = scene.stack.addresses.console
            workflow = await tries_and_publishes_a_workflow(page, console)
            endpoint = await replays_a_webhook(page, console, acme)
            await corrects_and_redrives_a_parked_message(page, scene, issued)
        second = await scene.tenant("acme")
        async with visiting(browser, scene, second.key) as page:
            await approves_it(page, scene)
        assert not [said for said in complaints if "Failed to load resource" not in said]
        paths = [
            *("", "worklist", "customers", "operations", "actions", "search?q=sand"),
            *(workflow, "workflow-drafts?ready_made=gentle", "simulations", endpoint, PARKED),
            *("workflows", "templates", "templates/email.friendly_reminder", "imports", "users"),
            "template-drafts?template=email.friendly_reminder",
            *("payments?state=all", "approvals?show=decided", "disputes", "plans", "plan-offers"),
            f"plan-offers/new?customer_id={customer['id']}",
            *(f"customers/{customer['id']}", f"invoices/{issued['id']}?as_of=2026-01-13"),
            *("promises?state=all", f"customers/{customer['id']}/statement"),
            *("placements?state=all", "placements/remittances?state=all", "agencies"),
        ]
        assert await barriers(browser, scene, acme.key, paths) == []


async def finds(page: Page, name: str, path: str) -> None:
    await page.keyboard.press("Control+k")
    await page.keyboard.type(name[:6].lower())
    await expect(page.locator("#command-hits a").first).to_contain_text(name)
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**{path}")
    await expect(page.get_by_role("heading", level=1)).to_have_text(name)


async def calls_and_records_a_promise(page: Page, scene: E2eStack) -> None:
    await page.keyboard.press("g")
    await page.keyboard.press("w")
    await page.wait_for_url("**/worklist")
    asking = page.get_by_role("button", name="May I call now?")
    await asking.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Dial +4930901820")).to_be_visible()
    await scene.until(CALL_DAY + timedelta(minutes=2))
    await page.get_by_label("If promised: by which day").fill(DUE_ON)
    await page.get_by_role("button", name="Paid already").focus()
    await page.keyboard.press("1")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Done. On to the next.")).to_be_visible()


async def opens_the_event_and_the_message(page: Page) -> None:
    await page.get_by_role("link", name="promise.made", exact=True).press("Enter")
    await expect(page.get_by_text('"due_on": "2026-02-06"')).to_be_visible()
    await page.get_by_role("link", name="The message as sent").last.press("Enter")
    frame = page.frame_locator("iframe.mail").first
    await expect(frame.locator("body")).to_contain_text(re.compile(r"1[.,]000[.,]00"))


async def reviews_a_payment(page: Page, scene: E2eStack, acme: Tenant) -> None:
    """Several may be meant: a digit chooses, Enter books, and what it pays can be undone."""
    [creditor] = (await acme.get("invoice", "/v1/creditors")).json()["data"]
    books = {**BOOKS, "match_threshold": None}
    answer = await scene.http.put(
        f"{acme.bases['invoice']}/v1/creditors/{creditor['id']}/books",
        json=books,
        headers={"Authorization": f"Bearer {acme.key}", "If-Match": "*"},
    )
    assert answer.is_success, answer.text
    await sent(acme, "/v1/receipts", RECEIPT)
    await scene.until(DECISIONS)
    await show(page, f"{scene.stack.addresses.console}payments")
    await expect(page.get_by_text("Whose it may be")).to_be_visible()
    await page.keyboard.press("1")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Booked.")).to_be_visible(timeout=PATIENCE_MS)
    await expect(page.get_by_role("button", name="Undo")).to_be_visible()


async def walks_the_tour(page: Page, scene: E2eStack, acme: Tenant) -> Sequence[str]:
    """What it names that is not there. It books a payment that waits."""
    amount = {"amount": "300.00", "currency": "EUR"}
    await sent(acme, "/v1/receipts", {**RECEIPT, "external_id": "2026-02-20/1", "amount": amount})
    await scene.until(DECISIONS + timedelta(minutes=2))
    return await follows_the_tour(page, scene.stack.addresses.console, str(CUSTOMER["name"]))


async def asks_for_a_write_off(page: Page, scene: E2eStack, acme: Tenant, invoice_id: str) -> None:
    await sent(acme, f"/v1/invoices/{invoice_id}/write-off", {"reason": "Not worth a court"})
    await scene.until(DECISIONS + timedelta(minutes=5))
    await show(page, f"{scene.stack.addresses.console}approvals")
    await expect(page.get_by_text("You asked for it yourself")).to_be_visible()
    await expect(page.get_by_role("button", name="Approve")).to_have_count(0)


async def approves_it(page: Page, scene: E2eStack) -> None:
    await show(page, f"{scene.stack.addresses.console}approvals")
    await expect(page.get_by_text("Not worth a court")).to_be_visible()
    await page.keyboard.press("1")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Approved: it is done.")).to_be_visible(timeout=PATIENCE_MS)


async def recalls_a_placement(page: Page, scene: E2eStack, acme: Tenant, issued: Any) -> None:
    """What a second person has approved is called back with a reason."""
    agency = await acme.post("workflow_scheduler", "/v1/agencies", AGENCY)
    proposal = {
        "external_id": "PL-1",
        "agency_id": agency.json()["id"],
        "customer_id": issued["customer_id"],
        "receivable_ids": [receivable_id_of(issued["id"], 0)],
        "reason": "A promise was broken.",
    }
    proposed = await acme.post("workflow_scheduler", "/v1/placements", proposal)
    assert proposed.is_success, proposed.text
    second, id = await scene.tenant("acme"), proposed.json()["id"]
    approved = await second.post("workflow_scheduler", f"/v1/placements/{id}/approval", {})
    assert approved.is_success, approved.text
    await scene.until(datetime(2026, 2, 20, 12, 5, tzinfo=UTC))
    await show(page, f"{scene.stack.addresses.console}placements?state=offered&placement={id}")
    await page.get_by_label("Why it comes back").fill("A payment plan is being talked about.")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Recalled: the agency may report")).to_be_visible()


async def barriers(
    browser: Browser, scene: E2eStack, key: str, paths: Sequence[str]
) -> Sequence[str]:
    """What keeps somebody from using a page, as axe finds it."""
    found: list[str] = []
    for scheme, width, rules in LOOKS:
        looks = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
        async with visiting(browser, scene, key, bypass_csp=True, **looks) as page:
            for path in paths:
                await show(page, scene.stack.addresses.console + path)
                barring = [*await barriers_of(page, rules), *await sideways_of(page)]
                found += [f"{path} {scheme} {width}: {each}" for each in barring]
    return found
