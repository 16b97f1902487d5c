"""What PostgreSQL may recover from by itself is waited out; a mistake of ours is not."""

import asyncpg
import pytest

from recoup_eventstore.errors import Unavailable
from recoup_eventstore.postgres.weather import weather


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.CannotConnectNowError("the database system is starting up"),
        asyncpg.CrashShutdownError("terminating connection because of crash"),
        asyncpg.ConnectionDoesNotExistError("connection was closed"),
        asyncpg.InternalClientError("another operation (2) is in progress"),
        asyncpg.DeadlockDetectedError("deadlock detected"),
        ConnectionRefusedError(111, "Connection refused"),
        TimeoutError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_weather_is_to_be_waited_out(error: Exception) -> None:
    with pytest.raises(Unavailable), weather():
        raise error


@pytest.mark.parametrize(
    "error",
    [asyncpg.UndefinedTableError("no such table"), asyncpg.UniqueViolationError("twice")],
    ids=lambda error: type(error).__name__,
)
def test_a_mistake_passes_as_it_is(error: Exception) -> None:
    with pytest.raises(type(error)), weather():
        raise error
