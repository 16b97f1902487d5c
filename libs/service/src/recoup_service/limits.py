"""How much of a process one connection, peer or key may take; every limit is a setting."""

from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Annotated, Self

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode

from recoup_events.kernel.sizes import EVENT_BYTES
from recoup_service.environment import FROM_ENVIRONMENT

Network = IPv4Network | IPv6Network
KEY_WINDOW_SECONDS = 10
"""A key may spend what it has not used of so many seconds at once."""
KEYLESS_WINDOW_SECONDS = 60
_SITE_BITS = 64
"""Of an IPv6 address: whoever has one has as many of the rest as they like."""


def networks(text: object) -> object:
    if not isinstance(text, str):
        return text
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


class HttpLimits(BaseSettings):
    """Of each of a process's two ports, and of each process: two replicas take twice as much."""

    model_config = FROM_ENVIRONMENT

    max_connections: int = Field(default=800, gt=0)
    """Connections in all. Beyond it the one that has waited longest without a request is closed, of whoever
    has most; if all are being answered, the new one gets a 503."""
    max_connections_per_peer: int = Field(default=200, gt=0)
    """Connections of one peer, alike, with a 429. Trusted proxies are not counted."""
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode, BeforeValidator(networks)] = ()
    """Networks, separated by commas, whose `X-Forwarded-For` says who the peer is: those of the ingress and
    nobody else's, for whoever is in them may claim to be anybody."""
    max_request_target_bytes: int = Field(default=8 * 1024, gt=0)
    """Path and query of a request; a longer one gets a 414."""
    max_header_bytes: int = Field(default=16 * 1024, gt=0)
    """Request line and headers together; also trailers, and what stands between two pieces of a body. More gets a 431."""
    max_headers: int = Field(default=100, gt=0)
    """Headers and trailers of a request; more get a 431."""
    header_seconds: float = Field(default=10, gt=0)
    """From the first byte of a request, or from connecting, to the end of its headers; longer gets a 408."""
    body_seconds: float = Field(default=60, gt=0)
    """For a whole body; longer gets a 408."""
    min_body_bytes_per_second: float = Field(default=500, ge=0)
    """A body that comes more slowly than this for five seconds gets a 408. Time in which the service itself
    does not read is not counted."""
    max_body_bytes: int = Field(default=EVENT_BYTES, gt=0, le=EVENT_BYTES)
    """A longer body gets a 413."""
    keep_alive_seconds: int = Field(default=75, gt=0)
    """How long an idle connection is kept; longer than a proxy keeps its own, or it sends into a closed one."""
    write_seconds: float = Field(default=30, gt=0)
    """A connection that takes nothing of its answer for so long is cut."""
    max_concurrent_requests: int = Field(default=128, gt=0)
    """Requests answered at once; a further one gets a 503 at once."""
    max_concurrent_requests_per_key: int = Field(default=64, gt=0)
    """Of these, requests with one API key or by one user; a further one gets a 429."""
    max_requests_per_key_per_second: int = Field(default=100, gt=0)
    """Requests with one API key or by one user, averaged over ten seconds; more get a 429."""
    max_keyless_requests_per_minute: int = Field(default=120, gt=0)
    """Requests of one peer with a wrong API key or token, or none; more get a 429. One that has been right
    before is still looked up, and new tokens are looked at ten times as often."""

    def of_private_port(self) -> Self:
        """Nobody may claim to be somebody else there: it asks who comes from the same machine."""
        return self.model_copy(update={"trusted_proxies": ()})

    def trusts(self, host: str) -> bool:
        """Whether this peer may say for whom it asks."""
        return bool(self.trusted_proxies) and any(
            ip_address(host) in network for network in self.trusted_proxies
        )


def peer_of(host: str) -> str:
    """Whom an address belongs to, as far as one can tell."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, _SITE_BITS), strict=False))
    return host
