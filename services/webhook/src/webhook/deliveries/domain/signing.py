"""Standard Webhooks 1.0.0: by these headers a receiver tells that it was us, and just now."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from hmac import digest

from webhook.endpoints.domain.secrets import Secret
from webhook.endpoints.domain.wanted import Signature

AGENT = "Recoup-Webhooks/1"


def headers(id: str, at: datetime, body: bytes, secrets: Iterable[Secret]) -> Mapping[str, str]:
    """Of one attempt: the id stays the same over all of them, the moment is the attempt's."""
    timestamp = str(int(at.timestamp()))
    signed = b".".join((id.encode(), timestamp.encode(), body))
    return {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_signature(signed, secret) for secret in secrets),
    }


def _signature(signed: bytes, secret: Secret) -> str:
    if secret.signature is Signature.V1:
        return "v1," + b64encode(digest(secret.key, signed, sha256)).decode()
    return "v1a," + b64encode(secret.private.sign(signed)).decode()
