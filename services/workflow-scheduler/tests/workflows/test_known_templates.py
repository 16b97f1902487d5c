"""A workflow names templates that somebody has words for; they are known from what notification publishes."""

from itertools import permutations
from typing import Any

from httpx import AsyncClient

from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import CreditorId
from recoup_events.notification import TemplateCategory, TemplatePublished, TemplateRetired
from recoup_testing.deliver import receive
from recoup_testing.reminders_example import ACME
from recoup_testing.service_harness import ServiceHarness
from workflow_scheduler.workflows.domain.known_templates import KNOWN_TEMPLATES

OWN: dict[str, Any] = {
    "template_id": "tpl_1",
    "category": TemplateCategory.EMAIL,
    "name": "our_own",
}
PUBLISHED = TemplatePublished(**OWN, template_version=1, languages=("en",))
RETIRED = TemplateRetired(**OWN)
OTHER = TemplatePublished(
    **OWN | {"template_id": "tpl_2", "creditor_id": CreditorId("crd_1")},
    template_version=1,
    languages=("de",),
)


def naming(template: str) -> dict[str, Any]:
    action = {"kind": "remind", "channel": "email", "template": template}
    return {"name": "gentle", "steps": [{"name": "friendly", "days": 3, "action": action}]}


async def received(harness: ServiceHarness, *events: TemplatePublished | TemplateRetired) -> None:
    account = Account(ACME, "templates")
    await receive(harness.service, harness.command_runner, account, harness.cause(), *events)


async def test_a_template_that_nobody_published_is_refused_where_it_is_named(
    console: AsyncClient,
) -> None:
    refused = await console.post("/v1/workflows", json=naming("our_own"))
    assert (refused.status_code, refused.json()["code"]) == (422, "template_unknown")
    [error] = refused.json()["errors"]
    assert error["pointer"] == "/steps/0/action/template"
    assert "'our_own', which is not published" in refused.json()["detail"]
    assert "friendly_reminder" in refused.json()["detail"]


async def test_one_that_was_published_may_be_named_until_it_is_retired(
    console: AsyncClient, harness: ServiceHarness
) -> None:
    await received(harness, PUBLISHED)
    assert (await console.post("/v1/workflows", json=naming("our_own"))).status_code == 201
    await received(harness, OTHER, RETIRED)
    assert (await console.post("/v1/workflows", json=naming("our_own"))).status_code == 200
    retired = RETIRED.model_copy(update={"template_id": "tpl_2"})
    await received(harness, retired)
    assert (await console.post("/v1/workflows", json=naming("our_own"))).status_code == 422


async def test_templates_may_arrive_in_any_order_of_each_other(harness: ServiceHarness) -> None:
    seen = set()
    for number, order in enumerate(permutations((PUBLISHED, OTHER, PUBLISHED))):
        account = Account(ACME.__class__(f"tenant{number}"), "templates")
        await receive(harness.service, harness.command_runner, account, harness.cause(), *order)
        async with harness.command_runner.work() as work:
            known = await work.document(KNOWN_TEMPLATES, account, "templates")
        seen.add(tuple(sorted(known.published.items())))
    assert len(seen) == 1
