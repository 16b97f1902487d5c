"""The commands an operator types, against the private port of a service in memory."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from typer.testing import CliRunner, Result

from recoup_cli.main import app
from recoup_cli.stack import StackFailed
from recoup_cli.stack.ports import pick
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.memory.store import MemoryStore
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.memory.history import MemoryHistory
from recoup_service.admin import admin_app
from recoup_service.limits import HttpLimits
from recoup_service.observability.heartbeats import Heartbeats
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.observability.watch import Watch
from recoup_service.operator_api.app import OperatorApi
from recoup_service.operator_api.operations import Operations
from recoup_service.server import serving
from recoup_testing.clock import TurnedClock
from recoup_testing.fake_subscriber import (
    COUNTS_ALONG,
    NOON,
    command_runner_of,
    receive,
    received_by,
    record,
)

GARBLED = record(1)._replace(value=b'{"by": "many"}')
WHY = ("--reason", "half a file", "--as", "ada")


@pytest.fixture
def command_runner(memory_store: MemoryStore) -> CommandRunner:
    return command_runner_of(memory_store)


@pytest.fixture
async def service(command_runner: CommandRunner, memory_store: MemoryStore) -> AsyncIterator[str]:
    """Where number 1 is garbled, and 2 waits behind it; 3 is another customer's, and no JSON."""
    bus = MemoryBus(partitions=1)
    await receive(
        command_runner, bus, GARBLED, record(2), record(1, key="cus_2")._replace(value=b"?")
    )
    http = HttpMetrics()
    door = OperatorApi(http)
    history = MemoryHistory(memory_store)
    door.open(Operations(command_runner, COUNTS_ALONG, TurnedClock(NOON), "invoice", history))
    admin = admin_app(Watch(http, Heartbeats()), door)
    with capture_logs():  # it shares its standard output with the commands
        async with serving(admin, "127.0.0.1", 0, HttpLimits(), http.refused) as port:
            yield f"http://127.0.0.1:{port}"


async def typed(*words: str, stdin: str | None = None) -> Result:
    return await asyncio.to_thread(lambda: CliRunner().invoke(app, ["parked", *words], input=stdin))


async def test_a_list_says_what_waits_and_why(service: str) -> None:
    shown = (await typed("list", service)).stdout.splitlines()
    assert shown[0].startswith(f"{service} 1  unreadable  counter.counted.v1  acme/cus_1")
    assert "by: Input should be a valid integer" in shown[1]
    assert [line for line in shown if line.startswith(f"{service} 2  behind")]


async def test_a_script_reads_the_same_as_json(service: str) -> None:
    listed = json.loads((await typed("list", service, "--heads", "--json")).stdout)
    assert [(one["service"], one["seq"]) for one in listed] == [(service, 1), (service, 3)]


async def test_nothing_parked_is_said(service: str) -> None:
    assert (await typed("list", service, "--tenant", "another")).stdout == "Nothing.\n"


async def test_a_value_is_corrected_through_a_pipe_and_all_behind_it_follows(
    service: str, command_runner: CommandRunner
) -> None:
    value = (await typed("show", service, "1", "--value")).stdout
    corrected = value.replace('"many"', "1")
    edited = await typed("edit", service, "1", "--value", "-", *WHY, stdin=corrected)
    assert '-  "by": "many"' in edited.stdout
    assert '+  "by": 1' in edited.stdout
    redriven = await typed("redrive", service, "1", *WHY)
    assert "acme/cus_1  2 applied, 0 left" in redriven.stdout
    assert redriven.exit_code == 0
    assert await received_by(command_runner) == (1, 2)
    history = (await typed("history", service, "--number", "1")).stdout
    assert f"{service} 1  2026-01-05T12:00:00  edited by ada: half a file" in history


async def test_a_header_is_set_and_taken_away(service: str) -> None:
    headers = ("--header", "ce_actor=ada", "--header", "traceparent=", "--value", "-")
    shown = (await typed("edit", service, "1", *headers, *WHY, stdin='{"by": 1}')).stdout
    assert "+ce_actor: ada" in shown
    assert "-traceparent: " in shown


async def test_every_key_is_redriven_and_those_left_are_told(service: str) -> None:
    redriven = await typed("redrive", service, "--all", *WHY)
    assert "acme/cus_1  0 applied, 2 left: the value does not have its shape" in redriven.stdout
    assert "acme/cus_2  0 applied, 1 left" in redriven.stdout
    assert redriven.exit_code == 1


async def test_what_is_skipped_can_still_be_read(service: str) -> None:
    assert (await typed("skip", service, "1", *WHY)).exit_code == 0
    shown = (await typed("show", service, "1")).stdout
    assert "It waits no more." in shown
    assert '"by": "many"' in shown


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (["edit", "1", *WHY], "Say what is new"),
        (["edit", "1", "--header", "ce_actor", *WHY], "write name=text"),
        (["skip", "9", *WHY], "No message 9 waits here"),
        (["redrive"], "a number, --type, or --all"),
        (["redrive", "1", "--all"], "a number, --type, or --all"),
        (["redrive", "9"], "No message 9 waits here"),
    ],
)
async def test_what_cannot_be_done_says_what_to_do(
    service: str, words: list[str], advice: str
) -> None:
    command, *rest = words
    refused = (await typed(command, service, *rest)).exception
    assert isinstance(refused, StackFailed)
    assert advice in str(refused)


async def test_a_service_nobody_knows_names_the_known_ones() -> None:
    refused = (await typed("list", "ledger")).exception
    assert isinstance(refused, StackFailed)
    assert "workflow-scheduler" in str(refused)


async def test_a_service_that_is_away_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECOUP_HOME", str(tmp_path))
    refused = (await typed("list", f"http://127.0.0.1:{pick(set())}")).exception
    assert isinstance(refused, StackFailed)
    assert "does not answer" in str(refused)
