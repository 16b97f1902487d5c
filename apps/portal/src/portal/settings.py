"""What a deployment tells the portal."""

from typing import Self

from pydantic import Field, HttpUrl, model_validator

from recoup_service.limits import HttpLimits
from recoup_service.portal_settings import PortalSettings as SharedSettings


class PortalSettings(HttpLimits, SharedSettings):
    """``RECOUP_*`` environment variables; the keys are the same as the services'."""

    http_host: str = "127.0.0.1"
    """Where both ports listen."""
    http_port: int = Field(ge=0, le=65535)
    """Where debtors look; 0 takes any free port."""
    admin_port: int = Field(ge=0, le=65535)
    """Private: health, metrics."""
    portal_api: str = "http://gateway"
    """The one address of all APIs, as the portal reaches it."""
    portal_secure: bool = True
    """Cookies travel over https alone. False where the portal is looked at over http on the machine itself."""
    portal_requests_per_minute: int = Field(default=120, gt=0)
    """Of one visitor's address; further ones are told to wait."""
    portal_payment_pages: HttpUrl | None = None
    """Where the pages are on which debtors pay online, such as `https://checkout.stripe.com`. Unset, the portal offers transfers
    alone."""
    max_body_bytes: int = Field(default=9 * 1024 * 1024, gt=0)
    """Of a form with photos; a longer one gets a 413."""

    @property
    def payment_pages(self) -> str | None:
        """As a policy of a page names them."""
        return None if self.portal_payment_pages is None else str(self.portal_payment_pages)

    @model_validator(mode="after")
    def _has_keys(self) -> Self:
        if not self.keys_of_portal:
            raise ValueError("Set RECOUP_PORTAL_KEYS, the same as the services'.")
        return self
