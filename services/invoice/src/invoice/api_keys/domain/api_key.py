"""An API key: issued once, replaced or revoked; its secret is never here, only its hash."""

from collections.abc import Sequence
from datetime import datetime

from recoup_events.invoice import api_key as events
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import AgencyId
from recoup_events.kernel.limits import Limits
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.decider import Decider


class ApiKeyRefused(Refused):
    """The key does not allow this any more."""

    code = "api_key_refused"


class ApiKey(Value):
    """As its events left it; one that was never issued has no id."""

    key_id: str = ""
    name: str = ""
    scopes: tuple[str, ...] = ()
    env: str = ""
    expires_at: datetime | None = None
    replaced_by: str | None = None
    reason: str | None = None
    limits: Limits | None = None
    agency_id: AgencyId | None = None


class IssueApiKey(Command):
    key_id: str
    name: str
    secret_sha256: str
    scopes: tuple[str, ...]
    env: str
    expires_at: datetime | None = None
    replaces: str | None = None
    limits: Limits | None = None
    agency_id: AgencyId | None = None


class ReplaceApiKey(Command):
    """It works until ``expires_at``, and not longer than it would have anyway."""

    replaced_by: str
    expires_at: datetime
    at: datetime


class LimitApiKey(Command):
    """Without limits it may ask what every key may."""

    limits: Limits | None
    at: datetime


class RevokeApiKey(Command):
    reason: str


ApiKeyCommand = IssueApiKey | ReplaceApiKey | LimitApiKey | RevokeApiKey
ApiKeyEvent = (
    events.ApiKeyIssued | events.ApiKeyReplaced | events.ApiKeyLimited | events.ApiKeyRevoked
)


def decide(command: ApiKeyCommand, key: ApiKey) -> Sequence[ApiKeyEvent]:
    """List every move a key allows; what is not listed is refused."""
    match command:
        case IssueApiKey() if not key.key_id:
            return [events.ApiKeyIssued.model_validate(command, from_attributes=True)]
        case ReplaceApiKey(replaced_by=other, expires_at=until, at=at):
            _must_live(key, at)
            if key.replaced_by is not None:
                raise ApiKeyRefused(
                    f"The key was replaced by {key.replaced_by} already; rotate that one instead."
                )
            ends = until if key.expires_at is None else min(until, key.expires_at)
            return [events.ApiKeyReplaced(key_id=key.key_id, replaced_by=other, expires_at=ends)]
        case LimitApiKey(limits=limits, at=at):
            _must_live(key, at)
            if limits == key.limits:
                return []
            return [events.ApiKeyLimited(key_id=key.key_id, limits=limits)]
        case RevokeApiKey(reason=reason):
            if key.reason is not None:
                return []
            return [events.ApiKeyRevoked(key_id=key.key_id, reason=reason)]
        case _:
            raise ApiKeyRefused("There is a key of this id already; ask for another.")


def _must_live(key: ApiKey, at: datetime) -> None:
    if key.reason is not None:
        raise ApiKeyRefused("The key was revoked; make a new one instead.")
    if key.expires_at is not None and key.expires_at <= at:
        raise ApiKeyRefused("The key has expired; make a new one instead.")


def evolve(key: ApiKey, event: ApiKeyEvent) -> ApiKey:
    match event:
        case events.ApiKeyIssued():
            return ApiKey(
                key_id=event.key_id,
                name=event.name,
                scopes=event.scopes,
                env=event.env,
                expires_at=event.expires_at,
                limits=event.limits,
                agency_id=event.agency_id,
            )
        case events.ApiKeyLimited(limits=limits):
            return key.model_copy(update={"limits": limits})
        case events.ApiKeyReplaced(replaced_by=other, expires_at=until):
            return key.model_copy(update={"replaced_by": other, "expires_at": until})
        case events.ApiKeyRevoked(reason=reason):
            return key.model_copy(update={"reason": reason})


API_KEY = Decider("api_key", ApiKey(), decide, evolve)
