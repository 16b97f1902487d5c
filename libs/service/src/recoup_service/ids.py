"""The only place that invents ids and secrets; everything else is handed them (ADR-0002)."""

import secrets
from uuid import UUID, uuid4


def new_id() -> UUID:
    """The id of an event or of a request."""
    return uuid4()


def new_key_id() -> str:
    """Names an API key; not a secret, it shows in logs and in who did what."""
    return secrets.token_hex(8)


def new_secret() -> str:
    """256 bits, so that a plain SHA-256 at rest is enough."""
    return secrets.token_hex(32)


def new_bytes(count: int) -> bytes:
    """For keys and nonces."""
    return secrets.token_bytes(count)


def chance(below: int) -> int:
    """For what is spread out, such as retries."""
    return secrets.randbelow(below)
