"""Twilio's signature of a callback: HMAC-SHA1 of the address it called and the form it sent."""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha1
from hmac import compare_digest, digest
from urllib.parse import parse_qsl

Form = Sequence[tuple[str, str]]
MOST_FIELDS = 200


class SmsSignature:
    """Made with the account's token, which only the provider and we know."""

    def __init__(self, token: str, public_url: str) -> None:
        self._token = token.encode()
        self._public_url = public_url.rstrip("/")

    def of(self, path: str, form: Form) -> str:
        """``path`` with its query, as it was called."""
        fields = "".join(f"{name}{value}" for name, value in sorted(set(form)))
        signed = f"{self._public_url}{path}{fields}".encode()
        return b64encode(digest(self._token, signed, sha1)).decode()

    def form_of(self, path: str, body: bytes, signature: str) -> dict[str, str] | None:
        """The fields of a genuine callback, ``None`` for any other."""
        try:
            form = parse_qsl(
                body.decode(),
                keep_blank_values=True,
                strict_parsing=bool(body),
                max_num_fields=MOST_FIELDS,
                errors="strict",
            )
        except ValueError:  # UnicodeDecodeError is one
            return None
        if not self._token or not compare_digest(self.of(path, form).encode(), signature.encode()):
            return None
        return dict(form)
