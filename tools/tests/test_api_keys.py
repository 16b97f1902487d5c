"""One key for all services: issued to each, listed once, revoked everywhere."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from recoup_cli import api_keys
from recoup_cli.main import app
from recoup_cli.stack import StackFailed
from recoup_events.ids import TenantId
from recoup_service.api.keys import ApiKey, PresentedKey, mint
from recoup_testing.databases import Databases

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 1, 6, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.servers
command = CliRunner()


def erp_key(now: datetime = NOW) -> ApiKey:
    key, _ = mint(TenantId("acme"), "erp", ["invoices:write"], env="local", now=now)
    return key


@pytest.fixture
async def services(databases: Databases) -> AsyncIterator[Sequence[str]]:
    """The databases of two services."""
    packages = ("recoup_service",)
    async with databases.fresh(packages) as first, databases.fresh(packages) as second:
        yield first, second


async def test_a_key_is_known_to_every_service_and_listed_once(services: Sequence[str]) -> None:
    key = erp_key()
    await api_keys.issue(services, key)
    for service in services:
        assert [known.id for known in await api_keys.known([service])] == [key.id]
    assert [known.id for known in await api_keys.known(services)] == [key.id]


async def test_the_newest_key_is_listed_first(services: Sequence[str]) -> None:
    older, newer = erp_key(NOW), erp_key(LATER)
    await api_keys.issue(services, older)
    await api_keys.issue(services, newer)
    assert [known.id for known in await api_keys.known(services)] == [newer.id, older.id]


async def test_a_revoked_key_is_revoked_in_every_service(services: Sequence[str]) -> None:
    key = erp_key()
    await api_keys.issue(services, key)
    await api_keys.revoke(services, key.id, LATER)
    for service in services:
        assert [known.revoked_at for known in await api_keys.known([service])] == [LATER]


async def test_revoking_a_key_nobody_has_says_where_to_look(services: Sequence[str]) -> None:
    with pytest.raises(StackFailed, match="recoup keys list"):
        await api_keys.revoke(services, "0123456789abcdef", LATER)


def test_the_command_makes_lists_and_revokes_keys_where_it_is_told(
    services: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = [argument for service in services for argument in ("--database", service)]
    asked = ["--tenant", "acme", "--name", "erp", "--scopes", "invoices:write"]
    made = command.invoke(app, ["keys", "create", *there, *asked])
    presented = PresentedKey.parse(made.stdout.strip())
    assert presented is not None
    assert command.invoke(app, ["keys", "revoke", presented.id, *there]).exit_code == 0
    for service in services:
        [known] = asyncio.run(api_keys.known([service]))
        assert (known.id, known.revoked_at is not None) == (presented.id, True)
    monkeypatch.setenv("RECOUP_OWNER_DATABASES", " ".join(services))
    monkeypatch.setenv("COLUMNS", "200")
    assert presented.id in command.invoke(app, ["keys", "list"]).stdout


async def test_a_service_that_was_never_migrated_is_said_to_be_so(databases: Databases) -> None:
    async with databases.empty() as address:
        with pytest.raises(StackFailed, match="recoup up"):
            await api_keys.issue([address], erp_key())


async def test_a_service_that_does_not_answer_is_said_to_be_so() -> None:
    with pytest.raises(StackFailed, match="recoup up"):
        await api_keys.known(["postgresql://nobody@127.0.0.1:1/nothing"])
