"""The record key: one account, told apart from every other tenant's."""

from functools import lru_cache
from urllib.parse import quote, unquote

from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import TenantId
from recoup_messaging.errors import Foreign, Unreadable

NUL = "\0"
REMEMBERED = 65_536
"""Keys that are not put together or taken apart again."""


@lru_cache(maxsize=REMEMBERED)
def key_of(account: Account) -> bytes:
    """``<tenant>/<account key>``, with no slash in the first part."""
    return f"{quote(account.tenant, safe='')}/{account.key}".encode()


@lru_cache(maxsize=REMEMBERED)
def account_of(key: bytes) -> Account:
    """The account a key names; raises ``Foreign``."""
    try:
        tenant, slash, account = key.decode().partition("/")
    except UnicodeDecodeError as error:
        raise Foreign(f"the record key is not UTF-8: {error}") from error
    if not (tenant and slash and account):
        raise Foreign(f"the record key {key!r} is not of the form <tenant>/<account>")
    named = Account(TenantId(unquote(tenant)), account)
    if NUL in named.tenant or NUL in account:
        raise Foreign(f"the record key {key!r} holds a NUL, which no name has")
    return named


NOBODY = TenantId("")
"""No key can name this tenant."""


def lock_of(key: bytes) -> Account:
    """What a record locks: the account its key names; a key that names none is locked itself."""
    try:
        return account_of(key)
    except Unreadable:
        return Account(NOBODY, key.hex())
