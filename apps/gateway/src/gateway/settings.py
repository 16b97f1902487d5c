"""What a deployment tells the gateway."""

from collections.abc import Mapping
from types import MappingProxyType

from pydantic import Field

from recoup_service.limits import HttpLimits


class GatewaySettings(HttpLimits):
    """``RECOUP_*`` environment variables. What a body may hold, and a key may ask, the services say."""

    http_host: str = "127.0.0.1"
    """Where both ports listen."""
    http_port: int = Field(ge=0, le=65535)
    """The one address of all APIs; 0 takes any free port."""
    admin_port: int = Field(ge=0, le=65535)
    """Private: health, metrics."""
    service_address: str = "http://{service}:8080"
    """Where a service is, by its name: `{service}` stands for it."""
    service_addresses: Mapping[str, str] = MappingProxyType({})
    """Those that are elsewhere, as a JSON object of addresses by the service's name."""
    connect_seconds: float = Field(default=3, gt=0)
    """A service that takes no connection for so long is answered for with a 503."""
    answer_seconds: float = Field(default=100, gt=0)
    """So is one that begins no answer for so long, or stops in the middle of one."""
    max_connections_per_service: int = Field(default=180, gt=0)
    """Fewer than `RECOUP_MAX_CONNECTIONS_PER_PEER` of the services: the gateway is one peer."""
    max_connections: int = Field(default=2000, gt=0)
    """As a service's, for all of them."""
    max_connections_per_peer: int = Field(default=1000, gt=0)
    """Alike."""
    max_concurrent_requests: int = Field(default=1000, gt=0)
    """Alike; those that wait for events are among them."""
    body_seconds: float = Field(default=3600, gt=0)
    """For a whole body: a gigabyte on a slow line; that it goes on coming is seen to as well."""
    reference_seconds: float = Field(default=5, ge=0)
    """How long the reference is shown before the services are asked for theirs again."""

    def address_of(self, service: str) -> str:
        """Without a slash at its end."""
        named = self.service_addresses.get(service)
        return (named or self.service_address.format(service=service)).rstrip("/")
