"""A workflow is published when there are words for each message, in each language, and none claims what never comes."""

from typing import Any

from httpx import AsyncClient, Response

from recoup_events.invoice import CreditorDetailsChanged, CreditorRegistered
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CreditorId, creditor_id_of
from recoup_events.notification import Claim, TemplateCategory, TemplatePublished
from recoup_testing.creditors import CREDITOR_REGISTERED
from recoup_testing.deliver import receive
from recoup_testing.reminders_example import ACME
from recoup_testing.service_harness import ServiceHarness

FIRST, NUTS = creditor_id_of(ACME, "default"), creditor_id_of(ACME, "nuts")
OURS = TemplatePublished(
    template_id="tpl_1",
    category=TemplateCategory.EMAIL,
    name="our_own",
    template_version=1,
    languages=("de", "en"),
)
OF_NUTS = OURS.model_copy(update={"template_id": "tpl_2", "creditor_id": NUTS})


def creditor(code: str, *languages: str) -> CreditorRegistered:
    details = CREDITOR_REGISTERED.details.model_copy(update={"languages": languages})
    return CREDITOR_REGISTERED.model_copy(
        update={"creditor_id": creditor_id_of(ACME, code), "code": code, "details": details}
    )


def naming(template: str, *measures: str) -> dict[str, Any]:
    remind = {"kind": "remind", "channel": "email", "template": template}
    steps: list[dict[str, Any]] = [{"name": "ours", "days": 3, "action": remind}]
    for days, measure in enumerate(measures, 10):
        ask = {"kind": "escalate", "at": "10:00", "measure": measure, "script": "Decide."}
        steps.append({"name": measure, "days": days, "action": ask})
    return {"name": "own words", "steps": steps}


async def received(harness: ServiceHarness, key: str, *events: Event) -> None:
    account = Account(ACME, key)
    await receive(harness.service, harness.command_runner, account, harness.cause(), *events)


def refused(answer: Response, code: str, pointer: str = "/steps/0/action/template") -> str:
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, code), problem
    assert [each["pointer"] for each in problem["errors"]] == [pointer]
    return str(problem["detail"])


async def test_a_template_has_words_in_each_language_that_the_creditor_writes(
    console: AsyncClient, harness: ServiceHarness
) -> None:
    await received(harness, "templates", OURS)
    await received(harness, FIRST, creditor("default", "de-AT", "fr", "pt"))
    answer = await console.post("/v1/workflows", json=naming("our_own"))
    detail = refused(answer, "template_lacks_language")
    assert "no words in fr; creditor default writes it" in detail, "and Recoup writes no Portuguese"
    fewer = creditor("default", "de").details
    await received(harness, FIRST, CreditorDetailsChanged(creditor_id=FIRST, details=fewer))
    assert (await console.post("/v1/workflows", json=naming("our_own"))).status_code == 201


async def test_a_creditors_own_words_are_in_its_own_languages(
    console: AsyncClient, harness: ServiceHarness
) -> None:
    await received(harness, "templates", OURS, OF_NUTS)
    await received(harness, FIRST, creditor("default", "de"))
    await received(harness, NUTS, creditor("nuts", "nl", "it"))
    answer = await console.post("/v1/workflows", json=naming("our_own"))
    assert "no words in nl, it; creditor nuts writes them" in refused(
        answer, "template_lacks_language"
    )


async def test_a_creditor_is_put_on_a_workflow_that_it_has_words_for(
    console: AsyncClient, harness: ServiceHarness
) -> None:
    await received(harness, "templates", OF_NUTS)
    await received(harness, FIRST, creditor("default", "de"))
    published = await console.post("/v1/workflows", json=naming("our_own"))
    chosen = {"workflow_id": published.json()["id"]}
    path, any_version = "/v1/workflows/default", {"If-Match": "*"}
    answer = await console.put(path, json=chosen, headers=any_version)
    assert "published for other creditors alone" in refused(
        answer, "template_unknown", "/workflow_id"
    )
    own = await console.put(f"{path}?creditor=nuts", json=chosen, headers=any_version)
    assert own.status_code == 200, own.text


async def test_whoever_uses_a_workflow_has_words_for_its_next_version_too(
    console: AsyncClient, harness: ServiceHarness
) -> None:
    await received(harness, "templates", OF_NUTS)
    first = await console.post("/v1/workflows", json=naming("friendly_reminder"))
    chosen = {"workflow_id": first.json()["id"]}
    await console.put("/v1/workflows/default", json=chosen, headers={"If-Match": "*"})
    answer = await console.post("/v1/workflows", json=naming("our_own"))
    refused(answer, "template_unknown")


async def test_words_announce_only_what_a_step_behind_them_asks_for(
    console: AsyncClient, harness: ServiceHarness
) -> None:
    claims = (Claim.SUIT, Claim.INTEREST)
    await received(harness, "templates", OURS.model_copy(update={"claims": claims}))
    answer = await console.post("/v1/workflows", json=naming("our_own", "agency"))
    assert "announce suit, and no step behind it asks for it" in refused(
        answer, "claim_unsupported"
    )
    backwards = naming("our_own", "suit")
    backwards["steps"].reverse()
    backwards["steps"][0]["days"] = 1
    refused(
        await console.post("/v1/workflows", json=backwards),
        "claim_unsupported",
        "/steps/1/action/template",
    )
    supported = await console.post("/v1/workflows", json=naming("our_own", "agency", "suit"))
    assert supported.status_code == 201, "interest hangs on the agreement, and is proven then"


async def test_a_creditor_that_has_not_arrived_yet_is_in_nobodys_way(
    console: AsyncClient, harness: ServiceHarness
) -> None:
    unknown = OURS.model_copy(update={"creditor_id": CreditorId("crd_unknown")})
    await received(harness, "templates", unknown)
    assert (await console.post("/v1/workflows", json=naming("our_own"))).status_code == 201
