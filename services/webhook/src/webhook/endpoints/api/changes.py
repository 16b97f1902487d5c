"""Endpoints: create one, and change it; both look at the address."""

from fastapi import APIRouter
from starlette.responses import Response

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import derived
from recoup_events.webhook import EndpointId
from recoup_eventstore.work import UnitOfWork
from webhook.endpoints.api.routes import PATH, Writer, endpoints
from webhook.endpoints.api.schemas import EndpointChange, EndpointShown, NewEndpoint
from webhook.endpoints.api.strongroom import Strongroom
from webhook.endpoints.domain import commands
from webhook.endpoints.domain.address import Rules
from webhook.endpoints.domain.endpoint import ENDPOINT
from webhook.endpoints.domain.errors import DuplicateEndpoint


def changes(rules: Rules, strongroom: Strongroom) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["Webhooks"])

    @router.post("", status_code=201, response_model=EndpointShown, summary="Create an endpoint")
    async def create_endpoint(body: NewEndpoint, context: Writer) -> Response:
        """It is told what happens from now on. Read its secret from `secrets`."""
        rules.check(body.url)
        id = EndpointId(derived("whe", context.tenant, body.external_id))
        stream = ENDPOINT.stream(context.tenant, id, id)
        wanted = body.wanted(context.tenant)
        secret = strongroom.secret(body.secret, body.signature)

        async def creating(work: UnitOfWork, stream: Stream) -> None:
            command = commands.CreateEndpoint(
                endpoint_id=id,
                external_id=body.external_id,
                wanted=wanted,
                signature=body.signature,
                secret_id=strongroom.secret_id(),
            )
            await work.execute(ENDPOINT, stream, command, context.cause)
            strongroom.keep(work, stream, command.secret_id, secret, context.now)

        taken = DuplicateEndpoint(
            f"This external id already names the endpoint {id}; send a new one.",
            pointer="/external_id",
        )
        return await endpoints.create(context, stream, creating, taken)

    @router.patch("/{id}", response_model=EndpointShown, summary="Change an endpoint")
    async def change_endpoint(id: str, body: EndpointChange, context: Writer) -> Response:
        """What is left out stays. What waits is sent as the endpoint is then."""
        if "url" in body.model_fields_set:
            rules.check(body.url)

        async def changing(work: UnitOfWork, stream: Stream) -> None:
            before = await work.state(ENDPOINT, stream)
            command = commands.ChangeEndpoint(wanted=body.on(before.wanted, context.tenant))
            await work.execute(ENDPOINT, stream, command, context.cause)

        return await endpoints.change(context, id, changing)

    return router
