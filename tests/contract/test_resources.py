"""Every resource says when it came to be and when it last changed, by itself as in its list."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from notification.messages.domain.events import ReminderReceived
from recoup_cli.services import all_scopes, every_service
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import PLATFORM
from recoup_events.kernel.registry import decode
from recoup_events.kernel.topics import OWNERS
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import Changes
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.api.keys import MemoryKeyRing
from recoup_service.api.reading import reading_from
from recoup_service.api.scopes import OPERATOR_SCOPES
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.databases import Databases
from recoup_testing.ids import counted_ids
from recoup_testing.read_models import catch_up, pools_of

Schema = Mapping[str, Any]
CUSTOMER = "cus_5f0c"
EXAMPLES = Path(__file__).parent / "events"
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
DATES = {"created_at", "updated_at"}
NO_RESOURCES = {"DifferenceShown", "Member", "RulesVersion", "StatementEntry", "Waiting"}
NO_RESOURCES |= {"AgedCustomer", "Finding", "Happening", "OwedByDueDate", "PublicEvent"}
NO_RESOURCES |= {"AttemptShown", "DeliveryShown", "ForecastItem", "RuleChange", "RuleShown"}
NO_RESOURCES |= {"ContactShown", "WorklistRow"}
IDS = {
    "customer": "customer_id",
    "contact_round": "round_id",
    "api_key": "key_id",
    "contact": "message_id",
    "plan_offer": "offer_id",
}
EVERY = {"tasks": {"state": "all"}}
"""What it takes for a list to show everything."""


def of(category: str, *events: str) -> Sequence[str]:
    return [f"{category}.{event}.v1" for event in events]


LIVES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "invoice": {
        "creditors": of("creditor", "registered", "details_changed", "metadata_changed"),
        "customers": of("customer", "registered", "condition_recorded", "metadata_changed"),
        "invoices": of("invoice", "issued", "chase_changed", "metadata_changed"),
        "payments": ["payment.received.v1", "payment.ambiguous.v1", "payment.metadata_changed.v1"],
        "credit-notes": of("credit_note", "issued", "cancelled", "metadata_changed"),
        "approvals": ["approval.requested.v1", "approval.refused.v1"],
        "postings": ["posting.created.v1", "posting.exported.v1"],
        "reconciliations": ["reconciliation.recorded.v1"],
        "credit-standings": ["credit.terms_recorded.v1", "credit.standing_changed.v1"],
        "credit-decisions": ["credit_decision.recorded.v1"],
        "tenants": of("tenant", "opened", "suspended"),
        "api-keys": ["api_key.issued.v1", "api_key.replaced.v1"],
    },
    "workflow_scheduler": {
        "exceptions": of("exception", "requested", "refused"),
        "categories": of("customer", "categorised", "category_review_planned"),
        "workflows": of("workflow", "published", "retired", "metadata_changed"),
        "enrolments": ["enrolment.planned.v1", "enrolment.chase_changed.v1"],
        "contact-rounds": ["contact_round.planned.v1", "contact_round.ended.v1"],
        "tasks": ["task.created.v1", "task.completed.v1"],
        "agencies": of("agency", "registered", "amended"),
        "placements": of("placement", "proposed", "approved", "accepted"),
    },
    "notification": {
        "messages": ["message.asked.v1", "message.postponed.v1"],
        "calls": ["call.requested.v1", "call.permitted.v1"],
        "contacts/in-error": ["contact.found_in_error.v1", "contact.error_resolved.v1"],
    },
    "dispute": {"disputes": of("dispute", "opened", "review_planned", "metadata_changed")},
    "payment_plan": {
        "plans": ["plan.agreed.v1", "plan.instalment_missed.v1", "plan.metadata_changed.v1"],
        "plan-offers": of("plan_offer", "referred", "made", "accepted"),
    },
    "console": {"actions": of("action", "requested", "answered")},
    "webhook": {"webhook-endpoints": of("endpoint", "created", "changed", "disabled")},
}
"""Of each list, by its path, the examples of the first and of other events of a stream."""


@pytest.fixture(params=OWNERS)
def owner(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def description(owner: str) -> Schema:
    service = every_service()[owner]
    runner = service.command_runner(MemoryStore(), counted_ids())
    app = service.app(runner, TurnedClock(MONDAY), MemoryKeyRing(), http=HttpMetrics())
    described: Schema = app.openapi()
    return described


def answered(description: Schema) -> Iterator[tuple[str, Schema, Schema]]:
    """Every GET that answers in JSON, and what it answers with."""
    for path, methods in description["paths"].items():
        if "get" in methods:
            content = methods["get"]["responses"]["200"]["content"].get("application/json")
            if content:
                yield path, methods["get"], named(description, content["schema"])


def named(description: Schema, schema: Schema) -> Schema:
    name = schema["$ref"].rpartition("/")[2]
    return {"name": name, **description["components"]["schemas"][name]}


def test_every_resource_says_when_it_changed(description: Schema) -> None:
    shown = [(path, schema) for path, _, schema in answered(description) if path.endswith("{id}")]
    assert shown
    for path, schema in shown:
        assert schema["name"] in NO_RESOURCES or set(schema["required"]) >= DATES, path


def test_every_list_shows_the_same_and_is_narrowed_to_what_changed(description: Schema) -> None:
    lists = [each for each in answered(description) if "next_cursor" in each[2]["properties"]]
    assert lists
    for path, operation, page in lists:
        row = named(description, page["properties"]["data"]["items"])
        if row["name"] not in NO_RESOURCES:
            assert set(row["required"]) >= DATES, path
            assert "updated_since" in {told["name"] for told in operation["parameters"]}, path


def example(type: str) -> tuple[Stream, Event]:
    event = decode(type, (EXAMPLES / f"{type}.json").read_text())
    category = type.partition(".")[0]
    named = event.request if isinstance(event, ReminderReceived) else event
    id = getattr(named, IDS.get(category, f"{category}_id"))
    key = id if category in ("workflow", "api_key", "tenant", "agency") else CUSTOMER
    return Stream(Account(PLATFORM, key), category, id), event


def lived(types: Sequence[str]) -> Iterator[Envelope[Event]]:
    """Each event an hour after the one before."""
    versions: dict[Stream, int] = {}
    for nth, type in enumerate(types):
        stream, event = example(type)
        versions[stream] = versions.get(stream, 0) + 1
        cause = Cause(MONDAY + nth * HOUR, "test", UUID(int=7))
        yield Envelope(UUID(int=nth + 1), stream, versions[stream], cause, event)


@pytest.fixture
def recorded(owner: str) -> Sequence[Envelope[Event]]:
    """Everything that is listed, once; a service's own events are known when it has been built."""
    assert owner in every_service()
    return list(lived(["reminder.received.v1", *chain(*LIVES[owner].values())]))


@pytest.fixture
async def client(
    owner: str, recorded: Sequence[Envelope[Event]], databases: Databases
) -> AsyncIterator[AsyncClient]:
    """Of the service, over PostgreSQL."""
    service = every_service()[owner]
    async with pools_of(databases, owner) as pools:
        store = PostgresStore(pools)
        async with store.transaction() as transaction:
            await transaction.lock({envelope.account for envelope in recorded}, ())
            await transaction.write(Changes(events=recorded))
        for projection in service.projections:
            await catch_up(store, pools, projection)
        runner, reading = service.command_runner(store, counted_ids()), reading_from(pools)
        clock, scopes = TurnedClock(MONDAY), [*all_scopes(), *OPERATOR_SCOPES]
        async with client_of(service, runner, clock, PLATFORM, scopes, reading) as client:
            yield client


async def listed(client: AsyncClient, path: str, **wanted: str) -> list[dict[str, Any]]:
    answer = await client.get(f"/v1/{path}", params=EVERY.get(path, {}) | wanted)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["data"]
    return rows


@pytest.mark.servers
async def test_a_list_agrees_with_what_it_lists(
    owner: str, recorded: Sequence[Envelope[Event]], client: AsyncClient
) -> None:
    for path, types in LIVES[owner].items():
        stream, _ = example(types[0])
        moments = [e.cause.at for e in recorded if e.stream == stream]
        created, changed = moments[0], moments[-1]
        [row] = await listed(client, path)
        answer = await client.get(f"/v1/{path}/{row['id']}")
        assert answer.status_code == 200, answer.text
        one = answer.json()
        known = {"If-None-Match": answer.headers["ETag"]}
        assert (await client.get(str(answer.url), headers=known)).status_code == 304, path
        for shown in (row, one):
            dates = {name: datetime.fromisoformat(shown[name]) for name in DATES}
            assert dates == {"created_at": created, "updated_at": changed}, path
        since = changed.isoformat()
        assert await listed(client, path, updated_since=since) == [row]
        later = (changed + timedelta(microseconds=1)).isoformat()
        assert await listed(client, path, updated_since=later) == []


@pytest.mark.servers
async def test_metadata_are_shown_found_and_changed(
    owner: str, description: Schema, client: AsyncClient
) -> None:
    for path, types in LIVES[owner].items():
        if not types[-1].endswith(".metadata_changed.v1"):
            assert f"/v1/{path}/{{id}}/metadata" not in description["paths"]
            continue
        [row] = await listed(client, path)
        assert row["metadata"] == {"sales_office": "South", "campaign": "2026-Q1"}
        for found, *pairs in (
            ([row], "sales_office=South"),
            ([row], "sales_office=South", "campaign=2026-Q1"),
            ([], "sales_office=North"),
            ([], "sales_office=South", "campaign=2026"),
        ):
            answer = await client.get(
                f"/v1/{path}", params={"metadata": pairs, **EVERY.get(path, {})}
            )
            assert answer.json()["data"] == found, (path, pairs)
        thing = f"/v1/{path}/{row['id']}"
        change = {"sales_office": None, "project": "A=B"}
        answer = await client.patch(f"{thing}/metadata", json=change)
        assert answer.status_code == 200, answer.text
        assert answer.json()["metadata"] == {"campaign": "2026-Q1", "project": "A=B"}
        version = answer.headers["ETag"]
        again = await client.patch(f"{thing}/metadata", json=change)
        assert again.headers["ETag"] == version, "nothing has changed"
        assert (await client.get(thing)).json()["metadata"] == answer.json()["metadata"]
        many = await client.patch(f"{thing}/metadata", json={f"k{n}": "" for n in range(49)})
        assert (many.status_code, many.json()["code"]) == (422, "too_many_pairs")
