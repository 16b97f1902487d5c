"""What a debtor sees: the sum first, in their language, and nothing that is not theirs."""

import gzip
import re

import pytest
from httpx import AsyncClient

from portal.look import accent_of
from portal.words import LANGUAGES, texts_of
from recoup_events.invoice.portal_link import LinkPurpose
from recoup_testing.portal_example import (
    CREDITOR_SHOWN,
    CUSTOMER,
    INVOICE,
    Link,
    Services,
    euros,
    form_token,
    invoice,
)

PAGES = (
    "/",
    "/instalments",
    f"/invoices/{INVOICE}",
    "/statement",
    "/documents",
    "/pay",
    "/time",
    "/dispute",
)


async def test_the_sum_comes_first_with_what_is_late_of_it(debtor: AsyncClient) -> None:
    page = (await debtor.get("/")).text
    assert "€150.50" in page
    assert "past its due date: €100.00" in page
    assert page.index("€150.50") < page.index("2026-0001")
    assert 'lang="en"' in page


@pytest.mark.parametrize("language", sorted(LANGUAGES))
async def test_every_page_opens_in_every_language_without_scripts_and_small(
    language: str, debtor: AsyncClient
) -> None:
    token = form_token((await debtor.get("/")).text)
    await debtor.post("/language", data={"language": language, "form_token": token})
    for path in (*PAGES, f"/invoices/{INVOICE}/dispute", "/reach"):
        page = await debtor.get(path)
        assert page.status_code == 200, path
        assert f'<html lang="{language}">' in page.text
        policy = page.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "script-src" not in policy
        assert "<script" not in page.text
        assert "style=" not in page.text
        assets = re.findall(r'(?:src|href)="(/(?:static|look|logo)[^"]*)"', page.text)
        sizes = [len(gzip.compress((await debtor.get(each)).content)) for each in assets]
        assert len(gzip.compress(page.content)) + sum(sizes) < 60_000


def test_every_language_has_every_text_with_the_same_blanks() -> None:
    def blanks(language: str) -> dict[tuple[str, str], set[str]]:
        return {
            (section, name): set(re.findall(r"\{(\w+)\}", text))
            for section, texts in texts_of(language).items()
            for name, text in texts.items()
        }

    for language in LANGUAGES:
        assert blanks(language) == blanks("en"), language


async def test_another_customers_invoice_is_told_like_none(
    debtor: AsyncClient, services: Services
) -> None:
    other = invoice("inv_other", "X-1", "2026-02-04", "9.00", customer_id="cus_other")
    services.says("/v1/invoices/inv_other", other)
    for path in ("/invoices/inv_other", "/invoices/inv_none", "/invoices/inv_other/copy.pdf"):
        page = await debtor.get(path)
        assert page.status_code == 404
        assert "X-1" not in page.text
    own = services.answers["GET", "/v1/invoices"][1]["data"]
    services.says("/v1/invoices", {"data": [*own, other]})
    assert "X-1" not in (await debtor.get("/")).text


async def test_links_that_do_not_work_are_told_alike(
    browser: AsyncClient, services: Services, link: Link
) -> None:
    forged = await browser.get(link(key="a-key-that-nobody-has-ever-heard-of"))
    services.works = False
    over = await browser.get(link())
    nothing = await browser.get("/")
    assert {forged.status_code, over.status_code, nothing.status_code} == {404}
    assert forged.text == over.text == nothing.text
    assert "This link does not work" in forged.text


async def test_a_revoked_link_ends_what_is_open_in_a_browser(
    debtor: AsyncClient, services: Services
) -> None:
    services.works = False
    assert "Ost KG" not in (await debtor.get("/")).text


async def test_a_link_to_preferences_shows_no_amounts(browser: AsyncClient, link: Link) -> None:
    page = await browser.get(link(LinkPurpose.PREFERENCES))
    assert page.url.path == "/reach"
    for path in PAGES[1:]:
        answer = await browser.get(path)
        assert answer.status_code == 404
        assert "100.00" not in answer.text


async def test_names_are_text_whatever_stands_in_them(
    debtor: AsyncClient, services: Services
) -> None:
    hostile = "<script>alert(1)</script>"
    services.says(f"/v1/invoices/{INVOICE}", invoice(INVOICE, hostile, "2026-02-04", "1.00"))
    page = (await debtor.get(f"/invoices/{INVOICE}")).text
    assert hostile not in page
    assert "&lt;script&gt;" in page


async def test_a_service_that_is_away_loses_nothing(
    debtor: AsyncClient, services: Services
) -> None:
    services.away.add("/v1/invoices")
    page = await debtor.get("/")
    assert page.status_code == 503
    assert "Nothing is lost" in page.text
    services.away.clear()
    services.away.add("/v1/plans")
    assert "€150.50" in (await debtor.get("/")).text


async def test_what_was_agreed_is_said_in_plain_words(
    debtor: AsyncClient, services: Services
) -> None:
    of = {"customer_id": CUSTOMER, "creditor_id": CREDITOR_SHOWN["id"]}
    promise = {"state": "open", "due_on": "2026-03-13", "promised": euros("50.50"), **of}
    services.says("/v1/promises", {"data": [promise]})
    assert "you will pay €50.50 by 13 March 2026" in (await debtor.get("/")).text


async def test_a_transfer_has_its_code_and_reference(debtor: AsyncClient) -> None:
    page = (await debtor.get(f"/pay?invoice={INVOICE}")).text
    assert "DE89 3704 0044 0532 0130 00" in page
    assert "data:image/svg+xml;base64," in page
    assert "2026-0001" in page


async def test_a_creditors_colour_is_used_if_white_can_be_read_on_it(debtor: AsyncClient) -> None:
    assert "/look/0b6285.css" in (await debtor.get("/")).text
    assert (await debtor.get("/look/0b6285.css")).text == ":root{--accent:#0b6285}"
    assert (await debtor.get("/look/ffee00.css")).status_code == 404
    assert accent_of({"metadata": {"portal_accent": "#ffee00"}}) is None
    assert accent_of({"metadata": {}}) is None


async def test_a_page_that_fails_by_our_mistake_asks_to_load_it_again(
    debtor: AsyncClient, services: Services
) -> None:
    services.says(f"/v1/customers/{CUSTOMER}", {"id": CUSTOMER})
    page = await debtor.get("/")
    assert (page.status_code, page.headers["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert "Nothing is lost." in page.text
