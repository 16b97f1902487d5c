"""All that paying online serves."""

from collections.abc import Sequence

from fastapi import APIRouter

from invoice.payment_attempts.api.callbacks import payment_callbacks
from invoice.payment_attempts.api.routes import payment_attempts
from invoice.payment_attempts.provider.checkout import CheckoutSignature
from invoice.payment_attempts.provider.client import provider_of
from invoice.settings import InvoiceSettings
from recoup_eventstore.clock import Clock


def paying_online(settings: InvoiceSettings, outside: Clock) -> Sequence[APIRouter]:
    """``outside``: the provider's time, however a demonstration's passes."""
    provider = provider_of(settings)
    signature = CheckoutSignature(settings.payment_webhook_secret.get_secret_value())
    return payment_attempts(provider), payment_callbacks(signature, provider, outside)
