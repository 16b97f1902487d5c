"""One key for all services: issued to each, listed once, revoked everywhere."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner, Result

from recoup_cli import api_keys
from recoup_cli.keys import expiry
from recoup_cli.main import app
from recoup_cli.stack import StackFailed
from recoup_events.kernel.ids import TenantId
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


def test_the_command_limits_a_key_when_it_is_made_and_later(services: Sequence[str]) -> None:
    made = create(services, "--requests-per-second", "5")
    presented = PresentedKey.parse(made.stdout.strip())
    assert presented is not None
    there = [argument for service in services for argument in ("--database", service)]
    for flags, limits in (
        ([], (5, 50)),
        (["--requests-per-second", "2", "--burst", "3"], (2, 3)),
        ([], (None, None)),
    ):
        if limits != (5, 50):
            limited = command.invoke(app, ["keys", "limit", presented.id, *there, *flags])
            assert limited.exit_code == 0
        for service in services:
            [known] = asyncio.run(api_keys.known([service]))
            assert (known.requests_per_second, known.burst) == limits
    unknown = command.invoke(app, ["keys", "limit", "0123456789abcdef", *there])
    assert "recoup keys list" in str(unknown.exception)


ASKED = {"--tenant": "acme", "--name": "erp", "--scopes": "invoices:write"}


def create(services: Sequence[str], *flags: str, **changed: str) -> Result:
    options = {**ASKED, **{f"--{name}": value for name, value in changed.items()}}
    there = [argument for service in services for argument in ("--database", service)]
    recorded = [argument for option in options.items() for argument in option]
    return command.invoke(app, ["keys", "create", *there, *recorded, *flags])


@pytest.mark.parametrize("option", ["tenant", "name", "scopes"])
@pytest.mark.parametrize("value", ["", " ", "\n", "a\x00b", "x" * 201])
def test_a_key_for_nobody_or_nothing_is_not_made(
    services: Sequence[str], option: str, value: str
) -> None:
    assert create(services, **{option: value}).exit_code == 1
    assert asyncio.run(api_keys.known(services)) == []


@pytest.mark.parametrize("tenant", ["/acme", "-acme", "acme/other", "acme other", "äcme", "a" * 65])
def test_a_tenant_has_a_plain_name(services: Sequence[str], tenant: str) -> None:
    refused = create(services, tenant=tenant)
    assert isinstance(refused.exception, StackFailed)
    assert "is not a tenant" in str(refused.exception)


@pytest.mark.parametrize("scope", ["invoices:own", "invoice:write", "counters:read", "*", "admin"])
def test_an_unknown_scope_is_refused_and_the_known_ones_are_named(
    services: Sequence[str], scope: str
) -> None:
    refused = str(create(services, scopes=scope).exception)
    assert repr(scope) in refused
    assert "invoices:write" in refused
    assert "plans:read" in refused


@pytest.mark.parametrize(
    ("flags", "days"),
    [([], 90), (["--expires", "1d"], 1), (["--expires", "400d"], 400), (["--never-expires"], None)],
)
def test_a_key_expires_unless_it_is_said_never_to(
    services: Sequence[str], flags: list[str], days: int | None
) -> None:
    assert create(services, *flags).exit_code == 0
    [key] = asyncio.run(api_keys.known(services))
    lifetime = key.expires_at and key.expires_at - key.created_at
    assert lifetime == (None if days is None else timedelta(days))


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("1d", datetime(2026, 1, 6, 9, tzinfo=UTC)),
        ("2026-02-01", datetime(2026, 2, 1, tzinfo=UTC)),
        ("2026-02-01T12:00", datetime(2026, 2, 1, 12, tzinfo=UTC)),
        ("2026-02-01T12:00+02:00", datetime(2026, 2, 1, 10, tzinfo=UTC)),
    ],
)
def test_an_expiry_is_days_from_now_or_a_moment(text: str, until: datetime) -> None:
    assert expiry(text, NOW) == until


@pytest.mark.parametrize("text", ["", "0d", "-1d", "soon", "2026-01-05", "9999999d", "90", "1w"])
def test_an_expiry_that_says_nothing_or_has_passed_is_refused(text: str) -> None:
    with pytest.raises(StackFailed):
        expiry(text, NOW)


async def test_a_service_that_was_never_migrated_is_said_to_be_so(databases: Databases) -> None:
    async with databases.empty() as address:
        with pytest.raises(StackFailed, match="recoup up"):
            await api_keys.issue([address], erp_key())


async def test_a_service_that_does_not_answer_is_said_to_be_so() -> None:
    with pytest.raises(StackFailed, match="recoup up"):
        await api_keys.known(["postgresql://nobody@127.0.0.1:1/nothing"])
