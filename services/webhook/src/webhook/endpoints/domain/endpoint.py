"""An endpoint: created, changed, disabled and enabled, given new secrets, and deleted."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.webhook import DisabledReason, EndpointDisabled, EndpointId
from recoup_eventstore.decider import Decider, View
from webhook.endpoints.domain import commands, events
from webhook.endpoints.domain.errors import EndpointRefused, TooManySecrets
from webhook.endpoints.domain.wanted import MOST_LIVE_SECRETS, Signature, Wanted

EndpointEvent = (
    events.EndpointCreated
    | events.EndpointChanged
    | events.EndpointEnabled
    | events.EndpointSecretRotated
    | events.EndpointDeleted
    | EndpointDisabled
)


class EndpointState(StrEnum):
    ENABLED = "enabled"
    DISABLED = "disabled"
    DELETED = "deleted"


class Endpoint(Value):
    """Of an id under which nothing was created it has no state."""

    endpoint_id: EndpointId = EndpointId("")
    external_id: str = ""
    state: EndpointState | None = None
    wanted: Wanted = Wanted(url="")
    signature: Signature = Signature.V1
    reason: DisabledReason | None = None
    detail: str | None = None
    failing_since: datetime | None = None
    secrets: tuple[tuple[str, datetime | None], ...] = ()
    """Ids of secrets, and until when those sign that have been replaced."""


NOTHING = Endpoint()


def decide(command: commands.EndpointCommand, endpoint: Endpoint) -> Sequence[EndpointEvent]:
    match endpoint.state, command:
        case None, commands.CreateEndpoint():
            return [events.EndpointCreated.model_validate(command, from_attributes=True)]
        case ((EndpointState.ENABLED | EndpointState.DISABLED), _):
            return _move(command, endpoint)
        case EndpointState.DELETED, commands.DisableEndpoint() | commands.DeleteEndpoint():
            return []
        case _:
            raise EndpointRefused("The endpoint was deleted. Create another one.")


def _move(command: commands.EndpointCommand, endpoint: Endpoint) -> Sequence[EndpointEvent]:
    """List every move of an endpoint that was not deleted; what changes nothing is no event."""
    id, is_enabled = endpoint.endpoint_id, endpoint.state is EndpointState.ENABLED
    match command:
        case commands.ChangeEndpoint(wanted=wanted):
            changed = wanted != endpoint.wanted
            return [events.EndpointChanged(endpoint_id=id, wanted=wanted)] if changed else []
        case commands.DisableEndpoint():
            disabled = EndpointDisabled(endpoint_id=id, **dict(command))
            return [disabled] if is_enabled else []
        case commands.EnableEndpoint():
            return [] if is_enabled else [events.EndpointEnabled(endpoint_id=id)]
        case commands.RotateSecret():
            return [_rotated(command, endpoint)]
        case commands.DeleteEndpoint():
            return [events.EndpointDeleted(endpoint_id=id)]
        case _:
            raise EndpointRefused("There is an endpoint of this id already.")


def _rotated(command: commands.RotateSecret, endpoint: Endpoint) -> EndpointEvent:
    live = [until for _, until in endpoint.secrets if until is None or until > command.at]
    if len(live) >= MOST_LIVE_SECRETS:
        raise TooManySecrets(
            f"{MOST_LIVE_SECRETS} secrets sign already. Rotate again when the first of them has "
            "ended."
        )
    return events.EndpointSecretRotated(
        endpoint_id=endpoint.endpoint_id,
        signature=command.signature,
        secret_id=command.secret_id,
        old_until=command.old_until,
    )


def evolve(endpoint: Endpoint, event: EndpointEvent) -> Endpoint:
    match event:
        case events.EndpointCreated():
            return Endpoint(
                endpoint_id=event.endpoint_id,
                external_id=event.external_id,
                state=EndpointState.ENABLED,
                wanted=event.wanted,
                signature=event.signature,
                secrets=((event.secret_id, None),),
            )
        case events.EndpointChanged(wanted=wanted):
            return endpoint.model_copy(update={"wanted": wanted})
        case EndpointDisabled(reason=reason, detail=detail, failing_since=since):
            return _now(endpoint, EndpointState.DISABLED, reason, detail, since)
        case events.EndpointEnabled():
            return _now(endpoint, EndpointState.ENABLED)
        case events.EndpointSecretRotated():
            kept = tuple(
                (id, min(end or event.old_until, event.old_until)) for id, end in endpoint.secrets
            )
            secrets = (*kept[1 - MOST_LIVE_SECRETS :], (event.secret_id, None))
            return endpoint.model_copy(update={"signature": event.signature, "secrets": secrets})
        case events.EndpointDeleted():
            return _now(endpoint, EndpointState.DELETED)


def _now(
    endpoint: Endpoint,
    state: EndpointState,
    reason: DisabledReason | None = None,
    detail: str | None = None,
    since: datetime | None = None,
) -> Endpoint:
    changed = {"state": state, "reason": reason, "detail": detail, "failing_since": since}
    return endpoint.model_copy(update=changed)


ENDPOINT = Decider("endpoint", NOTHING, decide, evolve)


def _documents(event: Event) -> Sequence[str]:
    return [event.endpoint_id] if isinstance(event, EndpointEvent) else []


def _follow(endpoint: Endpoint, recorded: Envelope[Event]) -> Endpoint:
    event = recorded.event
    return evolve(endpoint, event) if isinstance(event, EndpointEvent) else endpoint


ENDPOINTS = View("endpoint", NOTHING, _documents, _follow)
"""As whoever sends must know them: never a moment behind."""
