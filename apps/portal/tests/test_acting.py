"""What a debtor does: asked of the services once, in their name, with words when it cannot be done."""

import pytest
from httpx import AsyncClient

from portal.forms import amount_of
from recoup_events.kernel.money import Money
from recoup_testing.portal_example import (
    CREDITOR,
    CUSTOMER,
    INVOICE,
    LATER,
    PERSON,
    Services,
    euros,
    form_token,
    send,
)

Form = dict[str, str]


async def test_a_promise_is_made_once_however_often_the_form_is_sent(
    debtor: AsyncClient, services: Services
) -> None:
    services.says("/v1/promises", {"promised": euros("100.00")}, 201, "POST")
    form = {"day": "2026-03-20", "which": INVOICE}
    first, again = [await send(debtor, "/time/promise", form) for _ in range(2)]
    assert "you will pay €100.00 by 20 March 2026" in first
    assert first == again
    sent, twice = services.sent("POST", "/v1/promises")
    assert sent == twice
    assert sent["slices"] == [{"invoice_id": INVOICE}]
    assert (sent["given_by"], sent["person_id"]) == ("portal", PERSON)
    keys = {r.headers.get("Idempotency-Key") for r in services.asked if r.method == "POST"}
    assert len(keys - {None}) == 1


async def test_all_open_invoices_can_be_promised(debtor: AsyncClient, services: Services) -> None:
    services.says("/v1/promises", {"promised": euros("150.50")}, 201, "POST")
    await send(debtor, "/time/promise", {"day": "2026-03-20", "which": "all EUR"})
    [sent] = services.sent("POST", "/v1/promises")
    assert sent["slices"] == [{"invoice_id": INVOICE}, {"invoice_id": LATER}]


@pytest.mark.parametrize("day", ["2026-03-10", "2026-03-25", "", "tomorrow", "0001-01-01"])
async def test_a_day_that_cannot_be_promised_is_told_with_the_last_one(
    day: str, debtor: AsyncClient, services: Services
) -> None:
    page = await send(debtor, "/time/promise", {"day": day, "which": INVOICE})
    assert "from tomorrow until 24 March 2026" in page
    assert services.sent("POST", "/v1/promises") == []


async def test_a_promise_that_is_refused_names_another_way(
    debtor: AsyncClient, services: Services
) -> None:
    services.says("/v1/promises", {"code": "promise_refused"}, 409, "POST")
    page = await send(debtor, "/time/promise", {"day": "2026-03-20", "which": INVOICE})
    assert "Please call or write to us" in page


async def test_hardship_is_recorded_for_this_creditor(
    debtor: AsyncClient, services: Services
) -> None:
    path = f"/v1/customers/{CUSTOMER}/conditions"
    services.says(path, {}, 200, "POST")
    assert "No final notices" in await send(debtor, "/time/hardship", {"note": "Illness."})
    [sent] = services.sent("POST", path)
    assert (sent["condition"], sent["creditor"], sent["note"]) == (
        "hardship",
        "default",
        "Illness.",
    )


async def test_wishes_are_the_persons_own(debtor: AsyncClient, services: Services) -> None:
    path = f"/v1/customers/{CUSTOMER}/persons/{PERSON}"
    services.says(path, {}, 200, "PATCH")
    await send(debtor, "/reach", {"channel": "letter", "begins": "12:00", "ends": "13:30"})
    [sent] = services.sent("PATCH", path)
    assert sent["preferred_channel"] == "letter"
    assert sent["inconvenient_times"] == [{"begins": "12:00", "ends": "13:30"}]


async def test_opting_out_ends_the_ways_that_were_chosen(
    debtor: AsyncClient, services: Services
) -> None:
    services.says("/v1/consents/opt-outs", {}, 201, "POST")
    assert "no longer write to you" in await send(debtor, "/reach/stop", {"email": "1"})
    [sent] = services.sent("POST", "/v1/consents/opt-outs")
    assert (sent["channel"], sent["person_id"], sent["creditor"]) == ("email", PERSON, "default")


async def test_a_wrong_person_is_left_alone_and_their_links_end(
    debtor: AsyncClient, services: Services
) -> None:
    services.says("/v1/consents/opt-outs", {}, 201, "POST")
    path = f"/v1/customers/{CUSTOMER}/portal-links/revocation"
    services.says(path, {}, 200, "POST")
    await send(debtor, "/reach/wrong-person", {})
    sent = services.sent("POST", "/v1/consents/opt-outs")
    assert {each["channel"] for each in sent} == {"email", "sms", "call", "letter"}
    assert all("creditor" not in each for each in sent)
    assert [each["person_id"] for each in services.sent("POST", path)] == [PERSON]
    assert (await debtor.get("/")).status_code == 404


async def test_a_form_from_elsewhere_does_nothing(debtor: AsyncClient, services: Services) -> None:
    for token in ("", "0" * 64):
        answer = await debtor.post("/time/hardship", data={"note": "", "form_token": token})
        assert answer.status_code == 403
        assert "Nothing was sent" in answer.text
    assert services.sent("POST", f"/v1/customers/{CUSTOMER}/conditions") == []


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        *(("12", 1200), ("12,5", 1250), ("12.50", 1250), ("1.234,56", 123456)),
        *(("1,234.56", 123456), ("1 234,56", 123456), ("1'234.50", 123450), ("1.234", 123400)),
        *(("0", None), ("-1", None), ("1.5.5x", None), ("9999999", None), ("1,005", 100500)),
        *(("", None), ("1e5", None), ("12,345,678,901,234,567", None)),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, cents: int | None) -> None:
    read = amount_of(text, Money(minor_units=200_000, currency="EUR"))
    assert (None if read is None else read.minor_units) == cents


async def test_paying_online_leads_to_the_providers_page_and_a_form_does_it_once(
    debtor: AsyncClient, services: Services
) -> None:
    services.says("/v1/payment-attempts", {"url": "http://payments/pay/cs_1"}, 201, "POST")
    page = await debtor.get(f"/pay?invoice={INVOICE}")
    assert "form-action 'self' http://payments/" in page.headers["Content-Security-Policy"]
    form = {"method": "card", "currency": "EUR", "invoice": INVOICE}
    form["form_token"] = form_token(page.text)
    for _ in range(2):
        answer = await debtor.post("/pay/online", data=form, follow_redirects=False)
        assert answer.headers["Location"] == "http://payments/pay/cs_1"
    first, again = services.sent("POST", "/v1/payment-attempts")
    assert first == again
    assert (first["invoices"], first["return_url"]) == ([INVOICE], "http://portal/paid")
    assert "shown on your overview" in (await debtor.get("/paid?paid=yes")).text
    assert "No payment was made" in (await debtor.get("/paid?paid=no")).text


async def test_a_method_of_another_currency_is_not_offered(
    debtor: AsyncClient, services: Services
) -> None:
    assert 'value="ach_debit"' not in (await debtor.get("/pay")).text
    form = {"method": "ach_debit", "currency": "EUR", "invoice": INVOICE}
    assert "Please choose one." in await send(debtor, "/pay/online", form)
    assert services.sent("POST", "/v1/payment-attempts") == []


async def test_what_is_on_its_way_and_what_came_back_are_said(
    debtor: AsyncClient, services: Services
) -> None:
    of = {
        "customer_id": CUSTOMER,
        "creditor_id": CREDITOR,
        "amount": euros("100.00"),
        "parts": [{"invoice_id": INVOICE}],
    }
    attempts = [{"state": state, **of} for state in ("pending", "returned", "failed", "started")]
    services.says("/v1/payment-attempts", {"data": attempts})
    page = (await debtor.get("/")).text
    assert page.count("is on its way") == page.count("taken back by the bank") == 1
    services.says("/v1/invoices", {"data": []})
    assert "taken back by the bank" not in (await debtor.get("/")).text
