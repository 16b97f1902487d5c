"""Who wants no more contact may be told three things, and nothing with them: 15 USC 1692c(c)."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient, Response

from recoup_events.invoice import AddressUse, CustomerAddress, CustomerRegistered, InvoiceIssued
from recoup_events.kernel.event import Event
from recoup_events.notification import MessageSent
from recoup_eventstore.effects import Effects
from recoup_testing.closing_example import ENDS, HOME, MAY, WILL
from recoup_testing.contact_moves import to_court

Receive = Callable[[Event], Awaitable[None]]
Recorded = Callable[[], Awaitable[list[Event]]]
Ask = Callable[..., Awaitable[Response]]
Loop = Effects[Any, Any]


@pytest.mark.parametrize("channel", ["letter", "certified_letter", "email"])
async def test_that_efforts_end_is_said_and_nothing_else(
    ask: Ask, effects: Loop, sink: Any, channel: str
) -> None:
    answer = await ask(ENDS, channel)
    assert answer.status_code == 201, answer.text
    await effects.step()
    [left] = sink.postings
    words = left.content.words
    assert words.subject == "We end our efforts to collect"
    said = words.text.split("Kind regards")[0].split("\n\n")
    assert said[1:] == ["We end our further efforts to collect what is open on:", "- R-1", ""]
    assert "From a debt collector." in words.text
    for word in ("100", "pay", "IBAN", "attempt to collect"):
        assert word not in words.text.casefold()
    assert left.content.items == ()
    assert words.payment_code is None


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "nl"])
@pytest.mark.parametrize("notice", [ENDS, MAY, WILL])
async def test_each_is_said_in_six_languages(
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    ask: Ask,
    effects: Loop,
    sink: Any,
    language: str,
    notice: dict[str, Any],
) -> None:
    await receive(
        registered.model_copy(
            update={
                "language": language,
                "addresses": (CustomerAddress(use=AddressUse.BILLING, address=HOME),),
            }
        )
    )
    await receive(to_court(issued))
    assert (await ask(notice)).status_code == 201
    await effects.step()
    [left] = sink.postings
    words = left.content.words
    assert (words.language, words.text.count("- R-1"), "{" in words.text) == (language, 1, False)
    assert len(words.text.split("\n- ")) == (2 if notice is ENDS else 3)


@pytest.mark.parametrize(
    "body",
    [
        ENDS | {"remedies": ["court"]},
        {"notice": "remedy_will_be_used"},
        {"notice": "remedy_may_be_used", "remedies": ["court"]},
        WILL | {"ordinarily": "Always."},
        WILL | {"remedies": ["agency"]},
        ENDS | {"channel": "sms"},
    ],
)
async def test_each_kind_wants_its_own(ask: Ask, body: dict[str, Any]) -> None:
    assert (await ask(body)).status_code == 422


async def test_its_words_are_nobodys_to_change(ops: AsyncClient) -> None:
    texts = {"en": {"subject": "Pay", "text": "Please pay."}}
    own = {"category": "notice", "name": "efforts_end", "texts": texts}
    refused = await ops.post("/v1/templates", json=own)
    assert (refused.status_code, refused.json()["code"]) == (422, "template_fixed")


async def test_it_stands_in_the_contact_ledger_as_what_it_is(
    ask: Ask, effects: Loop, ops: AsyncClient, recorded: Recorded
) -> None:
    told = (await ask(ENDS)).json()["message_id"]
    await effects.step()
    [sent] = [event for event in await recorded() if isinstance(event, MessageSent)]
    assert sent.message_id == told
    shown = (await ops.get(f"/v1/messages/{told}")).json()
    assert (shown["template"], shown["items"], shown["state"]) == ("efforts_end", [], "sent")
