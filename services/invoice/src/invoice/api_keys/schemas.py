"""API keys in JSON; the secret is in one answer only."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from invoice.api_keys.domain.api_key import ApiKey
from invoice.api_keys.domain.known_agencies import ScopesUnfit
from recoup_events.kernel.ids import AgencyId, TenantId
from recoup_events.kernel.limits import Limits
from recoup_service.api.fields import Instant, Name, RequestBody, Words
from recoup_service.api.keyring import limits_in
from recoup_service.api.keys import ApiKey as Minted
from recoup_service.api.keys import mint
from recoup_service.api.problems import Mistake, Problem
from recoup_service.api.resource import Dates, Resource, dates_in
from recoup_service.api.scopes import AGENCY_SCOPES, SCOPES

LASTS = timedelta(days=90)
"""Unless somebody says otherwise."""
LONGEST_OVERLAP = 24 * 90


class KeyState(StrEnum):
    LIVE = "live"
    REPLACED = "replaced"
    EXPIRED = "expired"
    REVOKED = "revoked"


def _known(scope: str) -> str:
    if scope not in SCOPES:
        raise ValueError(f"there is no such scope; there are {', '.join(SCOPES)}")
    return scope


Scope = Annotated[
    str,
    AfterValidator(_known),
    Field(examples=["invoices:write"], json_schema_extra={"enum": list(SCOPES)}),
]
ExpiresAt = Annotated[
    Instant | None,
    Field(
        default=None,
        description="When it stops working; `null`: never. 90 days from now, if left out.",
        examples=["2027-03-31T00:00:00Z"],
    ),
]


class Expiring(RequestBody):
    expires_at: ExpiresAt

    def until(self, now: datetime) -> datetime | None:
        if "expires_at" not in self.model_fields_set:
            return now + LASTS
        if self.expires_at is not None and self.expires_at <= now:
            detail = "This moment has passed: the key would never work. Send a later one."
            wrong = Mistake(detail=detail, pointer="/expires_at")
            raise Problem(422, "expired_already", detail, [wrong])
        return self.expires_at


class LimitsBody(RequestBody):
    """Of each process of a service; what the deployment allows every key stands above them."""

    requests_per_second: int = Field(
        ge=1, le=10_000, strict=True, description="On average.", examples=[20]
    )
    burst: int = Field(
        ge=1,
        le=100_000,
        strict=True,
        description="At once, of what was not used before: `q` of `RateLimit-Policy`.",
        examples=[40],
    )

    @property
    def limits(self) -> Limits:
        return Limits(requests_per_second=self.requests_per_second, burst=self.burst)


SentLimits = Annotated[
    LimitsBody | None,
    Field(
        description="How much it may ask; `null`: as much as every key, which `RateLimit` shows."
    ),
]


class NewApiKey(Expiring):
    """Who is to carry a key, and what it opens."""

    name: Name = Field(description="Who carries it: a system, not a person.", examples=["ERP"])
    scopes: list[Scope] = Field(
        min_length=1,
        max_length=len(SCOPES),
        description="What it opens, and nothing else; each operation of the reference names its own.",
    )
    env: str = Field(
        default="live",
        pattern="^[a-z]{1,20}$",
        description="Shown in the key, so that keys of two deployments are not mixed up.",
        examples=["live"],
    )
    limits: SentLimits = None
    agency_id: Name | None = Field(
        default=None,
        description="The partner agency that carries it: its scopes are those of `agency` alone, and it "
        "sees that agency's placements and nothing else.",
        examples=["agn_3f1c"],
    )

    @property
    def agency(self) -> AgencyId | None:
        """Whose it is; raises ``ScopesUnfit`` where it would open more than that, or nothing."""
        of_agency = [scope in AGENCY_SCOPES for scope in self.scopes]
        if self.agency_id is None and any(of_agency):
            raise ScopesUnfit(
                "The scopes of agency are for a key with an agency_id; send one, or leave them out.",
                pointer="/scopes",
            )
        if self.agency_id is not None and not all(of_agency):
            raise ScopesUnfit(
                f"A key of an agency opens nothing else: send {' and '.join(AGENCY_SCOPES)} alone.",
                pointer="/scopes",
            )
        return None if self.agency_id is None else AgencyId(self.agency_id)

    def minted(self, tenant: TenantId, now: datetime) -> tuple[Minted, str]:
        """The key, and its text."""
        limits = None if self.limits is None else self.limits.limits
        until = self.until(now)
        return mint(
            *(tenant, self.name, self.scopes),
            env=self.env,
            now=now,
            expires_at=until,
            limits=limits,
            agency_id=self.agency,
        )


class ApiKeyChange(RequestBody):
    """What of a key can be changed while it lives."""

    limits: SentLimits


class Rotation(Expiring):
    overlap_hours: int = Field(
        default=24,
        ge=0,
        le=LONGEST_OVERLAP,
        description="How long the old key works beside the new one.",
        examples=[24],
    )


class Revocation(RequestBody):
    reason: Words = Field(examples=["It was sent by mail."])


class ApiKeyShown(Resource):
    id: str = Field(examples=["2f1c9a0b7d3e4f56"])
    name: str
    scopes: list[str]
    env: str
    state: KeyState = Field(description="`replaced`: it works until `expires_at`, beside another.")
    expires_at: datetime | None
    limits: LimitsBody | None = Field(description="Its own; `null`: those of every key.")
    agency_id: str | None = Field(description="The agency that carries it, if one does.")
    replaced_by: str | None = Field(description="The key that takes its place.")
    reason: str | None = Field(description="Why it was revoked.")


class ApiKeyListed(ApiKeyShown):
    last_used_at: datetime | None = Field(
        description="By a request to this part of the API, to the minute; `null`: never."
    )


class ApiKeyMade(ApiKeyShown):
    secret: str = Field(
        description="The key itself, to be sent as `Authorization: Bearer ...`. It is shown this once.",
        examples=["rk_live_2f1c9a0b7d3e4f56_..."],
    )


def shown(key: ApiKey, now: datetime, dates: Dates) -> ApiKeyShown:
    return ApiKeyShown(**dates, **_content(key, now), id=key.key_id, reason=key.reason)


def made(key: ApiKey, now: datetime, dates: Dates, secret: str) -> ApiKeyMade:
    return ApiKeyMade(**dict(shown(key, now, dates)), secret=secret)


def listed(row: Mapping[str, Any], now: datetime) -> ApiKeyListed:
    reason = row["reason"] or ("It was stopped by hand." if row["stopped_at"] else None)
    shown = ("name", "env", "expires_at", "replaced_by", "agency_id")
    key = ApiKey(
        **{name: row[name] for name in shown},
        scopes=row["scopes"],
        reason=reason,
        limits=limits_in(row),
    )
    return ApiKeyListed(
        **dates_in(row),
        **_content(key, now),
        id=row["id"],
        reason=reason,
        last_used_at=row["last_used_at"],
    )


def _content(key: ApiKey, now: datetime) -> dict[str, Any]:
    return {
        "name": key.name,
        "scopes": list(key.scopes),
        "env": key.env,
        "expires_at": key.expires_at,
        "limits": None if key.limits is None else LimitsBody(**dict(key.limits)),
        "replaced_by": key.replaced_by,
        "agency_id": key.agency_id,
        "state": _state(key, now),
    }


def _state(key: ApiKey, now: datetime) -> KeyState:
    if key.reason is not None:
        return KeyState.REVOKED
    if key.expires_at is not None and key.expires_at <= now:
        return KeyState.EXPIRED
    return KeyState.LIVE if key.replaced_by is None else KeyState.REPLACED
