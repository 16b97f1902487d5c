"""The issuer whose tokens people sign in with, in the settings of every service."""

import json
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode

from recoup_service.environment import WITH_SECRETS

Scope = Annotated[str, StringConstraints(pattern=r"^([a-z]+|\*):(read|write)$")]
Roles = Mapping[str, tuple[Scope, ...]]
ROLES: Roles = {
    "viewer": ("*:read",),
    "collector": (
        *("*:read", "calls:write", "consents:write", "disputes:write"),
        *("enrolments:write", "plans:write", "promises:write", "tasks:write"),
    ),
    "accountant": (
        *("*:read", "customers:write", "invoices:write", "payments:write", "postings:write"),
    ),
    "approver": ("*:read", "approvals:write"),
    "admin": ("*:read", "*:write"),
}
"""What a role opens where nothing else is said."""


def private_url(url: str) -> str:
    """An address nobody on the way can answer in place of: by TLS, or on the machine itself."""
    parts = urlsplit(url)
    if not parts.hostname or parts.fragment or parts.username is not None:
        raise ValueError("It is not an address. Write it as https://host/path.")
    if parts.scheme != "https" and not (parts.scheme == "http" and _loopback(parts.hostname)):
        raise ValueError("It begins with https://, save for an issuer on the machine itself.")
    return url


def _issuer_url(url: str) -> str:
    if "?" in url:
        raise ValueError("An issuer has no query. Write it as https://host/path.")
    return private_url(url)


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _json(value: object) -> object:
    return json.loads(value) if isinstance(value, str) else value


PrivateUrl = Annotated[str, AfterValidator(private_url)]


class OidcSettings(BaseSettings):
    """``RECOUP_OIDC_*``; without an issuer API keys alone open the APIs."""

    model_config = WITH_SECRETS

    oidc_issuer: Annotated[str, AfterValidator(_issuer_url)] | None = None
    """Whose tokens are believed, letter by letter as their `iss` has it. Unset, API keys alone open the APIs."""
    oidc_audience: str | None = Field(default=None, min_length=1, validate_default=True)
    """What `aud` of a token has to name: this API, as the issuer knows it."""
    oidc_subject_key: SecretStr | None = Field(default=None, min_length=32, validate_default=True)
    """Of at least 32 characters and the same for every service: for the hashes by which events name people.
    It is never changed: with another key everybody would be somebody else."""
    oidc_jwks_url: PrivateUrl | None = None
    """Where the issuer's keys are; unset, where its `/.well-known/openid-configuration` says."""
    oidc_tenant_claim: str = Field(default="tenant", min_length=1)
    """The claim that names the tenant; dots lead into objects."""
    oidc_roles_claim: str = Field(default="roles", min_length=1)
    """The claim that lists roles, such as `realm_access.roles`."""
    oidc_subject_claim: str = Field(default="sub", min_length=1)
    """The claim that says who it is, the same through whatever client somebody signs in: `oid` with Entra ID."""
    oidc_roles: Annotated[Roles, NoDecode, BeforeValidator(_json)] = ROLES
    """What each role opens, as JSON, in place of these; `*` stands for every resource. A role that is not here opens nothing."""
    oidc_stale_key_seconds: int = Field(default=24 * 60 * 60, ge=60)
    """How long the issuer's keys are used while it does not answer; then tokens get a 503."""

    @field_validator("oidc_audience", "oidc_subject_key")
    @classmethod
    def _comes_with_an_issuer(
        cls, value: str | SecretStr | None, others: ValidationInfo
    ) -> str | SecretStr | None:
        if value is None and others.data.get("oidc_issuer") is not None:
            raise ValueError("It is needed beside RECOUP_OIDC_ISSUER. Set it, too.")
        return value
