"""The provider of a deployment, as its settings name it."""

import httpx

from invoice.payment_attempts.provider.checkout import CheckoutProvider, Provider
from invoice.settings import InvoiceSettings

ANSWER_SECONDS = 6.0
"""A debtor waits for it."""


def provider_of(settings: InvoiceSettings) -> Provider | None:
    """``None`` where nobody collects online."""
    if settings.payment_provider_url is None:
        return None
    client = httpx.AsyncClient(
        base_url=str(settings.payment_provider_url),
        auth=(settings.payment_provider_key.get_secret_value(), ""),
        timeout=ANSWER_SECONDS,
        trust_env=False,
    )
    return CheckoutProvider(client)
