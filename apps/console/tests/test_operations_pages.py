"""What was set aside is corrected by an administrator of the tenant whose it is; read models show how far they are."""

from typing import Any

import pytest
from httpx import AsyncClient, MockTransport

from console.main import Console, build
from console.settings import ConsoleSettings
from recoup_cli.services import NOWHERE
from recoup_testing.clock import TurnedClock
from recoup_testing.console_example import RIVAL, Apis, Receive, Visitor, form_token_of

pytestmark = pytest.mark.servers

PLACE = {
    "seq": 3,
    "kind": "message",
    "topic": "recoup.invoice",
    "partition": 0,
    "offset": 7,
    "key": "acme/cus_5f0c",
    "tenant": "acme",
    "type": "reminder.requested.v1",
    "reason": "unreadable",
    "detail": "channel: <fax>",
    "corrected": False,
    "parked_at": "2026-03-10T08:00:00Z",
}
MESSAGE: dict[str, Any] = {
    "waits": PLACE,
    "versions": [
        {"version": 1, "headers": [["ce_type", "x"]], "value": '{"a": "fax"}', "encoding": "utf-8"}
    ],
    "history": [],
}
BUILD = {"projection": "shown", "of_this_version": True}
BUILDS = [
    {**BUILD, "build": 1, "status": "live", "percent": 100},
    {**BUILD, "build": 2, "status": "building", "percent": 42},
]
ADMIN = ("events:read", "keys:write", "actions:read")
WHERE = "/operations/parked/notification/3"


@pytest.fixture
def console(outside: TurnedClock, apis: Apis) -> Console:
    addresses = {"notification": "http://notification:9000", "invoice": "http://invoice:9000"}
    service = build(
        ConsoleSettings.model_validate(
            {**NOWHERE, "console_secure": False, "console_admin_addresses": addresses}
        )
    )
    assert isinstance(service, Console)
    service.outside = outside
    service.transport = MockTransport(apis.answer)
    return service


@pytest.fixture(autouse=True)
def private_ports(apis: Apis) -> None:
    apis.says("/parked/3", MESSAGE)
    apis.says("/parked", {"data": [PLACE], "has_more": False})
    apis.says("/projections", {"data": BUILDS})
    apis.says("/readyz", {"complaints": {}, "warnings": {}})
    apis.says("/metrics", {})


async def change(client: AsyncClient, **form: str) -> Any:
    token = form_token_of((await client.get("/actions")).text)
    headers = {"HX-Request": "true"}
    return await client.post(WHERE, data={**form, "form_token": token}, headers=headers)


def asked(apis: Apis) -> list[tuple[str, str]]:
    return [(each.url.path, each.content.decode()) for each in apis.asked if each.method == "POST"]


async def test_a_message_is_corrected_and_redriven_with_its_reason(
    visitor: Visitor, apis: Apis, receive: Receive
) -> None:
    apis.says("/parked/3/edit", MESSAGE)
    apis.says("/parked/3/redrive", {"applied": 2, "left": 0, "failure": ""})
    async with visitor(scopes=ADMIN) as admin:
        form = {"value": '{"a": "email"}', "reason": "they read mail"}
        done = await change(admin, **form, do="redrive")
        await receive()
        actions = (await admin.get("/actions")).text
    assert "2 applied, 0 left." in done.text
    [(edit, sent), (redrive, _)] = asked(apis)
    assert (edit, redrive) == ("/parked/3/edit", "/parked/3/redrive")
    assert '"reason":"they read mail"' in sent
    assert "Authorization" not in apis.asked[-1].headers
    assert "POST notification:/parked/3/redrive" in actions


async def test_what_was_not_changed_is_redriven_as_it_is(visitor: Visitor, apis: Apis) -> None:
    apis.says("/parked/3/redrive", {"applied": 0, "left": 1, "failure": "It failed again."})
    async with visitor(scopes=ADMIN) as admin:
        done = await change(admin, value='{"a": "fax"}', reason="the bug is gone", do="redrive")
    assert "It failed again." in done.text
    assert [path for path, _ in asked(apis)] == ["/parked/3/redrive"]


async def test_nobody_changes_it_who_is_no_administrator(visitor: Visitor, apis: Apis) -> None:
    async with visitor(scopes=("events:read", "actions:read")) as viewer:
        shown = (await viewer.get(WHERE)).text
        refused = await change(viewer, reason="I may not", do="skip")
    assert "channel: &lt;fax&gt;" in shown
    assert "keys:write" in shown
    assert refused.status_code == 403
    assert asked(apis) == []


async def test_anothers_message_is_told_like_none(visitor: Visitor, apis: Apis) -> None:
    async with visitor(RIVAL, scopes=ADMIN) as rival:
        for path in (WHERE, "/operations/parked/notification/4", "/operations/parked/nobody/3"):
            answer = await rival.get(path)
            assert answer.status_code == 404
            assert "fax" not in answer.text
        assert (await change(rival, reason="mine", do="skip")).status_code == 404
    assert asked(apis) == []


async def test_a_service_that_is_away_is_named_and_the_others_are_shown(
    anna: AsyncClient, apis: Apis
) -> None:
    gone = apis.answers.pop("/metrics")
    assert (await anna.get("/operations")).text.count("does not answer") == 2
    apis.answers["/metrics"] = gone
    assert (await anna.get("/operations")).status_code == 200
