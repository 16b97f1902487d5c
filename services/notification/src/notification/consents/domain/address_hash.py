"""The name of an address: what may be said of it outside, and where its stream lies."""

from hashlib import sha256
from hmac import new

from recoup_events.kernel.addresses import InvalidAddress, email_address
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import TenantId


class AddressHash:
    """A keyed hash: without the key nobody can try out addresses, nor compare two tenants'."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def __call__(self, tenant: TenantId, channel: Medium, address: str) -> str:
        """The same for whatever reaches the same mailbox; hardly any tells upper from lower case."""
        text = f"{tenant}\x1f{_spelled_alike(channel, address)}"
        return new(self._key, text.encode(errors="surrogatepass"), sha256).hexdigest()


def _spelled_alike(channel: Medium, address: str) -> str:
    if channel is Medium.EMAIL:
        try:
            return email_address(address).wire.lower()
        except InvalidAddress:
            return address.lower()
    if channel is Medium.LETTER:
        return " ".join(address.casefold().split())
    return address
