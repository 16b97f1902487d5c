"""AWS Signature Version 4, as S3 and all that speak like it want requests signed."""

import hmac
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote


class Credentials(NamedTuple):
    key_id: str
    secret: str
    region: str


class Request(NamedTuple):
    method: str
    host: str
    path: str
    """As it is, not quoted."""
    body: bytes = b""


def signed_headers(
    request: Request, credentials: Credentials, at: datetime, more: Mapping[str, str]
) -> Mapping[str, str]:
    """All headers that the request needs; ``more`` are signed, too."""
    stamp, day = f"{at:%Y%m%dT%H%M%SZ}", f"{at:%Y%m%d}"
    digest = sha256(request.body).hexdigest()
    headers = {name.lower(): " ".join(value.split()) for name, value in more.items()}
    headers |= {"host": request.host, "x-amz-content-sha256": digest, "x-amz-date": stamp}
    names = sorted(headers)
    canonical = "\n".join(
        (
            request.method,
            quote(request.path, safe="/-_.~"),
            "",
            *(f"{name}:{headers[name]}" for name in names),
            "",
            ";".join(names),
            digest,
        )
    )
    scope = f"{day}/{credentials.region}/s3/aws4_request"
    hashed = sha256(canonical.encode()).hexdigest()
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashed}"
    key = f"AWS4{credentials.secret}".encode()
    for part in (day, credentials.region, "s3", "aws4_request"):
        key = _hmac(key, part)
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={credentials.key_id}/{scope}, "
        f"SignedHeaders={';'.join(names)}, Signature={_hmac(key, text).hex()}"
    )
    return headers


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), sha256)
