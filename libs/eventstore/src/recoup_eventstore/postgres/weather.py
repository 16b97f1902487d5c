"""Tells weather from bugs and from what PostgreSQL will never take, however often it is offered."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from recoup_eventstore.errors import Unavailable, Unstorable

_WEATHER = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # its server said goodbye and has not hung up yet
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
)


@contextmanager
def weather() -> Iterator[None]:
    """Raise ``Unavailable`` in place of a lost connection, a deadlock or a lock that timed out.

    Values that do not fit raise ``Unstorable``.
    """
    try:
        yield
    except (asyncpg.DataError, asyncpg.ProgramLimitExceededError) as error:
        raise Unstorable(f"PostgreSQL does not take it: {error}") from error
    except ValueError:
        raise  # an argument no column can hold; asyncpg sorts it under InterfaceError, too
    except _WEATHER as error:
        raise Unavailable(str(error) or type(error).__name__) from error
