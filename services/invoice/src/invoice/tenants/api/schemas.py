"""Tenants in JSON."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from invoice.api_keys.schemas import ApiKeyMade, LimitsBody, NewApiKey
from invoice.tenants.domain.tenant import Tenant
from recoup_events.invoice.tenant import TenantState
from recoup_events.kernel.limits import Limits
from recoup_service.api.fields import Name, RequestBody, Words
from recoup_service.api.keyring import limits_in
from recoup_service.api.keys import TENANT as TENANT_ID
from recoup_service.api.resource import Dates, Resource, dates_in

FIRST_KEY = {"name": "First key", "scopes": ["keys:read", "keys:write"]}
SentLimits = Annotated[
    LimitsBody | None,
    Field(
        description="How much all its keys and users may ask together, of each process of a service; "
        "`null`: each as much as every key may."
    ),
]


class NewTenant(RequestBody):
    """Who is to be a tenant, and the key that it begins with."""

    id: Annotated[str, StringConstraints(pattern=f"^{TENANT_ID.pattern}$")] = Field(
        description="What stands in its keys and events for ever; `platform` is the operator's own.",
        examples=["acme"],
    )
    name: Name = Field(description="What you call it.", examples=["Acme GmbH"])
    limits: SentLimits = None
    key: NewApiKey = Field(
        default_factory=lambda: NewApiKey.model_validate(FIRST_KEY),
        description="Its first key. Left out, one that can only make others.",
        examples=[FIRST_KEY],
    )


class TenantChange(RequestBody):
    """What of a tenant can be changed."""

    limits: SentLimits


class Suspension(RequestBody):
    reason: Words = Field(
        description="Whoever asks with a key of this tenant reads it.",
        examples=["The invoice of November is unpaid."],
    )


class Ending(RequestBody):
    reason: Words = Field(
        description="Whoever asks with a key of this tenant reads it.",
        examples=["The contract ended on 30 November."],
    )


class TenantShown(Resource):
    id: str = Field(examples=["acme"])
    name: str = Field(examples=["Acme GmbH"])
    state: TenantState = Field(
        description="`suspended` and `ended`: requests are refused, and what falls due waits."
    )
    reason: str | None = Field(description="Why it is suspended or has ended.")
    limits: LimitsBody | None = Field(
        description="Of all its keys and users together; `null`: each as every key."
    )


class TenantMade(TenantShown):
    key: ApiKeyMade = Field(description="Its first key, whose secret is shown this once.")


def shown(tenant: Tenant, dates: Dates) -> TenantShown:
    return TenantShown(
        **dates,
        id=tenant.tenant_id,
        name=tenant.name,
        state=tenant.state,
        reason=tenant.reason,
        limits=_body(tenant.limits),
    )


def listed(row: Mapping[str, Any]) -> TenantShown:
    return TenantShown(
        **dates_in(row),
        id=row["id"],
        name=row["name"],
        state=row["state"],
        reason=row["reason"],
        limits=_body(limits_in(row)),
    )


def limits_of(sent: LimitsBody | None) -> Limits | None:
    return None if sent is None else sent.limits


def _body(limits: Limits | None) -> LimitsBody | None:
    return None if limits is None else LimitsBody(**dict(limits))
