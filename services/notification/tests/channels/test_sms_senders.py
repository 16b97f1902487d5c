"""Who may be the sender of a text, by country, and who may ask for a reply."""

from urllib.parse import parse_qs

import httpx
import pytest

from notification.channels.sms.sender import SmsSender
from notification.messages.domain.outcomes import Outcome, Rejected
from notification.messages.domain.sender import Delivery
from recoup_events.invoice import SenderIdentity
from recoup_testing.mail_example import DELIVERY


async def sent(requests: list[httpx.Request], delivery: Delivery) -> Outcome:
    def taken(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(201, json={"sid": "SM1"})

    transport = httpx.MockTransport(taken)
    async with httpx.AsyncClient(transport=transport, base_url="http://sms") as client:
        return await SmsSender(client, account="AC1", sender=None, most_segments=3).send(delivery)


def from_name(text: str, address: str = "+4930901820") -> Delivery:
    words = DELIVERY.content.words.model_copy(update={"text": text})
    sender = SenderIdentity(name="Acme Receivables", sms="Acme")
    changes = {"words": words, "sender": sender, "address": address}
    return DELIVERY.model_copy(update={"content": DELIVERY.content.model_copy(update=changes)})


async def test_a_name_is_a_sender_where_carriers_deliver_it() -> None:
    requests: list[httpx.Request] = []
    await sent(requests, from_name("Please pay."))
    assert parse_qs(requests[0].content.decode())["From"] == ["Acme"]


@pytest.mark.parametrize(
    ("delivery", "says"),
    [
        (from_name("Please pay.", "+12025550123"), "the United States, Canada"),
        (from_name("Pay. No more texts: reply STOP."), "nobody can reply to a sender"),
        (from_name("Bitte zahlen. Keine SMS mehr: STOP antworten."), "nobody can reply"),
    ],
)
async def test_a_name_texts_nobody_in_america_and_asks_nobody_for_a_reply(
    delivery: Delivery, says: str
) -> None:
    requests: list[httpx.Request] = []
    outcome = await sent(requests, delivery)
    assert isinstance(outcome, Rejected)
    assert says in outcome.reason
    assert requests == []


async def test_a_creditor_without_a_sender_texts_nobody_where_the_deployment_has_none() -> None:
    requests: list[httpx.Request] = []
    changed = DELIVERY.content.model_copy(update={"address": "+4930901820"})
    outcome = await sent(requests, DELIVERY.model_copy(update={"content": changed}))
    assert isinstance(outcome, Rejected)
    assert "RECOUP_SMS_FROM" in outcome.reason
    assert requests == []
