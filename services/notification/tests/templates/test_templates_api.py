"""A tenant writes its own words, sees what is wrong with them, and publishes them: no code is touched."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId, creditor_id_of
from recoup_events.notification import TemplatePublished, TemplateRetired
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.creditors import CREDITOR_REGISTERED

Receive = Callable[[Event], Awaitable[None]]
Recorded = Callable[[], Awaitable[list[Event]]]
TEXTS = {
    language: {"subject": "{{ what | capital }}: {{ total }}", "text": text}
    for language, text in {
        "en": "{{ salutation }}\n\nOur own words.\n\n{{ statement }}",
        "de": "{{ salutation }}\n\nunsere eigenen Worte.\n\n{{ statement }}",
    }.items()
}
OWN = {"category": "email", "name": "friendly_reminder", "texts": TEXTS}


async def written(ops: AsyncClient, **more: Any) -> dict[str, Any]:
    answer = await ops.post("/v1/templates", json=OWN | more)
    assert answer.is_success, answer.text
    shown: dict[str, Any] = answer.json() | {"etag": answer.headers["ETag"]}
    return shown


async def published(ops: AsyncClient, **more: Any) -> dict[str, Any]:
    draft = await written(ops, **more)
    return await changed(ops, draft, "publication")


async def changed(ops: AsyncClient, template: dict[str, Any], how: str) -> dict[str, Any]:
    path, match = f"/v1/templates/{template['id']}/{how}", {"If-Match": template["etag"]}
    answer = await ops.post(path, headers=match)
    assert answer.is_success, answer.text
    shown: dict[str, Any] = answer.json() | {"etag": answer.headers["ETag"]}
    return shown


@pytest.fixture
async def creditor_code(receive_for: Any) -> str:
    """Another one of the tenant's."""
    id = creditor_id_of(TenantId("acme"), "other")
    other = CREDITOR_REGISTERED.model_copy(update={"creditor_id": id, "code": "other"})
    await receive_for(Account(TenantId("acme"), id), other)
    return "other"


@pytest.fixture
async def a_reminder(
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
) -> None:
    for event in (registered, issued, requested):
        await receive(event)


async def test_a_draft_changes_no_message(
    ops: AsyncClient, a_reminder: None, effects: Effects[Any, Any], sink: Any
) -> None:
    draft = await written(ops)
    assert (draft["state"], draft["version"], draft["findings"]) == ("draft", 0, [])
    await effects.step()
    [mail] = sink.postings
    assert "eigenen Worte" not in mail.content.words.text


async def test_what_is_published_is_what_messages_say_and_they_keep_their_version(
    ops: AsyncClient, a_reminder: None, effects: Effects[Any, Any], sink: Any
) -> None:
    own = await published(ops)
    assert (own["state"], own["version"]) == ("published", 1)
    await effects.step()
    [mail] = sink.postings
    words = mail.content.words
    assert "unsere eigenen Worte." in words.text
    assert "IBAN: DE89" in words.text
    assert (words.template_id, words.template_version) == (own["id"], 1)
    message = (await ops.get(f"/v1/messages/{mail.message_id}")).json()
    assert message["content"]["template_version"] == 1


async def test_a_creditors_own_words_come_before_the_tenants(
    ops: AsyncClient, a_reminder: None, effects: Effects[Any, Any], sink: Any, creditor_code: str
) -> None:
    await published(ops)
    texts = {
        language: text
        | {"text": text["text"].replace("own", "creditor's").replace("eigenen", "hauseigenen")}
        for language, text in TEXTS.items()
    }
    await published(ops, creditor=creditor_code, texts=texts)
    await effects.step()
    [mail] = sink.postings
    assert "hauseigenen" not in mail.content.words.text, "it is another creditor's"


async def test_a_draft_with_findings_is_refused_in_a_sentence(
    ops: AsyncClient, recorded: Recorded
) -> None:
    wrong = TEXTS | {"en": {"subject": "Pay", "text": "{{ salutation }}\n\n{{ statment }}"}}
    draft = await written(ops, texts=wrong)
    [*findings] = draft["findings"]
    assert findings[0]["line"] == 3
    assert "There is no variable 'statment'" in findings[0]["problem"]
    path = f"/v1/templates/{draft['id']}/publication"
    refused = await ops.post(path, headers={"If-Match": draft["etag"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "template_unusable")
    assert "en, text, line 3: There is no variable 'statment'." in refused.json()["detail"]
    assert not [event for event in await recorded() if isinstance(event, TemplatePublished)]


async def test_a_language_that_the_creditor_writes_may_not_be_missing(
    ops: AsyncClient, creditor_code: str
) -> None:
    draft = await written(ops, texts={"en": TEXTS["en"]}, creditor=creditor_code)
    [finding] = draft["findings"]
    assert "'de' are missing" in finding["problem"]


async def test_published_again_unchanged_is_no_new_version_and_others_hear_of_each(
    ops: AsyncClient, recorded: Recorded
) -> None:
    own = await published(ops, claims=[])
    assert (await changed(ops, own, "publication"))["version"] == 1
    retired = await changed(ops, own, "retirement")
    assert retired["state"] == "retired"
    assert (await changed(ops, retired, "publication"))["version"] == 2
    events = [each for each in await recorded() if isinstance(each, TemplatePublished)]
    assert [(each.template_version, each.languages) for each in events] == [
        (1, ("de", "en")),
        (2, ("de", "en")),
    ]
    assert len([each for each in await recorded() if isinstance(each, TemplateRetired)]) == 1


async def test_a_retired_one_gives_way_to_the_built_in_words(
    ops: AsyncClient, a_reminder: None, effects: Effects[Any, Any], sink: Any
) -> None:
    await changed(ops, await published(ops), "retirement")
    await effects.step()
    [mail] = sink.postings
    assert mail.content.words.template_id is None


async def test_a_preview_shows_what_a_reader_would_see(ops: AsyncClient, sink: Any) -> None:
    draft = await written(ops)
    own = (await ops.post(f"/v1/templates/{draft['id']}/previews", json={"language": "de"})).json()
    assert "unsere eigenen Worte." in own["text"]
    assert "unsere eigenen Worte." in own["html"]
    path = "/v1/templates/email.final_notice/previews"
    built_in = (await ops.post(path, json={"language": "fr"})).json()
    assert built_in["subject"].startswith("Dernier rappel")
    assert sink.postings == []


async def test_an_unknown_customer_of_a_preview_is_named(ops: AsyncClient) -> None:
    path = "/v1/templates/email.upcoming/previews"
    answer = await ops.post(path, json={"customer_external_id": "nobody"})
    assert (answer.status_code, answer.json()["code"]) == (422, "preview_of_unknown")
    missing = await ops.post("/v1/templates/tpl_none/previews", json={})
    assert missing.status_code == 404


async def test_all_built_in_words_are_there_to_be_copied(ops: AsyncClient) -> None:
    found = (await ops.get("/v1/templates/built-in")).json()["data"]
    assert {each["id"] for each in found} >= {
        "email.upcoming",
        "sms.sms_nudge",
        "notice.credit_hold",
    }
    assert set(found[0]["content"]["texts"]) == {"en", "de", "fr", "es", "it", "nl"}


async def test_what_is_found_about_the_tone_may_be_accepted_with_a_reason(
    ops: AsyncClient, recorded: Recorded
) -> None:
    about_prisons = {
        **TEXTS["en"],
        "text": "{{ salutation }}\n\nThis is for the prison you built.\n\n{{ statement }}",
    }
    draft = await written(ops, texts=TEXTS | {"en": about_prisons})
    [finding] = draft["findings"]
    assert (finding["kind"], finding["line"]) == ("tone", 3)
    path, match = f"/v1/templates/{draft['id']}/publication", {"If-Match": draft["etag"]}
    refused = await ops.post(path, headers=match)
    assert (refused.status_code, refused.json()["code"]) == (422, "template_unusable")
    assert "accept_tone" in refused.json()["detail"]
    answer = await ops.post(path, headers=match, json={"accept_tone": "they build prisons"})
    assert answer.is_success, answer.text
    [event] = [each for each in await recorded() if isinstance(each, TemplatePublished)]
    assert event.tone_accepted == "they build prisons"


async def test_a_fault_is_not_accepted(ops: AsyncClient) -> None:
    wrong = TEXTS | {"en": {"subject": "Pay", "text": "{{ salutation }}\n\n{{ statment }}"}}
    draft = await written(ops, texts=wrong)
    path, match = f"/v1/templates/{draft['id']}/publication", {"If-Match": draft["etag"]}
    refused = await ops.post(path, headers=match, json={"accept_tone": "we like it"})
    assert (refused.status_code, refused.json()["code"]) == (422, "template_unusable")
    assert "accept_tone" not in refused.json()["detail"]
