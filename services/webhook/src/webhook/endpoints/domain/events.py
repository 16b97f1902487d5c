"""What only this service needs to remember of an endpoint; its secrets are not among it."""

from pydantic import AwareDatetime

from recoup_events.kernel.event import Event
from recoup_events.webhook import EndpointId
from webhook.endpoints.domain.wanted import Signature, Wanted


class EndpointCreated(Event, type="endpoint.created.v1"):
    """Somebody wants to be told."""

    endpoint_id: EndpointId
    external_id: str
    wanted: Wanted
    signature: Signature
    secret_id: str


class EndpointChanged(Event, type="endpoint.changed.v1"):
    """Something else is wanted, or elsewhere."""

    endpoint_id: EndpointId
    wanted: Wanted


class EndpointEnabled(Event, type="endpoint.enabled.v1"):
    """It is told again, of what happens from now on."""

    endpoint_id: EndpointId


class EndpointSecretRotated(Event, type="endpoint.secret_rotated.v1"):
    """What is sent is signed with a new secret, and for a time also with those before."""

    endpoint_id: EndpointId
    signature: Signature
    secret_id: str
    old_until: AwareDatetime


class EndpointDeleted(Event, type="endpoint.deleted.v1"):
    """Nobody is told there any more, ever."""

    endpoint_id: EndpointId
