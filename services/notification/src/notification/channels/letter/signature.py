"""Lob's signature of a callback: HMAC-SHA256 of the moment and the body; what is old is refused."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, digest

FRESH = timedelta(minutes=5)
"""Each try of a callback is signed anew."""


class LetterSignature:
    """Made with the webhook's secret, which only the provider and we know."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def of(self, timestamp: str, body: bytes) -> str:
        return digest(self._secret, timestamp.encode() + b"." + body, sha256).hex()

    def genuine(self, timestamp: str, body: bytes, signature: str, now: datetime) -> bool:
        """``timestamp`` is in seconds or milliseconds."""
        if not (self._secret and timestamp.isascii() and timestamp.isdecimal()):
            return False
        if len(timestamp) > 13 or not compare_digest(
            self.of(timestamp, body).encode(), signature.encode()
        ):
            return False
        seconds = int(timestamp) / (1000 if len(timestamp) == 13 else 1)
        return abs(now - datetime.fromtimestamp(seconds, UTC)) <= FRESH
