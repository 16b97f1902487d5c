"""An agency's own endpoint: it says where, and reads its secret; nobody else need know either."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import AgencyId, TenantId, derived
from recoup_events.public import PUBLIC as TYPES
from recoup_events.webhook import EndpointId
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.fields import RequestBody
from recoup_service.api.request_context import RequestContext, needs
from webhook.endpoints.api.routes import endpoints
from webhook.endpoints.api.schemas import (
    IN_ORDER,
    OWN_SECRET,
    PUBLIC,
    SIGNED,
    EndpointShown,
    Rotation,
    SecretsShown,
    SecretText,
    Url,
)
from webhook.endpoints.api.secrets import rotate, secrets_shown
from webhook.endpoints.api.strongroom import Strongroom
from webhook.endpoints.domain import commands
from webhook.endpoints.domain.address import Rules
from webhook.endpoints.domain.endpoint import ENDPOINT
from webhook.endpoints.domain.wanted import Order, Signature, Wanted

Reader = Annotated[RequestContext, needs("agency:read")]
Writer = Annotated[RequestContext, needs("agency:write")]
PATH = "/v1/agency/webhook-endpoint"
UNTOLD = ("placement.proposed.v1", "placement.rejected.v1", "clearing.settled.v1")
"""What was never offered to an agency does not exist for it; what is written off is the creditor's affair."""
ITS_OWN = ("placement.", "remittance.", "clearing.", "agency.")
TOLD = tuple(sorted(type for type in TYPES if type.startswith(ITS_OWN) and type not in UNTOLD))


class AgencyEndpoint(RequestBody):
    """Where you want to be told what happens to your placements."""

    url: Url = Field(description=PUBLIC, examples=["https://agency.example/recoup"])
    order: Order = Field(default=Order.PER_CUSTOMER, description=IN_ORDER)
    signature: Signature = Field(
        default=Signature.V1, description=f"{SIGNED} It counts when the endpoint is created."
    )
    secret: SecretText | None = Field(
        default=None,
        description=f"{OWN_SECRET} It counts when the endpoint is created; rotate it later.",
        examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )

    def wanted(self, agency_id: AgencyId) -> Wanted:
        return Wanted(url=self.url, types=TOLD, agency_id=agency_id, order=self.order)


def endpoint_of(tenant: TenantId, agency_id: AgencyId) -> Stream:
    """An agency has one."""
    id = derived("whe", tenant, "agency", agency_id)
    return ENDPOINT.stream(tenant, id, id)


def agency_routes(rules: Rules, strongroom: Strongroom) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["For agencies"])

    @router.put("", response_model=EndpointShown, summary="Say where you want to be told")
    async def put_own_endpoint(body: AgencyEndpoint, context: Writer) -> Response:
        """Events of your placements and remittances come there, signed, and what the bank had of your transfers. Read the secret from `secrets`."""
        rules.check(body.url)
        stream = endpoint_of(context.tenant, context.agency_id)
        secret = strongroom.secret(body.secret, body.signature)
        wanted = body.wanted(context.agency_id)

        async def create(work: UnitOfWork, stream: Stream) -> None:
            command = commands.CreateEndpoint(
                endpoint_id=EndpointId(stream.id),
                external_id=context.agency_id,
                wanted=wanted,
                signature=body.signature,
                secret_id=strongroom.secret_id(),
            )
            await work.execute(ENDPOINT, stream, command, context.cause)
            strongroom.keep(work, stream, command.secret_id, secret, context.now)

        async def change(work: UnitOfWork, stream: Stream) -> None:
            command = commands.ChangeEndpoint(wanted=wanted)
            await work.execute(ENDPOINT, stream, command, context.cause)

        async def decision(work: UnitOfWork) -> Answer:
            await work.lock([stream.account], reading=[stream])
            await endpoints.put_version(work, stream, create, change)
            return await endpoints.answer(work, stream)

        return await context.decide(decision)

    @router.get("", response_model=EndpointShown, summary="Read your endpoint")
    async def read_own_endpoint(context: Reader) -> Response:
        """Where you are told, and whether it was disabled for failing."""
        return await endpoints.get(context, endpoint_of(context.tenant, context.agency_id).id)

    @router.post("/enablement", response_model=EndpointShown, summary="Enable your endpoint")
    async def enable_own_endpoint(context: Writer) -> Response:
        """After it was disabled for failing; what it missed stands in your placements."""
        id = endpoint_of(context.tenant, context.agency_id).id
        return await endpoints.command(context, id, commands.EnableEndpoint(), blindly=True)

    return router


def agency_secrets(strongroom: Strongroom) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["For agencies"])

    @router.get("/secrets", summary="Read your endpoint's secrets")
    async def read_own_secrets(context: Writer) -> SecretsShown:
        """Those that sign now."""
        id = endpoint_of(context.tenant, context.agency_id).id
        return await secrets_shown(context, strongroom, id)

    @router.post(
        "/secret-rotation", response_model=EndpointShown, summary="Give your endpoint a new secret"
    )
    async def rotate_own_secret(body: Rotation, context: Writer) -> Response:
        """For a time all is signed with both."""
        id = endpoint_of(context.tenant, context.agency_id).id
        until = context.now + timedelta(hours=body.overlap_hours)
        return await rotate(context, strongroom, id, body, until)

    return router
