"""What each error of PostgreSQL and of its client means for whoever asked.

Whatever decides between trying again, going on with reads, refusing one request and giving up looks here
(through ``transient_errors``). Classes and codes are those of PostgreSQL's Appendix A.
"""

from collections.abc import Mapping
from types import MappingProxyType

import asyncpg

from recoup_eventstore.errors import Meaning

RETRY, READ_ONLY, REFUSE, STOP = Meaning.RETRY, Meaning.READ_ONLY, Meaning.REFUSE, Meaning.STOP

CLASSES: Mapping[str, Meaning] = MappingProxyType(
    {
        "00": STOP,  # successful completion
        "01": STOP,  # warning
        "02": STOP,  # no data
        "03": STOP,  # SQL statement not yet complete
        "08": RETRY,  # connection exception
        "09": STOP,  # triggered action exception
        "0A": STOP,  # feature not supported
        "0B": STOP,  # invalid transaction initiation
        "0F": STOP,  # locator exception
        "0L": STOP,  # invalid grantor
        "0P": STOP,  # invalid role specification
        "0Z": STOP,  # diagnostics exception
        "10": STOP,  # XQuery error
        "20": STOP,  # case not found
        "21": STOP,  # cardinality violation
        "22": REFUSE,  # data exception: a NUL in a text, a number out of range
        "23": STOP,  # integrity constraint violation; those that are races are caught where they arise
        "24": STOP,  # invalid cursor state
        "25": STOP,  # invalid transaction state
        "26": RETRY,  # invalid SQL statement name: a pooler between us changed the connection
        "27": STOP,  # triggered data change violation
        "28": RETRY,  # invalid authorization: a login or password that is being changed
        "2B": STOP,  # dependent privilege descriptors still exist
        "2D": STOP,  # invalid transaction termination
        "2F": STOP,  # SQL routine exception
        "34": STOP,  # invalid cursor name
        "38": STOP,  # external routine exception
        "39": STOP,  # external routine invocation exception
        "3B": STOP,  # savepoint exception
        "3D": RETRY,  # invalid catalog name: a database that is being restored
        "3F": STOP,  # invalid schema name
        "40": RETRY,  # transaction rollback: serialization failure, deadlock
        "42": STOP,  # syntax error or access rule violation
        "44": STOP,  # WITH CHECK OPTION violation
        "53": RETRY,  # insufficient resources: memory, too many connections
        "54": REFUSE,  # program limit exceeded: an index row of thousands of bytes
        "55": STOP,  # object not in prerequisite state
        "57": RETRY,  # operator intervention: shutdown, crash, starting up, statement timeout
        "58": RETRY,  # system error: a file or a disk that PostgreSQL could not use
        "72": RETRY,  # snapshot failure
        "F0": STOP,  # configuration file error
        "HV": STOP,  # foreign data wrapper error
        "P0": STOP,  # PL/pgSQL error
        "XX": STOP,  # internal error, corrupted data
    }
)
CODES: Mapping[str, Meaning] = MappingProxyType(
    {
        "25006": READ_ONLY,  # read-only SQL transaction: a standby, or default_transaction_read_only
        "25P03": RETRY,  # idle in transaction timeout: we were suspended
        "25P04": RETRY,  # transaction timeout
        "53100": READ_ONLY,  # disk full
        "55006": RETRY,  # object in use
        "55P03": RETRY,  # lock not available
    }
)
CLIENT: tuple[tuple[type[Exception], Meaning], ...] = (
    (asyncpg.InvalidCachedStatementError, RETRY),  # a migration ran meanwhile; asyncpg forgets it
    (ValueError, STOP),  # an argument no column can hold, or an address that is none
    (asyncpg.InterfaceError, RETRY),  # the connection or its pool was closed
    (asyncpg.InternalClientError, RETRY),  # the server said goodbye and has not hung up yet
    (TimeoutError, RETRY),  # it does not answer, or no connection came free
    (OSError, RETRY),  # refused, reset, unreachable
)
"""The first that fits; what PostgreSQL itself says comes with a code."""


def meaning_of(error: BaseException) -> Meaning:
    """What the table says; an error it does not know is a bug."""
    for kind, meaning in CLIENT:
        if isinstance(error, kind):
            return meaning
    code = getattr(error, "sqlstate", None) if isinstance(error, asyncpg.PostgresError) else None
    if code is None:
        return STOP
    return CODES.get(code) or CLASSES.get(code[:2], STOP)
