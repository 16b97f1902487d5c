"""A provider that speaks like Stripe Checkout: a page of its own, and signed callbacks."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, digest
from typing import Protocol

import httpx

from invoice.payment_attempts.domain.attempt import Attempt
from recoup_events.invoice.payment_attempt import AttemptMethod
from recoup_events.kernel.ids import TenantId

FRESH = timedelta(minutes=5)
"""Each try of a callback is signed anew; what is older was recorded by somebody."""
METHODS = {
    AttemptMethod.CARD: "card",
    AttemptMethod.SEPA_DEBIT: "sepa_debit",
    AttemptMethod.ACH_DEBIT: "us_bank_account",
}
VERSION = "2025-03-31.basil"
_ZERO_DECIMALS_TIMES = {"ISK": 100, "UGX": 100}
"""Currencies without minor units that Stripe writes with two all the same."""


class ProviderUnavailable(Exception):
    """It does not answer, or not with a page to pay on."""


class Provider(Protocol):
    """Leads a debtor to a page on which it is paid."""

    async def page_of(
        self, tenant: TenantId, attempt: Attempt, description: str, return_url: str
    ) -> str: ...

    async def metadata_of(self, payment_intent: str) -> Mapping[str, str]: ...


class CheckoutProvider:
    """See the module."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def page_of(
        self, tenant: TenantId, attempt: Attempt, description: str, return_url: str
    ) -> str:
        """The same page however often it is asked for: the attempt's id is the idempotency key."""
        answer = await self._ask(
            "POST",
            "/v1/checkout/sessions",
            data=dict(session_of(tenant, attempt, description, return_url)),
            headers={"Idempotency-Key": attempt.attempt_id, "Stripe-Version": VERSION},
        )
        url = answer.get("url")
        if not isinstance(url, str):
            raise ProviderUnavailable("its answer names no page")
        return url

    async def metadata_of(self, payment_intent: str) -> Mapping[str, str]:
        """What we had it keep with a payment: whose attempt it is."""
        answer = await self._ask("GET", f"/v1/payment_intents/{payment_intent}")
        found = answer.get("metadata")
        return found if isinstance(found, dict) else {}

    async def _ask(
        self,
        method: str,
        path: str,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Mapping[str, object]:
        try:
            answer = await self._client.request(method, path, data=data, headers=headers)
            answer.raise_for_status()
            body = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderUnavailable(f"{type(error).__name__}: {error}") from error
        if not isinstance(body, dict):
            raise ProviderUnavailable("its answer is no object")
        return body


def session_of(
    tenant: TenantId, attempt: Attempt, description: str, return_url: str
) -> Iterator[tuple[str, str]]:
    """What is asked for, in the brackets of Stripe's forms."""
    ours = {
        "tenant": tenant,
        "customer_id": attempt.customer_id,
        "attempt_id": attempt.attempt_id,
    }
    currency = attempt.amount.currency
    units = attempt.amount.minor_units * _ZERO_DECIMALS_TIMES.get(currency, 1)
    line = "line_items[0]"
    yield "mode", "payment"
    yield "client_reference_id", attempt.attempt_id
    yield "payment_method_types[0]", METHODS[attempt.method]
    yield f"{line}[quantity]", "1"
    yield f"{line}[price_data][currency]", currency.lower()
    yield f"{line}[price_data][unit_amount]", str(units)
    yield f"{line}[price_data][product_data][name]", description[:250]
    yield "success_url", f"{return_url}?paid=yes"
    yield "cancel_url", f"{return_url}?paid=no"
    for name, value in ours.items():
        yield f"metadata[{name}]", value
        yield f"payment_intent_data[metadata][{name}]", value


class CheckoutSignature:
    """``Stripe-Signature``: HMAC-SHA256 of the moment and the body; what is old is refused."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def of(self, timestamp: str, body: bytes) -> str:
        return digest(self._secret, timestamp.encode() + b"." + body, sha256).hex()

    def genuine(self, header: str, body: bytes, now: datetime) -> bool:
        """``now`` is the time outside; one of several signatures is enough, as while a secret is changed."""
        pairs = [part.strip().partition("=") for part in header.split(",")[:20]]
        stamp = next((value for name, _, value in pairs if name == "t"), "")
        given: Sequence[str] = [value for name, _, value in pairs if name == "v1"]
        if not (self._secret and stamp.isascii() and stamp.isdecimal() and len(stamp) <= 11):
            return False
        made = self.of(stamp, body).encode()
        if not sum(compare_digest(made, each.encode()) for each in given):
            return False
        return abs(now - datetime.fromtimestamp(int(stamp), UTC)) <= FRESH
