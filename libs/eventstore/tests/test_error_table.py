"""Every error of PostgreSQL has its meaning in the table, and what waits for servers goes by it."""

import inspect

import asyncpg
import pytest

from recoup_eventstore.errors import Meaning, ReadOnly, Unavailable, Unstorable
from recoup_eventstore.postgres.error_table import CLASSES, CODES, meaning_of
from recoup_eventstore.postgres.transient import transient_errors

KNOWN = {
    kind.sqlstate: kind
    for _, kind in inspect.getmembers(asyncpg.exceptions, inspect.isclass)
    if issubclass(kind, asyncpg.PostgresError) and kind.sqlstate is not None
}
RAISED: dict[Meaning, type[Exception]] = {
    Meaning.RETRY: Unavailable,
    Meaning.READ_ONLY: ReadOnly,
    Meaning.REFUSE: Unstorable,
}


@pytest.mark.parametrize("code", sorted(KNOWN))
def test_every_code_that_the_client_knows_has_a_class_in_the_table(code: str) -> None:
    assert code[:2] in CLASSES


@pytest.mark.parametrize("code", sorted(KNOWN))
def test_what_is_raised_is_what_the_table_says(code: str) -> None:
    error = KNOWN[code]("as PostgreSQL says it")
    with pytest.raises(RAISED.get(meaning_of(error), type(error))) as raised, transient_errors():
        raise error
    if meaning_of(error) is Meaning.STOP:
        assert raised.value is error


def test_a_code_of_the_table_says_something_else_than_its_class() -> None:
    assert [code for code, meaning in CODES.items() if CLASSES[code[:2]] is meaning] == []


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.CannotConnectNowError("the database system is starting up"),
        asyncpg.CrashShutdownError("terminating connection because of crash"),
        asyncpg.ConnectionDoesNotExistError("connection was closed"),
        asyncpg.InternalClientError("another operation (2) is in progress"),
        asyncpg.InterfaceError("connection is closed"),
        asyncpg.DeadlockDetectedError("deadlock detected"),
        asyncpg.SerializationError("could not serialize access"),
        asyncpg.QueryCanceledError("canceling statement due to statement timeout"),
        asyncpg.TooManyConnectionsError("sorry, too many clients already"),
        asyncpg.InvalidAuthorizationSpecificationError("role is not permitted to log in"),
        asyncpg.InvalidCachedStatementError("cached statement plan is invalid"),
        ConnectionRefusedError(111, "Connection refused"),
        TimeoutError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_passes_by_itself_is_unavailable_and_not_more(error: Exception) -> None:
    with pytest.raises(Unavailable) as raised, transient_errors():
        raise error
    assert not isinstance(raised.value, ReadOnly)


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.ReadOnlySQLTransactionError("cannot execute INSERT in a read-only transaction"),
        asyncpg.DiskFullError("could not extend file: No space left on device"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_server_that_takes_no_writes_is_read_only(error: Exception) -> None:
    with pytest.raises(ReadOnly), transient_errors():
        raise error


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.UndefinedTableError("no such table"),
        asyncpg.UniqueViolationError("twice"),
        ValueError("an argument no column can hold"),
        KeyError("a bug"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_mistake_passes_as_it_is(error: Exception) -> None:
    with pytest.raises(type(error)), transient_errors():
        raise error
