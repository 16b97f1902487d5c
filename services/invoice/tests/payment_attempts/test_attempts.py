"""Money that is paid online is booked once, whatever the callbacks do; what is taken back is owed again."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx import ASGITransport, AsyncClient

from invoice.main import build
from invoice.payment_attempts.provider.checkout import CheckoutProvider, CheckoutSignature
from invoice.settings import InvoiceSettings
from recoup_cli.services import NOWHERE
from recoup_cli.sinks.payments import SECRET, Sessions, application, signed
from recoup_service.clock import SystemClock
from recoup_service.service import Service

Shown = dict[str, Any]
Call = Callable[..., Awaitable[int]]


class Sandbox:
    """The provider of the local stack, in this process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.away = False

    def client(self) -> httpx.AsyncClient:
        app = application(self.folder, "http://unused", httpx.AsyncClient())
        transport = ASGITransport(app)

        async def refuse(_: httpx.Request) -> None:
            if self.away:
                raise httpx.ConnectError("away")

        hooks = {"request": [refuse]}
        return AsyncClient(transport=transport, base_url="http://provider", event_hooks=hooks)


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    return Sandbox(tmp_path_factory.mktemp("provider"))


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Iterator[Service]:
    settings = InvoiceSettings.model_validate(
        {
            **NOWHERE,
            "files": str(tmp_path_factory.mktemp("files")),
            "payment_webhook_secret": SECRET,
        }
    )
    with pytest.MonkeyPatch.context() as patched:
        provider = CheckoutProvider(sandbox.client())
        patched.setattr("invoice.payment_attempts.api.online.provider_of", lambda _: provider)
        yield build(settings)


@pytest.fixture
async def attempt(erp: AsyncClient, issue: Any, customer: Shown) -> Shown:
    """Somebody was led to pay an invoice over 100 euros by a debit."""
    invoice = await issue("SO-1")
    return await start(erp, customer, [invoice["id"]])


async def start(
    erp: AsyncClient, customer: Shown, invoices: list[str], key: str = "form-1"
) -> Shown:
    body = {
        "customer_id": customer["id"],
        "invoices": invoices,
        "method": "sepa_debit",
        "return_url": "https://pay.bolts.example/paid",
    }
    answer = await erp.post("/v1/payment-attempts", json=body, headers={"Idempotency-Key": key})
    assert answer.status_code == 201, answer.text
    started: Shown = answer.json()
    return started


@pytest.fixture
def call(erp: AsyncClient, sandbox: Sandbox) -> Call:
    """The provider calls back about an attempt."""

    async def call(
        attempt: Shown, outcome: str, at: datetime | None = None, secret: str = SECRET
    ) -> int:
        session = Sessions(sandbox.folder).find(attempt["url"].rpartition("/")[2])
        assert session is not None
        body = session.event(outcome)
        moment = (at or SystemClock().now()).timestamp()
        headers = {"Stripe-Signature": signed(body, moment, secret)}
        answer = await erp.post("/open/payment-callbacks", content=body, headers=headers)
        return answer.status_code

    return call


async def balance(erp: AsyncClient, attempt: Shown) -> str:
    id = attempt["parts"][0]["invoice_id"]
    return str((await erp.get(f"/v1/invoices/{id}")).json()["balance"]["amount"])


async def state(erp: AsyncClient, attempt: Shown) -> str:
    return str((await erp.get(f"/v1/payment-attempts/{attempt['id']}")).json()["state"])


async def test_a_debit_is_owed_until_it_arrives_and_booked_once(
    erp: AsyncClient, attempt: Shown, call: Call
) -> None:
    assert await call(attempt, "pending") == 204
    assert (await state(erp, attempt), await balance(erp, attempt)) == ("pending", "100.00")
    for _ in range(3):
        assert await call(attempt, "arrived") == 204
    assert (await state(erp, attempt), await balance(erp, attempt)) == ("succeeded", "0.00")
    found = (await erp.get(f"/v1/payment-attempts/{attempt['id']}")).json()
    paid = (await erp.get(f"/v1/payments/{found['payment_id']}")).json()
    assert (paid["amount"]["amount"], paid["source"]) == ("100.00", "online")


@pytest.mark.parametrize("order", sorted(permutations(("pending", "arrived", "returned"))))
async def test_what_is_taken_back_is_owed_in_whatever_order_it_is_heard(
    order: tuple[str, ...], erp: AsyncClient, attempt: Shown, call: Call
) -> None:
    for outcome in (*order, *order):
        assert await call(attempt, outcome) == 204
    assert (await state(erp, attempt), await balance(erp, attempt)) == ("returned", "100.00")


@pytest.mark.parametrize("order", sorted(permutations(("pending", "failed"))))
async def test_what_fails_is_owed(
    order: tuple[str, ...], erp: AsyncClient, attempt: Shown, call: Call
) -> None:
    for outcome in order:
        await call(attempt, outcome)
    assert (await state(erp, attempt), await balance(erp, attempt)) == ("failed", "100.00")


async def test_a_provider_that_collects_after_it_had_given_up_has_collected(
    erp: AsyncClient, attempt: Shown, call: Call
) -> None:
    await call(attempt, "expired")
    await call(attempt, "paid")
    assert await balance(erp, attempt) == "0.00"


async def test_what_was_paid_meanwhile_leaves_the_rest_on_account(
    erp: AsyncClient, attempt: Shown, call: Call, pay: Any
) -> None:
    await pay("BANK-1", "60.00")
    await call(attempt, "paid")
    assert await balance(erp, attempt) == "0.00"
    found = (await erp.get(f"/v1/payment-attempts/{attempt['id']}")).json()
    paid = (await erp.get(f"/v1/payments/{found['payment_id']}")).json()
    assert paid["unapplied"]["amount"] == "60.00"


@pytest.mark.parametrize("minutes", [-6, 6, 60 * 24])
async def test_an_old_callback_is_refused(
    minutes: int, erp: AsyncClient, attempt: Shown, call: Call
) -> None:
    assert await call(attempt, "paid", SystemClock().now() - timedelta(minutes=minutes)) == 403
    assert await balance(erp, attempt) == "100.00"


async def test_a_forged_callback_is_refused(erp: AsyncClient, attempt: Shown, call: Call) -> None:
    assert await call(attempt, "paid", secret="whsec_of_somebody_else") == 403
    for header in ("", "t=,v1=", "v1=ab", "t=1,t=2,v1=é", "t=" + "9" * 40 + ",v1=00"):
        answer = await erp.post(
            "/open/payment-callbacks",
            content=b"{}",
            headers=[(b"Stripe-Signature", header.encode())],
        )
        assert answer.status_code == 403
    assert await state(erp, attempt) == "started"


def test_without_a_secret_every_callback_is_refused() -> None:
    now = SystemClock().now()
    assert not CheckoutSignature("").genuine(signed(b"{}", now.timestamp(), ""), b"{}", now)
    assert CheckoutSignature(SECRET).genuine(signed(b"{}", now.timestamp()), b"{}", now)


async def test_the_same_form_is_led_to_the_same_page(
    erp: AsyncClient, attempt: Shown, customer: Shown
) -> None:
    invoices = [attempt["parts"][0]["invoice_id"]]
    again = await start(erp, customer, invoices)
    assert (again["id"], again["url"]) == (attempt["id"], attempt["url"])
    other = await start(erp, customer, invoices, key="form-2")
    assert other["id"] != attempt["id"]


async def test_the_provider_names_the_invoices_as_the_debtor_knows_them(
    erp: AsyncClient, attempt: Shown, sandbox: Sandbox
) -> None:
    invoice = (await erp.get(f"/v1/invoices/{attempt['parts'][0]['invoice_id']}")).json()
    session = Sessions(sandbox.folder).find(attempt["url"].rpartition("/")[2])
    assert session is not None
    assert session.form["line_items[0][price_data][product_data][name]"] == invoice["number"]


async def test_a_provider_that_is_away_charges_nothing_and_may_be_asked_again(
    erp: AsyncClient, attempt: Shown, customer: Shown, sandbox: Sandbox
) -> None:
    body = {
        "customer_id": customer["id"],
        "invoices": [attempt["parts"][0]["invoice_id"]],
        "method": "card",
        "return_url": "https://pay.bolts.example/paid",
    }
    sandbox.away = True
    try:
        answer = await erp.post("/v1/payment-attempts", json=body)
    finally:
        sandbox.away = False
    assert answer.status_code == 503
    assert answer.json()["code"] == "payment_provider_unavailable"


async def test_what_is_not_owed_cannot_be_paid(
    erp: AsyncClient, attempt: Shown, customer: Shown, pay: Any
) -> None:
    await pay("BANK-1", "100.00")
    body = {
        "customer_id": customer["id"],
        "invoices": [attempt["parts"][0]["invoice_id"]],
        "method": "card",
        "return_url": "https://pay.bolts.example/paid",
    }
    answer = await erp.post("/v1/payment-attempts", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_pay")
    body["invoices"] = ["inv_none"]
    answer = await erp.post("/v1/payment-attempts", json=body)
    assert answer.status_code == 422
