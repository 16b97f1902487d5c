"""What we ask of Stripe is what its own description allows and demands, as its stripe-mock reads it."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx
import pytest

from invoice.payment_attempts.domain.attempt import Attempt
from invoice.payment_attempts.provider.checkout import (
    CheckoutProvider,
    ProviderUnavailable,
    session_of,
)
from recoup_events.invoice.payment_attempt import AttemptMethod
from recoup_events.kernel.ids import CustomerId, TenantId
from recoup_events.kernel.money import Money
from recoup_testing.check_tools import find, find_file

pytestmark = pytest.mark.slow

ACME = TenantId("acme")
RETURN = "https://pay.bolts.example/paid"
SESSIONS = "/v1/checkout/sessions"
DEMANDED_IN_WORDS = {
    "body": ["mode", "line_items", "success_url"],
    "line_item_params": ["quantity", "price_data"],
    "price_data_with_product_data": ["unit_amount", "product_data"],
}
"""Of a payment on a page of theirs; the description demands it in sentences alone."""
AMOUNTS = {
    AttemptMethod.CARD: "CLP",
    AttemptMethod.SEPA_DEBIT: "EUR",
    AttemptMethod.ACH_DEBIT: "USD",
}


def strict(schema: dict[str, Any], name: str) -> None:
    """What is not described is refused at every depth; stripe-mock itself looks at the first."""
    if "properties" in schema:
        demanded = DEMANDED_IN_WORDS.get(schema.get("title", name), [])
        schema["required"] = sorted({*schema.get("required", []), *demanded})
        schema["additionalProperties"] = False
    for child in (*schema.get("properties", {}).values(), *schema.get("anyOf", [])):
        strict(child, "")
    if "items" in schema:
        strict(schema["items"], "")


@pytest.fixture(scope="module")
def stripe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address; it listens where it likes, and says where."""
    description = json.loads(find_file("stripe.json").read_text())
    body = description["paths"][SESSIONS]["post"]["requestBody"]["content"]
    strict(body["application/x-www-form-urlencoded"]["schema"], "body")
    file = tmp_path_factory.mktemp("stripe") / "strict.json"
    file.write_text(json.dumps(description))
    command = [find("stripe-mock"), "-spec", str(file), "-http-addr", "127.0.0.1:0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            found = (re.search(r"address: (\S+)", line) for line in process.stdout)
            yield next(f"http://{each[1]}" for each in found if each)
        finally:
            process.kill()


@pytest.fixture
async def provider(stripe: str) -> Any:
    async with httpx.AsyncClient(
        base_url=stripe, auth=("sk_test_123", ""), trust_env=False
    ) as client:
        yield CheckoutProvider(client)


def attempt(method: AttemptMethod) -> Attempt:
    return Attempt(
        attempt_id="pat_1f20",
        customer_id=CustomerId("cus_5f0c"),
        amount=Money(minor_units=100_00, currency=AMOUNTS[method]),
        method=method,
    )


@pytest.mark.parametrize("method", list(AttemptMethod))
async def test_what_we_ask_for_is_accepted(
    method: AttemptMethod, provider: CheckoutProvider
) -> None:
    page = await provider.page_of(ACME, attempt(method), "Invoice 2026-0001", RETURN)
    assert page.startswith("https://")


async def test_whose_a_payment_was_can_be_asked(provider: CheckoutProvider) -> None:
    assert isinstance(await provider.metadata_of("pi_3f20"), Mapping)


Form = dict[str, str]
LINE = "line_items[0]"
MISTAKES: Mapping[str, Callable[[Form], object]] = {
    "no mode": lambda form: form.pop("mode"),
    "no way back": lambda form: form.pop("success_url"),
    "no quantity": lambda form: form.pop(f"{LINE}[quantity]"),
    "no currency": lambda form: form.pop(f"{LINE}[price_data][currency]"),
    "no amount": lambda form: form.pop(f"{LINE}[price_data][unit_amount]"),
    "no name": lambda form: form.pop(f"{LINE}[price_data][product_data][name]"),
    "an unknown field": lambda form: form.update({"reference": "R-1"}),
    "one deep inside": lambda form: form.update({f"{LINE}[price_data][amount]": "1"}),
    "one of the payment": lambda form: form.update({"payment_intent_data[meta][a]": "1"}),
    "an unknown method": lambda form: form.update({"payment_method_types[0]": "debit"}),
    "an amount with a point": lambda form: form.update({f"{LINE}[price_data][unit_amount]": "1.5"}),
}


@pytest.mark.parametrize("mistake", MISTAKES)
async def test_a_mistake_in_it_would_be_refused(
    mistake: str, provider: CheckoutProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = dict(session_of(ACME, attempt(AttemptMethod.CARD), "Invoice 2026-0001", RETURN))
    MISTAKES[mistake](form)
    sent = "invoice.payment_attempts.provider.checkout.session_of"
    monkeypatch.setattr(sent, lambda *_: form)
    with pytest.raises(ProviderUnavailable, match="400 Bad Request"):
        await provider.page_of(ACME, attempt(AttemptMethod.CARD), "Invoice 2026-0001", RETURN)
