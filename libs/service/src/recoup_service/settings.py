"""What a deployment tells a service, read once at its start."""

import sys
from typing import TypeVar

from pydantic import AnyUrl, Field, SecretStr, ValidationError, ValidationInfo
from pydantic_settings import BaseSettings

from recoup_service.environment import FROM_ENVIRONMENT
from recoup_service.kafka_settings import KafkaSettings
from recoup_service.limits import HttpLimits
from recoup_service.oidc_settings import OidcSettings
from recoup_service.portal_settings import PortalSettings

T = TypeVar("T", bound=BaseSettings)


class Settings(HttpLimits, KafkaSettings, OidcSettings, PortalSettings):
    """``RECOUP_*`` environment variables; a service adds its own in a subclass."""

    database: SecretStr
    """Login role, a member of ``recoup_app`` and ``recoup_worker``."""
    http_host: str = "127.0.0.1"
    """Where both ports listen."""
    http_port: int = Field(ge=0, le=65535)
    """Public API; 0 takes any free port."""
    admin_port: int = Field(ge=0, le=65535)
    """Private: health, metrics, quiet."""
    clock: str = "system"
    """Another than the system's is for demonstrations: `recoup up --at` sets it."""
    instance: str | None = None
    """A name no other process of this service has, kept across restarts: what was its own is then
    its own again at once, and need not first be given up for lost."""


class MigrateSettings(BaseSettings):
    """All that ``migrate`` needs; kept apart so that a serving process never holds the owner."""

    model_config = FROM_ENVIRONMENT

    migrate_database: SecretStr
    """The owner of the schemas."""


def sent_encrypted(secret: SecretStr, others: ValidationInfo, address: str) -> SecretStr:
    """The secret, unless the setting ``address``, which stands before it, would have it sent in clear."""
    url = others.data.get(address)
    if secret.get_secret_value() and isinstance(url, AnyUrl) and url.scheme == "http":
        raise ValueError(
            f"It is sent over encrypted connections only. Use an https:// address in RECOUP_{address.upper()}."
        )
    return secret


def from_environment(settings_class: type[T]) -> T:
    """As the environment has them; what is wrong there is said, and ends the process with 2."""
    try:
        return settings_class()
    except ValidationError as error:
        wrong = [f"RECOUP_{e['loc'][0]}".upper() + f": {e['msg']}" for e in error.errors()]
        sys.stderr.write("\n".join(["set these environment variables:", *wrong, ""]))
        sys.exit(2)
