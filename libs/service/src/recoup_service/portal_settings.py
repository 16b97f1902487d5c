"""The keys of the portal in the settings of every service: by them it asks for debtors, and links are signed."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import HttpUrl, SecretStr, UrlConstraints, field_validator
from pydantic_settings import BaseSettings

from recoup_service.environment import WITH_SECRETS

PortalUrl = Annotated[HttpUrl, UrlConstraints(max_length=300)]


class PortalSettings(BaseSettings):
    """``RECOUP_PORTAL_*``; without keys there is no portal, and nothing is believed to come from one."""

    model_config = WITH_SECRETS

    portal_keys: SecretStr | None = None
    """Keys of at least 32 characters, separated by commas, the same for the portal and every service: the first signs
    links and the portal's requests, each reads what it has signed. To change it, put a new one before it, and take
    the old one away when the links in messages have expired."""
    portal_url: PortalUrl | None = None
    """Where debtors reach the portal, such as `https://pay.acme.example`: there the links in messages lead."""

    @field_validator("portal_keys")
    @classmethod
    def _are_portal_keys(cls, keys: SecretStr | None) -> SecretStr | None:
        if keys is not None and not all(len(key) >= 32 for key in split(keys)):
            raise ValueError("Write keys of at least 32 characters each, separated by commas.")
        return keys

    @property
    def keys_of_portal(self) -> Sequence[str]:
        return () if self.portal_keys is None else split(self.portal_keys)

    @property
    def address_of_portal(self) -> str | None:
        """Without a slash at its end."""
        return None if self.portal_url is None else str(self.portal_url).rstrip("/")


def split(keys: SecretStr) -> Sequence[str]:
    return [key.strip() for key in keys.get_secret_value().split(",")]
