"""Every operation of every public API refuses a query parameter it does not declare."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from recoup_cli.services import all_scopes, every_service
from recoup_events.kernel.ids import PLATFORM, AgencyId
from recoup_events.kernel.topics import OWNERS
from recoup_eventstore.memory.store import MemoryStore
from recoup_service.api.scopes import AGENCY_SCOPES, OPERATOR_SCOPES
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.ids import counted_ids

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def of_agency(path: str) -> bool:
    """Whether an agency's key alone opens it."""
    return path == "/v1/agency" or path.startswith("/v1/agency/")


@pytest.mark.parametrize("owner", OWNERS)
async def test_nonsense_is_refused(owner: str) -> None:
    service = every_service()[owner]
    runner = service.command_runner(MemoryStore(), counted_ids())
    clock, scopes = TurnedClock(NOW), [*all_scopes(), *OPERATOR_SCOPES]
    async with client_of(service, runner, clock, PLATFORM, []) as stranger:
        paths: dict[str, Any] = (await stranger.get("/openapi.json")).json()["paths"]
    operations = [(path, method) for path in paths for method in paths[path]]
    assert operations
    agency = client_of(service, runner, clock, PLATFORM, AGENCY_SCOPES, agency_id=AgencyId("agn_1"))
    async with client_of(service, runner, clock, PLATFORM, scopes) as tenant, agency as agent:
        for path, method in operations:
            url = re.sub(r"\{\w+\}", "some", path)
            client = agent if of_agency(path) else tenant
            answer = await client.request(method, url, params={"nonsense": "1"}, json={})
            assert answer.status_code == 422, (method, path)
            told = [error["detail"] for error in answer.json()["errors"]]
            assert any("query parameter nonsense" in detail for detail in told), (method, path)
