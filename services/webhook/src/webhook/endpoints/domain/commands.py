"""What may be asked of an endpoint."""

from pydantic import AwareDatetime

from recoup_events.kernel.event import Command
from recoup_events.webhook import DisabledReason, EndpointId
from webhook.endpoints.domain.wanted import Signature, Wanted


class CreateEndpoint(Command):
    endpoint_id: EndpointId
    external_id: str
    wanted: Wanted
    signature: Signature
    secret_id: str


class ChangeEndpoint(Command):
    wanted: Wanted


class DisableEndpoint(Command):
    reason: DisabledReason
    detail: str
    failing_since: AwareDatetime | None = None


class EnableEndpoint(Command):
    pass


class RotateSecret(Command):
    signature: Signature
    secret_id: str
    old_until: AwareDatetime
    at: AwareDatetime


class DeleteEndpoint(Command):
    pass


EndpointCommand = (
    CreateEndpoint
    | ChangeEndpoint
    | DisableEndpoint
    | EnableEndpoint
    | RotateSecret
    | DeleteEndpoint
)
