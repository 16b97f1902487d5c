"""What a deployment tells the webhook service: where it may send to, and how long it keeps what."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from recoup_service.limits import Network, networks
from recoup_service.settings import Settings


class WebhookSettings(Settings):
    model_config = SettingsConfigDict(hide_input_in_errors=True)  # some of it is secret

    webhook_keys: SecretStr
    """Keys that seal the secrets of endpoints, each of at least 32 characters: one alone, or `<id>:<key>`,
    separated by commas, of which the first one seals and each opens what it has sealed. One alone has the id
    `1`. To change it, put a new one before it; a minute after the start all is sealed with that, and the old
    one can be taken away."""
    webhook_plain_http: bool = False
    """For development: endpoints may be `http://`, and have any port."""
    webhook_networks: Annotated[tuple[Network, ...], NoDecode, BeforeValidator(networks)] = ()
    """Networks, separated by commas, that may be sent to although they are not public. Whoever may create
    endpoints can reach everything in them."""
    webhook_seconds: float = Field(default=15, gt=0, le=60)
    """For one attempt, from resolving the name to the end of the answer."""
    webhook_at_once: int = Field(default=512, gt=0, le=5_000)
    """Attempts under way at once in each process, shared out among the endpoints that wait."""
    webhook_at_once_per_endpoint: int = Field(default=8, gt=0, le=100)
    """Of these, at most so many to one endpoint."""
    events_kept_days: int = Field(default=30, ge=1, le=3650)
    """How long the feed keeps an event, and lists show deliveries. Who reads it less often is told that events are missing."""
    attempts_kept_days: int = Field(default=30, ge=1, le=3650)
    """How long attempts are listed, with request and answer."""

    @field_validator("webhook_keys")
    @classmethod
    def _are_keys(cls, keys: SecretStr) -> SecretStr:
        keys_of(keys.get_secret_value())
        return keys

    @property
    def keys(self) -> Mapping[str, str]:
        return keys_of(self.webhook_keys.get_secret_value())

    @property
    def events_kept_for(self) -> timedelta:
        return timedelta(days=self.events_kept_days)

    @property
    def attempts_kept_for(self) -> timedelta:
        return timedelta(days=self.attempts_kept_days)


def keys_of(text: str) -> Mapping[str, str]:
    """``<id>:<key>,<id>:<key>``, the one that seals first, or one key; raises ``ValueError``."""
    written = text if ":" in text else f"1:{text}"
    pairs = [pair.strip().partition(":") for pair in written.split(",")]
    keys = {id: key for id, _, key in pairs}
    if len(keys) < len(pairs) or not all(id and len(key) >= 32 for id, key in keys.items()):
        raise ValueError(
            "Write <id>:<key>, separated by commas, each key of at least 32 characters and each id "
            "used once; the first one seals."
        )
    return keys
