"""Which addresses may be sent to: tenants choose them, and our network is none of their business."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import SplitResult, urlsplit

from webhook.endpoints.domain.errors import AddressUnacceptable

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
LONGEST = 2000
DENIED = tuple(
    map(
        ip_network,
        (
            "192.88.99.0/24",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "2002::/16",
            "2001::/32",
            "5f00::/16",
            "3fff::/20",
            "100::/64",
        ),
    )
)
"""What leads elsewhere than it says, and what Python does not know to be special."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a deployment allows."""

    plain_http: bool = False
    """Also ``http://``, and any port: for development."""
    networks: Collection[Network] = ()
    """Allowed although they are not public: an ERP in the same network, say."""

    def denied(self, address: Address) -> bool:
        """Whether nothing is sent there, in whatever way it is written."""
        forms = list(_forms(address))
        if any(form in network for form in forms for network in self.networks):
            return False
        return any(_is_special(form) for form in forms)

    def check(self, url: str) -> SplitResult:
        """An address that may be tried; raises ``AddressUnacceptable``.

        Where its name leads is looked up when something is sent, and each time.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise _unacceptable("This is no URL") from None
        if parts.scheme != "https" and not (self.plain_http and parts.scheme == "http"):
            raise _unacceptable("An endpoint is an https:// address")
        if not parts.hostname or len(url) > LONGEST or not url.isascii() or " " in url:
            raise _unacceptable("This is no URL")
        if parts.username is not None or parts.password is not None or parts.fragment:
            raise _unacceptable("An address holds no name, no password and no #")
        if port not in (None, 443) and not self.plain_http:
            raise _unacceptable("An endpoint listens on port 443")
        self._check_host(parts.hostname)
        return parts

    def _check_host(self, host: str) -> None:
        try:
            address = ip_address(host)
        except ValueError:
            if host.rpartition(".")[2][:1].isdigit() or host.startswith("0x"):
                raise _unacceptable("This is no name and no IP address") from None
            return
        if self.denied(address):
            raise _unacceptable("Nothing is sent to addresses that are not public")


def _unacceptable(what: str) -> AddressUnacceptable:
    return AddressUnacceptable(
        f"{what}. Send a public one like https://erp.example.com/recoup.", pointer="/url"
    )


def _is_special(address: Address) -> bool:
    return (
        not address.is_global
        or address.is_multicast
        or address.is_reserved
        or any(address in network for network in DENIED)
    )


def _forms(address: Address) -> Iterator[Address]:
    """The address, and those it stands for."""
    yield address
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            yield address.ipv4_mapped
        if address.sixtofour is not None:
            yield address.sixtofour
        if address.teredo is not None:
            yield from address.teredo
