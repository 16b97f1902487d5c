from collections.abc import Callable
from datetime import UTC, datetime
from unicodedata import category
from urllib.parse import parse_qs

import httpx
import pytest

from notification.channels.sms.callbacks import TEXTS
from notification.channels.sms.sender import SmsSender
from notification.messages.domain.marks import Thread
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.outcomes import Deferred, Outcome, Rejected, Taken
from notification.messages.domain.sender import INVALID, Delivery
from notification.templates.domain.words import Words
from recoup_events.invoice import SenderIdentity
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import CreditorId, CustomerId, MessageId, PersonId, TenantId
from recoup_testing import hostile

DELIVERY = Delivery(
    message_id=MessageId("msg_1"),
    channel=Channel.SMS,
    content=MessageContent(
        sender=SenderIdentity(name="Acme Receivables"),
        person_id=PersonId("per_1"),
        recipient="Ada Byron",
        address="+4930901820",
        address_hash="a1",
        items=(),
        words=Words(template_version=1, language="en", subject="", text="Please pay."),
    ),
    at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
)
QUEUED = httpx.Response(201, json={"sid": "SM1", "status": "queued"})
Answer = Callable[[httpx.Request], httpx.Response]


class Provider:
    """Gives its answers in turn; an exception among them is the wire's."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def sent(provider: Provider, delivery: Delivery = DELIVERY) -> Outcome:
    transport = httpx.MockTransport(provider)
    async with httpx.AsyncClient(transport=transport, base_url="http://sms") as client:
        sender = SmsSender(
            client,
            account="AC1",
            sender="+4930000000",
            most_segments=1000,
            reports=f"https://recoup.example{TEXTS}",
        )
        return await sender.send(delivery)


async def test_a_text_goes_to_the_number_under_the_messages_own_key() -> None:
    provider = Provider(QUEUED)
    assert await sent(provider) == Taken(provider_id="SM1")
    (request,) = provider.requests
    assert request.url.path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert request.headers["Idempotency-Key"] == "msg_1"
    assert parse_qs(request.content.decode()) == {
        "To": ["+4930901820"],
        "From": ["+4930000000"],
        "Body": ["Please pay."],
    }


@pytest.mark.parametrize(
    ("trouble", "in_doubt"),
    [
        (httpx.Response(503), True),
        (httpx.Response(500, json={"sid": "SM1"}), True),
        (httpx.ReadTimeout("slow"), True),
        (httpx.RemoteProtocolError("cut off"), True),
        (httpx.Response(201, content=b"[" * 100_000), True),
        (httpx.ConnectError("refused"), False),
        (httpx.Response(429, headers={"Retry-After": "30"}), False),
    ],
)
async def test_trouble_is_put_off_after_one_try_and_in_doubt_unless_nothing_was_taken(
    trouble: httpx.Response | Exception, in_doubt: bool
) -> None:
    provider = Provider(trouble)
    outcome = await sent(provider)
    assert isinstance(outcome, Deferred)
    assert outcome.in_doubt is in_doubt
    assert len(provider.requests) == 1


IN_DOUBT = DELIVERY.model_copy(update={"doubts": 1})
MONDAY = "Mon, 05 Jan 2026 08:59:00 +0000"


async def test_before_a_text_is_sent_again_the_provider_is_asked_whether_it_has_it() -> None:
    kept = {"sid": "SM1", "body": "Please pay.", "date_created": MONDAY}
    provider = Provider(httpx.Response(200, json={"messages": [kept]}))
    assert await sent(provider, IN_DOUBT) == Taken(provider_id="SM1")
    (asked,) = provider.requests
    assert (asked.method, asked.url.params["To"]) == ("GET", "+4930901820")


@pytest.mark.parametrize(
    "listed",
    [
        [],
        [{"sid": "SM0", "body": "Please call.", "date_created": MONDAY}],
        [{"sid": "SM0", "body": "Please pay.", "date_created": "Mon, 08 Dec 2025 09:00:00 +0000"}],
    ],
    ids=["none", "another", "last month's"],
)
async def test_a_text_that_did_not_arrive_is_sent_again(listed: list[dict[str, str]]) -> None:
    provider = Provider(httpx.Response(200, json={"messages": listed}), QUEUED)
    assert await sent(provider, IN_DOUBT) == Taken(provider_id="SM1")
    assert [request.method for request in provider.requests] == ["GET", "POST"]


@pytest.mark.parametrize(
    "silence",
    [
        httpx.Response(500),
        httpx.Response(404),
        httpx.Response(200, text="<html>"),
        httpx.ReadTimeout("slow"),
    ],
)
async def test_where_the_provider_does_not_tell_nothing_is_sent_blindly(
    silence: httpx.Response | Exception,
) -> None:
    provider = Provider(silence)
    outcome = await sent(provider, IN_DOUBT)
    assert isinstance(outcome, Deferred)
    assert outcome.in_doubt
    assert len(provider.requests) == 1


async def test_a_number_the_provider_refuses_is_refused_for_good() -> None:
    problem = {"code": 21211, "message": "The 'To' number is not valid."}
    assert await sent(Provider(httpx.Response(400, json=problem))) == Rejected(
        reason="HTTP 400, 21211: The 'To' number is not valid.", bounced=True
    )


async def test_a_recipient_who_told_the_provider_to_stop_has_opted_out() -> None:
    problem = {"code": 21610, "message": "Attempt to send to unsubscribed recipient"}
    outcome = await sent(Provider(httpx.Response(400, json=problem)))
    assert isinstance(outcome, Rejected)
    assert outcome.opted_out


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_key_is_our_trouble_and_not_the_messages(status: int) -> None:
    problem = {"code": 20003, "message": "Authenticate"}
    assert await sent(Provider(httpx.Response(status, json=problem))) == Deferred(
        reason=f"HTTP {status}, 20003: Authenticate"
    )


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(201, text="<html>ok</html>"),
        httpx.Response(201, json={"id": 1}),
        httpx.Response(302, headers={"Location": "http://elsewhere"}),
        httpx.Response(400, text="Bad gateway page"),
    ],
)
async def test_an_answer_that_cannot_be_read_is_in_doubt(answer: httpx.Response) -> None:
    outcome = await sent(Provider(answer))
    assert isinstance(outcome, Deferred)
    assert outcome.in_doubt


async def test_what_a_provider_says_of_the_number_is_kept_without_it() -> None:
    problem = {"code": 21211, "message": "'To' +4930901820\r\nis \0 not valid"}
    assert await sent(Provider(httpx.Response(400, json=problem))) == Rejected(
        reason="HTTP 400, 21211: 'To' [number] is \N{REPLACEMENT CHARACTER} not valid", bounced=True
    )
    taken = Provider(httpx.Response(201, json={"sid": "SM1\0\n"}))
    assert await sent(taken) == Taken(provider_id="SM1\N{REPLACEMENT CHARACTER}")


@pytest.mark.parametrize("text", hostile.TEXTS, ids=ascii)
async def test_whatever_the_words_are_they_stay_in_the_body(text: str) -> None:
    words = DELIVERY.content.words.model_copy(update={"text": text})
    content = DELIVERY.content.model_copy(update={"words": words})
    provider = Provider(QUEUED)
    await sent(provider, DELIVERY.model_copy(update={"content": content}))
    (request,) = provider.requests
    form = parse_qs(request.content.decode(), keep_blank_values=True, strict_parsing=True)
    assert form == {"To": ["+4930901820"], "From": ["+4930000000"], "Body": form["Body"]}
    assert not [c for c in form["Body"][0] if category(c) in ("Cc", "Cs") and c not in "\t\n"]


@pytest.mark.parametrize(
    "number",
    [
        *("", "030 901820", "+49 30 901820", "+0123456789", "+4930901820\r\nX: y"),
        "+" + "\N{ARABIC-INDIC DIGIT ONE}" * 9,
    ],
)
async def test_what_is_no_number_is_refused_before_anything_is_sent(number: str) -> None:
    content = DELIVERY.content.model_copy(update={"address": number})
    provider = Provider()
    outcome = await sent(provider, DELIVERY.model_copy(update={"content": content}))
    assert outcome == Rejected(reason=INVALID)
    assert provider.requests == []


async def test_each_text_says_where_its_reports_go() -> None:
    thread = Thread(
        tenant=TenantId("acme"), customer_id=CustomerId("cus_1"), creditor_id=CreditorId("crd_1")
    )
    provider = Provider(QUEUED)
    await sent(provider, DELIVERY.model_copy(update={"thread": thread}))
    (request,) = provider.requests
    asked = parse_qs(request.content.decode())["StatusCallback"]
    assert asked == ["https://recoup.example/open/callbacks/texts/acme/msg_1"]
