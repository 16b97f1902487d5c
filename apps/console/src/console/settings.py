"""What a deployment tells the console: where the APIs are, and the keys that seal sessions."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from recoup_service.oidc_settings import _json
from recoup_service.settings import Settings


class ConsoleSettings(Settings):
    model_config = SettingsConfigDict(hide_input_in_errors=True)  # some of it is secret

    console_keys: SecretStr
    """Keys that seal sessions, each of at least 32 characters, separated by commas: the first seals, each opens
    what it has sealed. To change it, put a new one before it, and take the old one away a day later."""
    console_api: str = "http://gateway"
    """The one address of all APIs, as the console reaches it."""
    console_hours: int = Field(default=12, ge=1, le=168)
    """How long somebody stays signed in at most."""
    console_idle_minutes: int = Field(default=60, ge=5, le=1440)
    """How long somebody stays signed in who does nothing."""
    console_secure: bool = True
    """Session cookies travel over https alone. False where the console is looked at over http on the machine itself."""
    console_admin_addresses: Annotated[Mapping[str, str], NoDecode, BeforeValidator(_json)] = {}
    """Each service's private port, by its name, as JSON, where the console runs on the same machine: for parked
    messages, projections and lags. Where it does not, its page says how to look."""

    @field_validator("console_keys")
    @classmethod
    def _seal_sessions(cls, keys: SecretStr) -> SecretStr:
        if not all(len(key) >= 32 for key in _split(keys)):
            raise ValueError("Write keys of at least 32 characters each, separated by commas.")
        return keys

    @property
    def keys(self) -> Sequence[str]:
        return _split(self.console_keys)

    @property
    def longest(self) -> timedelta:
        return timedelta(hours=self.console_hours)

    @property
    def idle(self) -> timedelta:
        return timedelta(minutes=self.console_idle_minutes)


def _split(keys: SecretStr) -> Sequence[str]:
    return [key.strip() for key in keys.get_secret_value().split(",")]
