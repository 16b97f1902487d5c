"""No request that fits the description of an API breaks it, and none is refused by a rule nobody could know.

A request of each kind to a fifth of all operations here; `make fuzz-api` sends many to all of them.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from recoup_cli.services import NOWHERE, all_scopes, built
from recoup_events.kernel.ids import PLATFORM
from recoup_events.kernel.topics import OWNERS
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.api.reading import reading_from, writing_from
from recoup_service.api.scopes import OPERATOR_SCOPES
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.databases import Databases
from recoup_testing.fuzzing.api import FuzzedApi
from recoup_testing.fuzzing.rules import DocumentedRules
from recoup_testing.fuzzing.things import make_things, things
from recoup_testing.ids import counted_ids
from recoup_testing.read_models import catch_up, pools_of

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
REQUESTS = int(os.environ.get("RECOUP_FUZZ_REQUESTS", "1"))
EVERY = 1 if "RECOUP_FUZZ_REQUESTS" in os.environ else 5
"""A fifth of the operations, where it is to take seconds."""
SEED = int(os.environ.get("RECOUP_FUZZ_SEED", "1"))
"""The same requests every time, until somebody asks for others."""


@pytest.mark.servers
@pytest.mark.parametrize("owner", OWNERS)
async def test_an_api_does_what_it_says(owner: str, databases: Databases, tmp_path: Path) -> None:
    service = built(owner, {**NOWHERE, "files": str(tmp_path)})
    there = await things(PLATFORM, NOW)
    async with pools_of(databases, service.package) as pools:
        store, clock = PostgresStore(pools), TurnedClock(NOW)
        runner = service.command_runner(store, counted_ids())
        reading, writing = reading_from(pools), writing_from(pools)
        scopes = [*all_scopes(), *OPERATOR_SCOPES]
        async with client_of(service, runner, clock, PLATFORM, scopes, reading, writing) as client:
            client.headers["If-Match"] = "*"
            if owner == "invoice":
                await make_things(client)
            await there.deliver(service, runner)
            for projection in service.projections:
                await catch_up(store, pools, projection)
            fuzzed = FuzzedApi(client, SEED, there.names)
            await fuzzed.fuzz(REQUESTS, EVERY)
    print(f"{owner}: {fuzzed.asked} requests, of which {fuzzed.accepted} were accepted")
    assert not fuzzed.wrong, "\n\n".join(f"{k}\n{v}" for k, v in fuzzed.wrong.items())
    assert fuzzed.asked


def test_a_rule_that_no_description_tells_is_found() -> None:
    described = {
        "info": {"description": ""},
        "paths": {"/v1/things": {"post": {"description": "Send either `a` or `b`."}}},
    }
    rules = DocumentedRules(described, "/v1/things", "post")
    told = {"code": "invalid_request", "errors": [{"detail": "Send either a or b.", "pointer": ""}]}
    secret = {"code": "invalid_request", "errors": [{"detail": "Not on Mondays.", "pointer": "/a"}]}
    assert rules.refusal(told) is None
    assert rules.refusal(secret) == "/a: Not on Mondays."
    assert rules.refusal({"code": "version_mismatch"}) is None
    assert rules.refusal({"code": "not_on_mondays"}) == "`not_on_mondays`"
