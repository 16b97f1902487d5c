"""A service whose database is lost learns from the owners' feeds what Kafka no longer has."""

import json
import os
import sys
from asyncio.subprocess import PIPE, STDOUT, create_subprocess_exec
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from babel.dates import format_date

from recoup_chaos.events import connected
from recoup_cli.demo.run import perform
from recoup_cli.demo.scenarios import generated
from recoup_cli.ledger.generated import Parameters
from recoup_cli.services import all_scopes
from recoup_cli.stack import Stack, temporary_stack
from recoup_cli.stack.clocks import stepped, wind
from recoup_cli.stack.databases import database
from recoup_events.kernel.topics import OWNERS, TOPICS
from recoup_testing.e2e_stack import E2eStack, Tenant, stage_on
from recoup_testing.example_debtor import CUSTOMER, INVOICE, payment
from recoup_testing.topics import emptied

pytestmark = pytest.mark.servers

SCENARIO = generated(9, Parameters(customers=8, invoices=20, opening=6, days=28))
SERVICE, PACKAGE = "workflow-scheduler", "workflow_scheduler"
HEARD = ["debtor", "owed"]
"""Its views of what others said; the third follows its own events, which are in no feed."""
RECOUP = str(Path(sys.executable).with_name("recoup"))
DEBTOR, MARLOW = "C-1", "C-2"
LETTER = {
    "condition": "cease_request",
    "source": "a letter",
    "effective_from": f"{SCENARIO.end:%Y-%m-%d}",
}
PAID = payment("BANK-1", f"{SCENARIO.end:%Y-%m-%d}", "1000.00")
A_DAY = timedelta(days=1)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[E2eStack]:
    """A stack after a play."""
    clock = tmp_path / "clock"
    wind(clock, SCENARIO.begin)
    async with temporary_stack(clock=stepped(clock)) as stack:
        await perform(stack, clock, SCENARIO, lambda _instant, _happened: None)
        async with stage_on(stack, clock) as scene:
            yield scene


async def typed(stack: Stack, *words: str) -> str:
    """What `recoup` shows when this is typed."""
    command = await create_subprocess_exec(
        *(RECOUP, *words),
        env={**os.environ, "RECOUP_HOME": str(stack.home.root)},
        stdout=PIPE,
        stderr=STDOUT,
    )
    shown, _ = await command.communicate()
    assert command.returncode == 0, shown.decode()
    return shown.decode()


async def received(stack: Stack) -> Mapping[tuple[str, ...], Any]:
    """Every document the service has folded from what others said."""
    query = "select tenant, account, view, id, content from store.document where view = any($1)"
    async with connected(stack.addresses.servers.postgres, database(PACKAGE)) as connection:
        rows = await connection.fetch(query, HEARD)
    return {tuple(place): json.loads(content) for *place, content in rows}


async def count(stack: Stack, package: str, table: str) -> int:
    async with connected(stack.addresses.servers.postgres, database(package)) as connection:
        return int(await connection.fetchval(f"select count(*) from store.{table}"))


async def lose(stack: Stack) -> None:
    """The service's database, and what Kafka might still tell."""
    async with connected(stack.addresses.servers.postgres, "postgres") as connection:
        await connection.execute(f"drop database {database(PACKAGE)} with (force)")
    for topic in TOPICS:
        await emptied(stack.addresses.servers.kafka, topic)


async def post(scene: E2eStack, creditor: Tenant, path: str, body: Mapping[str, Any]) -> str:
    answer = await creditor.post("invoice", f"/v1/{path}", body)
    assert answer.is_success, answer.text
    await scene.clock_driver.settle()
    return str(answer.json()["id"])


def invoice(customer: str, number: str) -> Mapping[str, Any]:
    return INVOICE | {
        "customer_external_id": customer,
        "external_id": number,
        "number": number,
        "issue_date": f"{SCENARIO.end:%Y-%m-%d}",
        "due_date": f"{SCENARIO.end + 7 * A_DAY:%Y-%m-%d}",
    }


def recorded_by(documents: Iterable[Mapping[str, Any]]) -> set[str]:
    """Whose word sets a part of an invoice aside."""
    covers = chain.from_iterable(document.get("covers", {}).values() for document in documents)
    return {cover["by"] for cover in covers}


async def test_a_lost_database_is_seeded_from_the_feeds_alone_and_life_goes_on(
    scene: E2eStack,
) -> None:
    stack, creditor = scene.stack, await scene.tenant("acme")
    await post(scene, creditor, "customers", CUSTOMER)
    marlow = await post(scene, creditor, "customers", CUSTOMER | {"external_id": MARLOW})
    await post(scene, creditor, f"customers/{marlow}/conditions", LETTER)
    await post(scene, creditor, "invoices", invoice(DEBTOR, "SO-1"))
    known, sent = await received(stack), len(scene.mails())
    assert recorded_by(known.values()) == {"dispute", "plan"}

    await lose(stack)
    await typed(stack, "seed", SERVICE)
    await scene.clock_driver.settle()
    assert await received(stack) == known
    assert [await count(stack, PACKAGE, table) for table in ("event", "timer")] == [0, 0]

    scopes = chain.from_iterable(("--scopes", scope) for scope in all_scopes())
    key = await typed(stack, "keys", "create", "--tenant", "acme", "--name", "erp", *scopes)
    creditor = Tenant(scene.http, creditor.bases, key.strip())
    await post(scene, creditor, "payments", PAID)
    await post(scene, creditor, "invoices", invoice(DEBTOR, "SO-2"))
    await post(scene, creditor, "invoices", invoice(MARLOW, "SO-3"))
    await scene.until(SCENARIO.end + A_DAY)
    enrolments = (await creditor.get(PACKAGE, "/v1/enrolments")).json()["data"]
    assert sorted(enrolment["state"] for enrolment in enrolments) == ["paused", "running"]
    due = format_date(SCENARIO.end + 7 * A_DAY, "long", "en_DE")
    [subject] = [str(mail["Subject"]) for mail in scene.mails()[sent:]]
    assert subject.startswith("Invoice SO-2 over ")
    assert subject.endswith(f"is due on {due}")
    assert {owner: await count(stack, owner, "parked") for owner in OWNERS} == dict.fromkeys(
        OWNERS, 0
    )
