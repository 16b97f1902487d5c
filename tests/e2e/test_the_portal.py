"""A debtor follows a link, and settles what is owed: without a script, on a phone, and for everybody."""

import re
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from recoup_cli.pictures.browsers import browsing
from recoup_cli.pictures.debtors_pages import Shot, following, look_at
from recoup_testing.e2e_stack import E2eStack, private_stack
from recoup_testing.example_debtor import CUSTOMER, INVOICE, payment
from recoup_testing.portal_journeys import given_link, link_in, sent, settle, shown, today

pytestmark = [pytest.mark.servers, pytest.mark.slow]

BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
REMINDED = datetime(2026, 1, 20, 12, tzinfo=UTC)
SECOND = {**INVOICE, "external_id": "SO-2", "number": "2026-0002", "due_date": "2026-02-28"}
PHOTO = Path(__file__).parents[2] / "docs/how-to/pictures/console-customer.png"


@pytest.fixture(scope="module")
async def scene() -> AsyncIterator[E2eStack]:
    """One stack for all journeys; each is a tenant's of its own, and begins when the last one has ended."""
    async with private_stack(BEGIN, with_gateway=True) as scene:
        yield scene


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with browsing() as browser:
        yield browser


async def test_a_debtor_settles_what_is_owed_by_the_link_of_a_mail(
    scene: E2eStack, browser: Browser, tmp_path: Path
) -> None:
    acme = await scene.tenant("acme")
    customer = await sent(acme, "/v1/customers", CUSTOMER)
    first = await sent(acme, "/v1/invoices", INVOICE)
    await sent(acme, "/v1/invoices", SECOND)
    await scene.until(REMINDED)
    link = link_in(scene)
    async with following(browser, link, 320, java_script_enabled=False) as page:
        assert page.url == f"{scene.stack.addresses.portal}/"
        await promises(page)
        await stops_mails(page)
    await settle(scene)
    [promise] = await shown(acme, "workflow_scheduler", "/v1/promises")
    assert (promise["given_by"], promise["due_on"]) == ("portal", "2026-01-30")
    consents = await acme.get("notification", "/v1/consents", customer_id=customer["id"])
    assert [word["standing"] for word in consents.json()["words"]] == ["opted_out"]
    of = f"/invoices/{first['id']}"
    paths = ("/", "/pay", "/time", of, "/statement", "/documents", "/reach", f"{of}/dispute")
    names = ("home", "pay", "time", "invoice", "statement", "documents", "reach", "dispute")
    shots = [Shot(*each) for each in zip(paths, names, strict=True)]
    assert await look_at(browser, link, shots, tmp_path) == []


async def promises(page: Page) -> None:
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Your account with")
    await page.get_by_role("link", name="I need time").first.click()
    await page.get_by_label("I will pay by").fill("2026-01-30")
    await page.get_by_label(re.compile("Invoice 2026-0002")).check()
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("status")).to_contain_text("you will pay 1.000,00 €")
    await page.get_by_role("link", name="Back to the overview").click()


async def stops_mails(page: Page) -> None:
    await page.get_by_role("link", name="How we may reach you").click()
    await page.get_by_role("checkbox", name="Email").check()
    await page.get_by_role("button", name="Stop", exact=True).click()
    await expect(page.get_by_role("status")).to_contain_text("no longer write to you")


async def test_a_card_is_declined_and_a_debit_arrives_and_is_taken_back(
    scene: E2eStack, browser: Browser, tmp_path: Path
) -> None:
    cards = await scene.tenant("cards")
    total, amount = {"amount": "1000.00", "currency": "USD"}, "1.000,00 US$"
    link = await given_link(scene, cards, {"total": total, "due_date": str(today(scene))})
    async with following(browser, link, 320, java_script_enabled=False) as page:
        await pays(page, "By card", "declined")
        await expect(page.get_by_role("alert")).to_contain_text("The card was declined.")
        await page.get_by_role("link", name="Back").click()
        await expect(page.get_by_role("alert")).to_contain_text("No payment was made.")
        await pays(page, "By bank debit (ACH)", None)
        debit = page.url
        await page.get_by_role("button", name="pending").click()
        await expect(page.get_by_role("status")).to_contain_text("A bank debit takes a few days")
        assert f"A payment of {amount} is on its way." in await home(page, scene)
        await chooses(page, debit, "arrived")
        assert "Nothing is open at present." in await home(page, scene)
        await settle(scene, days=5)
        await chooses(page, debit, "returned")
        owed_again = await home(page, scene)
        assert "taken back by the bank, so this amount is owed again" in owed_again
        await expect(page.locator(".sum")).to_have_text(amount)
    states = [each["state"] for each in await shown(cards, "invoice", "/v1/payment-attempts")]
    assert sorted(states) == ["returned", "started"]
    shots = [Shot("/", "returned"), Shot("/paid?paid=no", "declined"), Shot("/statement", "taken")]
    assert await look_at(browser, link, shots, tmp_path, ["light"]) == []


async def pays(page: Page, how: str, outcome: str | None) -> None:
    await page.goto(re.sub(r"^(https?://[^/]+).*", r"\1/pay", page.url))
    await page.get_by_role("button", name=how).click()
    if outcome is not None:
        await page.get_by_role("button", name=outcome).click()


async def chooses(page: Page, address: str, outcome: str) -> None:
    """What becomes of it, on the page of the provider's sandbox."""
    await page.goto(address)
    await page.get_by_role("button", name=outcome).click()


async def home(page: Page, scene: E2eStack) -> str:
    await settle(scene)
    await page.goto(scene.stack.addresses.portal)
    return " ".join((await page.locator("main").inner_text()).split())


def line(description: str, net: str) -> Mapping[str, Any]:
    return {
        "description": description,
        "net": {"amount": net, "currency": "EUR"},
        "tax": {"amount": "0.00", "currency": "EUR"},
    }


async def test_a_line_is_contested_with_a_photo_and_decided(
    scene: E2eStack, browser: Browser, tmp_path: Path
) -> None:
    lines = [line("Hex bolts M8", "800.00"), line("Freight", "200.00")]
    bolts = await scene.tenant("bolts")
    link = await given_link(scene, bolts, {"lines": lines, "due_date": str(today(scene))})
    async with following(browser, link, 320, java_script_enabled=False) as page:
        await page.get_by_role("link", name="I see it differently").click()
        await page.get_by_role("link", name=re.compile("Invoice 2026-0001")).click()
        await page.get_by_label("What is it about?").select_option("quality")
        await page.get_by_label("Which line?").select_option("1")
        await page.get_by_label("What happened?").fill("One box was bent.")
        await page.get_by_label("A photo or document").set_input_files(PHOTO)
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_role("status")).to_contain_text("Your file has arrived, too.")
        [dispute] = await shown(bolts, "dispute", "/v1/disputes")
        assert (dispute["line"], dispute["amount"]["amount"]) == (1, "800.00")
        assert [each["state"] for each in dispute["evidence"]] == ["received"]
        await page.get_by_role("link", name="See how it stands").click()
        await expect(page.get_by_role("status")).to_contain_text("We are looking into it.")
        await expect(page.get_by_role("link", name="File 1")).to_be_visible()
        stands = page.url
        open_one = [Shot(f"/disputes/{dispute['id']}", "dispute-open")]
        assert await look_at(browser, link, open_one, tmp_path, ["light"]) == []
        granted = {
            "outcome": "partly_upheld",
            "credit": {"amount": "300.00", "currency": "EUR"},
            "reason": "Three of the eight boxes were bent.",
        }
        await sent(bolts, f"/v1/disputes/{dispute['id']}/resolution", granted, "dispute")
        await settle(scene)
        await page.goto(stands)
        await expect(page.get_by_role("status")).to_contain_text("You were right in part: 300,00 €")
        await expect(page.locator("main")).to_contain_text("Three of the eight boxes were bent.")
        await expect(page.locator("main")).to_contain_text("700,00 €")
    shots = [Shot(f"/disputes/{dispute['id']}", "dispute-decided"), Shot("/", "home-decided")]
    assert await look_at(browser, link, shots, tmp_path, ["light"]) == []


async def test_hardship_leads_to_instalments_of_which_one_is_missed_and_made_good(
    scene: E2eStack, browser: Browser, tmp_path: Path
) -> None:
    slow = await scene.tenant("slow")
    link = await given_link(scene, slow, {"due_date": str(today(scene))})
    async with following(browser, link, 320, java_script_enabled=False) as page:
        await page.get_by_role("link", name="I need time").first.click()
        await page.get_by_role("button", name="Tell Bolts GmbH").click()
        await page.get_by_role("link", name="Ask for instalments").click()
        await page.get_by_label("How many instalments").fill("4")
        await page.get_by_role("button", name="See what is possible").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Your offer")
        offer = Shot(page.url[page.url.index("/offers/") :], "offer")
        assert await look_at(browser, link, [offer], tmp_path, ["light"]) == []
        await page.get_by_role("radio").first.check()
        await page.get_by_role("button", name="Accept this").click()
        await expect(page.locator("main")).to_contain_text("Next instalment: 250,00 €")
        address = page.url
        [plan] = await shown(slow, "payment_plan", "/v1/plans", state="running")
        first = datetime.fromisoformat(f"{plan['schedule'][0]['due_on']}T12:00Z")
        await scene.until(first + timedelta(days=1))
        await page.goto(address)
        await expect(page.locator("main")).to_contain_text("If you pay it by")
        await sent(slow, "/v1/payments", payment("P-1", str(today(scene)), "250.00"))
        assert "750,00 € are still to come. Next instalment" in await home(page, scene)
    shots = [Shot(address[address.index("/plans/") :], "plan"), Shot("/", "home-plan")]
    assert await look_at(browser, link, shots, tmp_path, ["light"]) == []


async def test_a_newer_invoice_that_is_not_paid_breaks_the_plan(
    scene: E2eStack, browser: Browser, tmp_path: Path
) -> None:
    newer, day = await scene.tenant("newer"), today(scene)
    link = await given_link(scene, newer, {"due_date": str(day)})
    wished: dict[str, Any] = {
        "reference": "O-1",
        "customer_external_id": CUSTOMER["external_id"],
        "options": [{"every": "month", "instalments": 4}],
        "keep_current": True,
    }
    await sent(newer, "/v1/plan-offers", wished, "payment_plan")
    await settle(scene)
    async with following(browser, link, 320, java_script_enabled=False) as page:
        await page.get_by_role("link", name="See the offer").click()
        await expect(page.locator("main")).to_contain_text(
            "New invoices are to be paid by their due dates"
        )
        await page.get_by_role("radio").check()
        await page.get_by_role("button", name="Accept this").click()
        await expect(page.locator("main")).to_contain_text("Next instalment: 250,00 €")
        address = page.url
        due = day + timedelta(days=3)
        await sent(newer, "/v1/invoices", {**SECOND, "issue_date": str(day), "due_date": str(due)})
        await settle(scene, days=6)
        await page.goto(address)
        await expect(page.locator("main")).to_contain_text("A newer invoice is past its due date.")
        await expect(page.get_by_role("link", name=re.compile("2026-0002"))).to_be_visible()
        plan = Shot(address[address.index("/plans/") :], "plan-breached")
        assert await look_at(browser, link, [plan], tmp_path, ["light"]) == []
        await settle(scene, days=6)
        await page.goto(address)
        await expect(page.get_by_role("status")).to_contain_text("This arrangement has ended")
        assert "2.000,00 €" in await home(page, scene)
    [broken] = await shown(newer, "payment_plan", "/v1/plans", state="broken")
    assert broken["broken_by"] == "new_invoice"
    shots = [plan._replace(name="plan-broken"), Shot("/", "home-broken")]
    assert await look_at(browser, link, shots, tmp_path, ["light"]) == []
