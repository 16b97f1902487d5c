"""Endpoints in JSON."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from recoup_events.kernel.ids import TenantId, creditor_id_of
from recoup_events.webhook import DisabledReason
from recoup_service.api.fields import PRINTABLE, Name, RequestBody, Words
from recoup_service.api.resource import Dates, Resource, dates_in
from webhook.endpoints.domain.address import LONGEST
from webhook.endpoints.domain.endpoint import Endpoint, EndpointState
from webhook.endpoints.domain.errors import TypeUnknown
from webhook.endpoints.domain.wanted import Order, Payload, Signature, Wanted
from webhook.events.domain.type_filter import UnknownType, types_of

Url = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=PRINTABLE)]
SecretText = Annotated[str, StringConstraints(max_length=200, pattern=PRINTABLE)]
Types = Annotated[tuple[Name, ...], Field(min_length=1, max_length=200)]
Names = Annotated[tuple[Name, ...], Field(max_length=100)]
ONLY_TYPES = (
    "Events of these types: names, such as `invoice.paid`, versions, or kinds, `dispute.*`."
)
ONLY_CUSTOMERS = "Only what concerns one of these customers, by Recoup's id; all if there are none."
ONLY_CREDITORS = (
    "Not what names another creditor than these, by your code; what names none comes. All if there "
    "are none."
)
HOW_MUCH = (
    "`ids`: that it happened, and to what. `without_personal_data`: all but personal values, of "
    "which only `person` is told. `full`: all of it."
)
IN_ORDER = (
    "`per_customer`: a customer's next event is sent when the one before was received or given up. "
    "`none`: each as soon as it can be."
)
PER_SECOND = (
    "At most so many a second, from each process of the service; `null`: as fast as it goes."
)
PUBLIC = "A public https:// address; any other is refused as `url_unacceptable`. Redirects are not followed."
OWN_SECRET = (
    "One of your own, `whsec_` and 24 to 64 bytes in base64 (`whsk_` and an ed25519 key for `v1a`), or it is "
    "refused as `secret_unacceptable`; left out, one is made."
)
SIGNED = "`v1`: HMAC-SHA256 with a shared secret. `v1a`: ed25519, you know the public key alone."


class NewEndpoint(RequestBody):
    """Somewhere to tell what happens."""

    external_id: Name = Field(
        description="Your id of the endpoint; it can be used once.", examples=["erp-production"]
    )
    url: Url = Field(
        description=PUBLIC,
        examples=["https://erp.example.com/recoup"],
    )
    description: Words | None = Field(
        default=None, description="What it is, for people.", examples=["Our ERP's inbox"]
    )
    types: Types = Field(default=("*",), description=ONLY_TYPES, examples=[["invoice.paid"]])
    customer_ids: Names = Field(default=(), description=ONLY_CUSTOMERS, examples=[["cus_9f0c"]])
    creditors: Names = Field(default=(), description=ONLY_CREDITORS, examples=[["default"]])
    payload: Payload = Field(default=Payload.WITHOUT_PERSONAL_DATA, description=HOW_MUCH)
    order: Order = Field(default=Order.NONE, description=IN_ORDER)
    per_second: int | None = Field(
        default=None, ge=1, le=10_000, description=PER_SECOND, examples=[50]
    )
    signature: Signature = Field(default=Signature.V1, description=SIGNED)
    secret: SecretText | None = Field(
        default=None,
        description=OWN_SECRET,
        examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )

    def wanted(self, tenant: TenantId) -> Wanted:
        return Wanted(
            url=self.url,
            description=self.description or "",
            types=_known(self.types),
            customer_ids=self.customer_ids,
            creditor_ids=_creditors(tenant, self.creditors),
            payload=self.payload,
            order=self.order,
            per_second=self.per_second,
        )


class EndpointChange(RequestBody):
    """What is to be otherwise; what is left out stays."""

    url: Url = Field(
        default_factory=str, description=PUBLIC, examples=["https://erp.example.com/recoup"]
    )
    description: Words | None = Field(
        default=None, description="What it is, for people.", examples=["Our ERP's inbox"]
    )
    types: Types = Field(default=("*",), description=ONLY_TYPES, examples=[["invoice.paid"]])
    customer_ids: Names = Field(default=(), description=ONLY_CUSTOMERS, examples=[["cus_9f0c"]])
    creditors: Names = Field(default=(), description=ONLY_CREDITORS, examples=[["default"]])
    payload: Payload = Field(default=Payload.WITHOUT_PERSONAL_DATA, description=HOW_MUCH)
    order: Order = Field(default=Order.NONE, description=IN_ORDER)
    per_second: int | None = Field(
        default=None, ge=1, le=10_000, description=PER_SECOND, examples=[50]
    )

    def on(self, wanted: Wanted, tenant: TenantId) -> Wanted:
        sent: dict[str, Any] = {name: getattr(self, name) for name in self.model_fields_set}
        if "creditors" in sent:
            sent["creditor_ids"] = _creditors(tenant, sent.pop("creditors"))
        if "types" in sent:
            _known(self.types)
        if "description" in sent:
            sent["description"] = self.description or ""
        return wanted.model_copy(update=sent)


class Disablement(RequestBody):
    detail: Words = Field(
        default="Disabled by request.", description="Why, for people.", examples=["Maintenance"]
    )


class Rotation(RequestBody):
    """A new secret; those before go on signing beside it for a time."""

    signature: Signature = Field(default=Signature.V1, description=SIGNED)
    secret: SecretText | None = Field(
        default=None,
        description=OWN_SECRET,
        examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )
    overlap_hours: int = Field(
        default=24,
        ge=0,
        le=168,
        description="How long what is sent is signed with the old secrets, too.",
        examples=[24],
    )


class EndpointShown(Resource):
    id: str = Field(examples=["whe_3f1c"])
    external_id: str
    url: str
    description: str
    types: tuple[str, ...]
    customer_ids: tuple[str, ...]
    creditor_ids: tuple[str, ...]
    agency_id: str | None = Field(
        description="The partner agency whose it is: it is told of what names this agency alone."
    )
    payload: Payload
    order: Order
    per_second: int | None
    signature: Signature
    state: EndpointState
    reason: DisabledReason | None = Field(description="Why it is disabled.")
    detail: str | None = Field(description="The same in words.")
    failing_since: datetime | None = Field(
        description="Where it was disabled for failing: its first failure after the last success."
    )


class SecretShown(BaseModel):
    """What tells the receiver that it was us."""

    id: str = Field(examples=["whs_71c2"])
    signature: Signature
    secret: str = Field(
        description="Of `v1` the shared secret, `whsec_`; of `v1a` the public key, `whpk_`.",
        examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )
    created_at: datetime
    ends_at: datetime | None = Field(
        description="Until when it signs; `null`: until it is rotated."
    )


class SecretsShown(BaseModel):
    data: list[SecretShown] = Field(description="Those that sign now, the newest first.")


def shown(endpoint: Endpoint, dates: Dates) -> EndpointShown:
    assert endpoint.state is not None, "what is shown was created"
    return EndpointShown(
        **dates,
        **dict(endpoint.wanted),
        id=endpoint.endpoint_id,
        external_id=endpoint.external_id,
        signature=endpoint.signature,
        state=endpoint.state,
        reason=endpoint.reason,
        detail=endpoint.detail,
        failing_since=endpoint.failing_since,
    )


def listed(row: Mapping[str, Any]) -> EndpointShown:
    wanted = json.loads(row["wanted"])
    return EndpointShown.model_validate({**row, **wanted, **dates_in(row)})


def _known(names: tuple[str, ...]) -> tuple[str, ...]:
    try:
        types_of(names)
    except UnknownType as unknown:
        raise TypeUnknown(str(unknown), pointer="/types") from None
    return names


def _creditors(tenant: TenantId, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(creditor_id_of(tenant, code) for code in codes)
