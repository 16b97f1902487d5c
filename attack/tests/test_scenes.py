"""Where a scene itself judges what the attacker got, it accuses a target without defences."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from recoup_attack import stack
from recoup_attack.api import Api, client
from recoup_attack.honest import books
from recoup_attack.rehearsal import FakeTarget, Harm, served
from recoup_attack.scenes import SCENES, bus, connections, keys, money, requests, words
from recoup_attack.target import SERVICES, Kafka, Process, Target

pytestmark = pytest.mark.slow


def failing(part: str) -> Any:
    """The status of everything about this: 500."""
    return lambda request: 500 if part in request.url.path else None


async def test_addresses_that_no_mail_can_go_to_must_be_refused(tmp_path: Path) -> None:
    async with served(FakeTarget(tmp_path)) as target:
        outcome = await words.addresses(target)
    taken = [harm for harm in outcome.harms if harm.endswith("was taken")]
    assert len(taken) == len(words.ADDRESSES)


async def test_a_mail_must_say_what_was_meant(tmp_path: Path) -> None:
    async with served(FakeTarget(tmp_path, Harm.MAILS_OTHER_WORDS)) as target:
        outcome = await words.names(target)
    assert "mails were tampered with" in outcome.harms[0]


async def test_a_name_that_is_taken_must_be_mailed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "ARRIVAL_SECONDS", 0.5)
    async with served(FakeTarget(tmp_path, Harm.MAILS_NOT)) as target:
        outcome = await words.names(target)
    assert "were taken, 0 mailed" in outcome.harms[0]


async def test_slow_connections_must_not_live_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "PATIENT_SECONDS", 4.0)
    monkeypatch.setattr(connections, "SLOW", 3)
    async with served(FakeTarget(tmp_path)) as target:
        outcome = await connections.slow(target)
    assert "6 slow connections live" in outcome.harms[0]


async def test_nonsense_must_not_be_answered_with_500(tmp_path: Path) -> None:
    async with served(FakeTarget(tmp_path, status=failing("invoices"))) as target:
        outcome = await requests.huge(target)
    assert any("answered with 500" in harm for harm in outcome.harms)


@pytest.mark.parametrize("part", ["statement", "aging", "plans"])
async def test_what_sums_up_must_go_on(part: str, tmp_path: Path) -> None:
    async with served(FakeTarget(tmp_path, status=failing(part))) as target:
        outcome = await money.sums(target)
    assert any("is answered with 500" in harm for harm in outcome.harms)


async def test_what_comes_after_a_large_invoice_must_arrive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(money, "ENROLMENT_SECONDS", 0.6)
    async with served(FakeTarget(tmp_path, Harm.FORGETS_TO_CHASE)) as target:
        outcome = await money.oversize(target)
    assert outcome.harms == ("what came after a large invoice never arrived",)


def test_a_command_must_not_cost_more_with_every_open_invoice() -> None:
    assert money.slowed(first=0.010, last=0.012) == ()
    assert "a command is 5 times as slow" in money.slowed(first=0.010, last=0.050)[0]


@pytest.fixture
def credulous(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `recoup` that does whatever it is told."""
    command = tmp_path / "recoup"
    command.write_text("#!/bin/sh\necho rk_local_1_2\n")
    command.chmod(0o755)
    monkeypatch.setattr(stack, "RECOUP", str(command))


NOWHERE = Target({}, "", "", Path())


@pytest.mark.usefixtures("credulous")
async def test_wrong_keys_must_not_be_made() -> None:
    outcome = await keys.keys(NOWHERE)
    assert len(outcome.harms) == len(keys.WRONG)


async def test_secrets_must_not_lie_about() -> None:
    child = await asyncio.create_subprocess_exec(
        "sleep", "60", env={"PATH": "/bin:/usr/bin", "RECOUP_MIGRATE_DATABASE": "postgresql://"}
    )
    target = replace(NOWHERE, processes={"invoice": Process.of(child.pid)})
    outcome = await keys.secrets(target)
    child.kill()
    await child.wait()
    assert outcome.harms == ("invoice holds RECOUP_MIGRATE_DATABASE",)


class Open:
    """A broker that lets anybody do anything."""

    async def partitions(self, _topic: str) -> list[int]:
        return [0]

    async def put(self, _topic: str, _records: object) -> list[int]:
        return [0]


@asynccontextmanager
async def let_in(_kafka: Kafka, _user: str | None) -> AsyncIterator[Open]:
    yield Open()


OPEN = replace(NOWHERE, kafka=Kafka("nowhere:9092", users={"invoice": "secret"}))


async def test_strangers_must_be_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bus, "bus", let_in)
    outcome = await bus.strangers(OPEN)
    assert [harm.split(" may ")[0] for harm in outcome.harms] == ["nobody", "invoice"]


async def test_nobody_must_speak_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bus, "bus", let_in)
    outcome = await bus.impersonation(OPEN)
    assert len(outcome.harms) == len(SERVICES) * (len(SERVICES) - 1)
    assert (await bus.impersonation(NOWHERE)).harms == (bus.OPEN,)


async def test_a_forgery_must_change_nothing(tmp_path: Path) -> None:
    async with served(FakeTarget(tmp_path)) as target, client() as http:
        api = Api(http, target.apis, target.victim)
        await api.insist("POST", "invoice", "customers", books.customer("C"))
        total = {"amount": f"{bus.CENTS // 100}", "currency": "EUR"}
        await api.insist("POST", "invoice", "invoices", books.invoice("C", "I", total))
        mark = bus.Mark(api, "C", "I", "rcv", "0")
        assert await mark.changes() == []
        await api.insist("POST", "invoice", "payments", books.payment("C", "P", total, "I"))
        assert len(await mark.changes()) == 2


def test_every_scene_has_a_name_of_its_own() -> None:
    assert len({scene.name for scene in SCENES} | {scene.group for scene in SCENES}) >= len(SCENES)
