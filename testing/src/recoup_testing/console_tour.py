"""What an administrator does at the console, by keyboard: workflows, parked messages and webhooks."""

import json
import re
from typing import Any

from playwright.async_api import Page, expect

from recoup_cli.parked.trial import publish, said
from recoup_cli.pictures.console import show
from recoup_messaging.cloudevents import record_of
from recoup_testing.e2e_stack import E2eStack, Tenant
from recoup_testing.loops import eventually

PARKED = "operations/parked/notification/1"


async def tries_and_publishes_a_workflow(page: Page, console: str) -> str:
    """Says the path on which it then is."""
    await show(page, f"{console}workflow-drafts?ready_made=gentle")
    document = page.get_by_label("The document, in YAML")
    text = await document.input_value()
    await document.fill(text.replace("days: 7", "days: 99999", 1))
    await page.get_by_role("button", name="Try it").press("Enter")
    await expect(page.locator("pre.line")).to_contain_text("days: 99999")
    await document.fill(text.replace("days: 7", "days: 8", 1))
    await page.get_by_role("button", name="Try it").press("Enter")
    await expect(page.get_by_text("It could be published as a new workflow.")).to_be_visible()
    await page.get_by_role("button", name="Publish", exact=True).press("Enter")
    await page.get_by_role("link", name="gentle, version 1").press("Enter")
    await page.wait_for_url("**/workflows/wfl_*")
    await expect(page.get_by_role("heading", level=1)).to_have_text("gentle")
    await expect(page.get_by_role("cell", name="8 days after due")).to_be_visible()
    return page.url.removeprefix(console)


async def corrects_and_redrives_a_parked_message(
    page: Page, scene: E2eStack, invoice: dict[str, Any]
) -> None:
    """A reminder by fax, which nobody can send, becomes one by mail."""
    console, receivable = scene.stack.addresses.console, invoice["schedule"][0]["receivable_id"]
    reminder = {
        "reminder_id": "rem_by_hand",
        "round_id": "rnd_by_hand",
        "channel": "fax",
        "customer_id": invoice["customer_id"],
        "creditor_id": invoice["creditor_id"],
        "template": "upcoming",
        "level": 0,
        "recipients": ["billing"],
        "items": [
            {
                "invoice_id": invoice["id"],
                "receivable_id": receivable,
                "enrolment_id": "enr_by_hand",
                "step": "upcoming",
                "occurrence": 1,
                "template": "upcoming",
                "level": 0,
                "amount": {"minor_units": 100_000, "currency": "EUR"},
            }
        ],
    }
    row = said("reminder.requested.v1", json.dumps(reminder), invoice["customer_id"], "acme")
    await publish(scene.stack.addresses.servers.kafka, record_of(row, "workflow_scheduler"))
    await _opens(page, f"{console}operations", "notification 1")
    await page.wait_for_url(f"**/{PARKED}")
    value = page.get_by_label("The value")
    await value.fill((await value.input_value()).replace("fax", "email"))
    await page.get_by_label("Why you do this").fill("they read mail")
    await page.get_by_role("button", name="Correct and redrive").press("Enter")
    await expect(page.get_by_text(re.compile(r"\d applied, 0 left\."))).to_be_visible()
    await show(page, console + PARKED)
    await expect(page.get_by_text("waits no more")).to_be_visible()


async def _opens(page: Page, address: str, name: str) -> None:
    """The link of this name, as soon as it is listed there."""
    link = page.get_by_role("link", name=name, exact=True)

    async def is_listed() -> bool:
        await show(page, address)
        return await link.count() == 1

    await eventually(is_listed)
    await link.press("Enter")


async def replays_a_webhook(page: Page, console: str, tenant: Tenant) -> str:
    """To somebody who does not answer. Says the path of the endpoint's page."""
    body = {"external_id": "erp", "url": "https://erp.recoup.example/in"}
    made = await tenant.post("webhook", "/v1/webhook-endpoints", body)
    assert made.is_success, made.text
    await _opens(page, f"{console}webhooks", "erp")
    await page.wait_for_url("**/webhooks/whe_*")
    await page.get_by_role("button", name="Send a test").press("Enter")
    await expect(page.get_by_text("A test event is sent now")).to_be_visible()
    again = page.get_by_role("button", name="Send endpoint.test.v1 again")

    async def is_listed() -> bool:
        await show(page, page.url)
        return await again.count() == 1

    await eventually(is_listed)
    await again.press("Enter")
    await expect(page.get_by_text("It is sent again now")).to_be_visible()
    return page.url.removeprefix(console)
