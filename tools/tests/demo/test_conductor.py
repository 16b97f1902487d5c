"""The clock of a stack moves only when every service has nothing left to do."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from recoup_cli.demo import clock_driver
from recoup_cli.demo.clock_driver import ClockDriver
from recoup_cli.stack.errors import StackFailed

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 1, 6, 9, tzinfo=UTC)
INVOICE, DISPUTE = "http://invoice", "http://dispute"


def quiet(work: int, next_moment: datetime | None = None) -> httpx.Response:
    moment = next_moment and next_moment.isoformat()
    return httpx.Response(200, json={"quiet": True, "next_moment": moment, "work": work})


def busy(work: int) -> httpx.Response:
    return httpx.Response(200, json={"quiet": False, "next_moment": None, "work": work})


class Services:
    """Each gives its answers in turn, the last one for ever; ``None`` is no answer."""

    def __init__(self) -> None:
        self.answers: dict[str, list[httpx.Response | None]] = {}
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.host)
        mine = self.answers[request.url.host]
        answer = mine.pop(0) if len(mine) > 1 else mine[0]
        if answer is None:
            raise httpx.ConnectError("refused", request=request)
        return answer


@pytest.fixture
def services() -> Services:
    return Services()


@pytest.fixture
async def both(services: Services, tmp_path: Path) -> AsyncIterator[ClockDriver]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(services)) as http:
        yield ClockDriver(tmp_path / "clock", [INVOICE, DISPUTE], http)


async def test_the_earliest_moment_anybody_waits_for_is_next(
    both: ClockDriver, services: Services
) -> None:
    services.answers = {"invoice": [quiet(3, TUESDAY)], "dispute": [quiet(1, MONDAY)]}
    assert await both.settle() == MONDAY


async def test_nobody_waits_for_anything(both: ClockDriver, services: Services) -> None:
    services.answers = {"invoice": [quiet(3)], "dispute": [quiet(1)]}
    assert await both.settle() is None


async def test_resting_once_is_not_enough(both: ClockDriver, services: Services) -> None:
    """What invoice said last had not reached dispute when that was asked first."""
    services.answers = {
        "invoice": [quiet(4)],
        "dispute": [quiet(1), busy(1), quiet(2, MONDAY)],
    }
    assert await both.settle() == MONDAY


async def test_only_who_is_busy_is_asked_again(both: ClockDriver, services: Services) -> None:
    services.answers = {"invoice": [quiet(3)], "dispute": [busy(1), busy(1), busy(1), quiet(2)]}
    await both.settle()
    assert services.asked.count("invoice") == 2


async def test_a_service_that_is_away_is_waited_for(both: ClockDriver, services: Services) -> None:
    services.answers = {"invoice": [quiet(3)], "dispute": [None, httpx.Response(503), quiet(0)]}
    assert await both.settle() is None


async def test_who_never_rests_is_named(
    both: ClockDriver, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock_driver, "PATIENCE_SECONDS", 0.05)
    services.answers = {"invoice": [busy(3)], "dispute": [None]}
    with pytest.raises(StackFailed, match=f"{INVOICE}: busy; {DISPUTE}: no answer"):
        await both.settle()


def test_the_clock_is_replaced_whole(both: ClockDriver, tmp_path: Path) -> None:
    both.set(MONDAY)
    both.set(TUESDAY)
    assert (tmp_path / "clock").read_text() == TUESDAY.isoformat()
    assert [file.name for file in tmp_path.iterdir()] == ["clock"]
