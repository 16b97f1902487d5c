"""Customers of a category are treated as the tenant has it, from the moment they are of it."""

from typing import Any

from httpx import AsyncClient

from recoup_events.invoice import (
    Condition,
    CustomerConditionRecorded,
    CustomerRegistered,
    InvoiceIssued,
)
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import ConditionId
from recoup_events.notification import TemplateCategory
from recoup_events.workflow_scheduler import Call, EnrolmentMoved, EnrolmentStarted, Remind
from recoup_testing.reminders_example import CUSTOMER, INVOICE
from recoup_testing.service_harness import ServiceHarness
from workflow_scheduler.categories.domain.treatment import OFFER, Treatment, treated
from workflow_scheduler.workflows.domain.default_workflow import DEFAULT_WORKFLOW
from workflow_scheduler.workflows.domain.known_templates import KnownTemplate, KnownTemplates

PATH = "/v1/treatments"
ANY_VERSION = {"If-Match": "*"}
STEP = {
    "name": "letter",
    "days": 3,
    "action": {"kind": "remind", "channel": "email", "template": "firm_reminder"},
}
HARD_TIMES = CustomerConditionRecorded(
    customer_id=CUSTOMER,
    condition_id=ConditionId("cnd_1"),
    condition=Condition.HARDSHIP,
    source="a call",
    effective_from="2026-02-02",
)


async def published(client: AsyncClient, name: str = "careful") -> str:
    answer = await client.post("/v1/workflows", json={"name": name, "steps": [STEP]})
    return str(answer.json()["id"])


async def treat(client: AsyncClient, **treatment: Any) -> None:
    body = {"going_out_of_business": treatment}
    answer = await client.put(PATH, json=body, headers=ANY_VERSION)
    assert answer.status_code == 200, answer.text


def moves(recorded: Any) -> list[EnrolmentMoved]:
    return [each for each in recorded if isinstance(each, EnrolmentMoved)]


async def test_running_enrolments_move_to_the_treatment_s_workflow_with_the_reason(
    harness: ServiceHarness,
    console: AsyncClient,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
) -> None:
    careful = await published(console)
    await treat(console, workflow_id=careful)
    await harness.receive(registered, issued, HARD_TIMES)
    (moved,) = moves(await harness.recorded())
    assert moved.workflow_id == careful
    assert "going_out_of_business" in moved.reason
    why = (await console.get(f"/v1/assignment-rules/explanation?invoice={INVOICE}")).json()
    assert (why["chosen_by"], why["facts"]["category"]) == ("treatment", "going_out_of_business")


async def test_a_new_invoice_of_such_a_customer_is_put_there_at_once(
    harness: ServiceHarness,
    console: AsyncClient,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
) -> None:
    careful = await published(console)
    await treat(console, workflow_id=careful)
    await harness.receive(registered, HARD_TIMES, issued)
    (started,) = (each for each in await harness.recorded() if isinstance(each, EnrolmentStarted))
    assert started.workflow_id == careful


async def test_what_a_person_has_moved_stays_where_it_is(
    harness: ServiceHarness,
    console: AsyncClient,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
) -> None:
    careful, other = await published(console), await published(console, "other")
    await treat(console, workflow_id=careful)
    await harness.receive(registered, issued)
    (started,) = (each for each in await harness.recorded() if isinstance(each, EnrolmentStarted))
    by_hand = {"workflow_id": other, "reason": "I know them."}
    path = f"/v1/enrolments/{started.enrolment_id}/moves"
    assert (await console.post(path, json=by_hand, headers=ANY_VERSION)).is_success
    await harness.receive(HARD_TIMES)
    assert [each.workflow_id for each in moves(await harness.recorded())] == [other]


async def test_a_workflow_that_a_treatment_names_cannot_be_retired(console: AsyncClient) -> None:
    careful = await published(console)
    await treat(console, workflow_id=careful)
    refused = await console.post(f"/v1/workflows/{careful}/retirement", headers=ANY_VERSION)
    assert (refused.status_code, refused.json()["code"]) == (409, "workflow_in_use")


async def test_an_unknown_workflow_is_refused_where_it_stands(console: AsyncClient) -> None:
    body = {"angry": {"workflow_id": "wfl_nowhere"}}
    answer = await console.put(PATH, json=body, headers=ANY_VERSION)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (
        *(404, "/angry/workflow_id"),
    )


def test_messages_go_by_the_preferred_channel_where_there_are_words_for_it() -> None:
    preferred = Treatment(channel=Channel.LETTER)
    letters = treated(DEFAULT_WORKFLOW.steps, preferred, KnownTemplates())
    sent = {step.name: step.action.channel for step in letters if isinstance(step.action, Remind)}
    assert (sent["firm"], sent["nudge"]) == (Channel.LETTER, Channel.SMS)
    assert [step.name for step in letters] == [step.name for step in DEFAULT_WORKFLOW.steps]


def test_a_family_of_templates_is_used_where_it_is_published() -> None:
    calm = KnownTemplate(category=TemplateCategory.EMAIL, name="calm_firm_reminder")
    known = KnownTemplates(published={"tpl_1": calm})
    steps = treated(DEFAULT_WORKFLOW.steps, Treatment(templates="calm"), known)
    named = {step.name: step.action.template for step in steps if isinstance(step.action, Remind)}
    assert (named["firm"], named["friendly"]) == ("calm_firm_reminder", "friendly_reminder")


def test_whoever_calls_offers_a_plan_first() -> None:
    steps = treated(DEFAULT_WORKFLOW.steps, Treatment(offer_plan=True), KnownTemplates())
    scripts = [step.action.script for step in steps if isinstance(step.action, Call)]
    assert scripts
    assert all(script.startswith(OFFER) for script in scripts)
