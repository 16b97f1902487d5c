"""A provider of letters of Lob's shape: what it is sent, and whatever it answers."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from notification.channels.letter.lob import LobLetters
from notification.channels.letter.printed import Printed
from notification.channels.letter.tracking import Tracked
from notification.messages.domain.outcomes import Deferred, Outcome, Rejected, Taken
from recoup_events.kernel.ids import MessageId, TenantId
from recoup_events.kernel.postal_address import PostalAddress

NINE = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PRINTED = Printed(
    message_id=MessageId("msg_1"),
    tenant=TenantId("acme"),
    recipient="Ada Byron",
    company="Byron Looms Inc.",
    to=PostalAddress(
        lines=("1 Mill Lane", "Floor 2"),
        postal_code="94107",
        city="San Francisco",
        subdivision="US-CA",
        country="US",
    ),
    sender="Acme",
    sent_from=PostalAddress(lines=("9 Dock Street",), city="Dover", country="GB"),
    pdf=b"%PDF-1.7 of this letter",
    certified=False,
    at=NINE,
)
CREATED = httpx.Response(200, json={"id": "ltr_1", "tracking_number": None})


class Lob:
    """Gives its answers in turn; an exception among them is the wire's."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def posted(lob: Lob, printed: Printed = PRINTED) -> Outcome:
    transport = httpx.MockTransport(lob)
    async with httpx.AsyncClient(transport=transport, base_url="http://lob") as client:
        return await LobLetters(client).post(printed)


async def test_a_letter_is_posted_under_the_messages_own_key() -> None:
    lob = Lob(CREATED)
    assert await posted(lob) == Taken(provider_id="ltr_1")
    (request,) = lob.requests
    body = request.content.decode()
    assert (request.url.path, request.headers["Idempotency-Key"]) == ("/v1/letters", "msg_1")
    for name, value in {
        "to[name]": "Ada Byron",
        "to[company]": "Byron Looms Inc.",
        "to[address_line1]": "1 Mill Lane",
        "to[address_line2]": "Floor 2",
        "to[address_state]": "CA",
        "to[address_zip]": "94107",
        "from[address_country]": "GB",
        "metadata[message_id]": "msg_1",
        "use_type": "operational",
    }.items():
        assert f'name="{name}"\r\n\r\n{value}\r\n' in body
    assert "%PDF-1.7 of this letter" in body
    assert "extra_service" not in body


async def test_a_certified_letter_asks_for_a_receipt() -> None:
    lob = Lob(CREATED)
    await posted(lob, PRINTED._replace(certified=True))
    assert "certified_return_receipt" in lob.requests[0].content.decode()


@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [
        (httpx.ConnectError("refused"), Deferred(reason="the provider: ConnectError('refused')")),
        (
            httpx.Response(429, headers={"Retry-After": "90"}),
            Deferred(
                reason="the provider asks for fewer messages (HTTP 429)",
                not_before=NINE + timedelta(seconds=90),
            ),
        ),
        (
            httpx.Response(401, json={"error": {"message": "Invalid key"}}),
            Deferred(reason="HTTP 401, Invalid key"),
        ),
        (
            httpx.Response(422, json={"error": {"message": "to.address_zip is required"}}),
            Rejected(reason="HTTP 422, to.address_zip is required"),
        ),
        (
            httpx.Response(
                422,
                json={
                    "error": {
                        "message": "Not deliverable",
                        "code": "failed_deliverability_strictness",
                    }
                },
            ),
            Rejected(reason="HTTP 422, Not deliverable", bounced=True),
        ),
    ],
)
async def test_what_a_provider_refuses_is_put_off_or_given_up(
    trouble: httpx.Response | Exception, outcome: Outcome
) -> None:
    assert await posted(Lob(trouble)) == outcome


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ReadTimeout("slow"),
        httpx.Response(500, json={"id": "ltr_1"}),
        httpx.Response(200, text="<html>created</html>"),
        httpx.Response(200, json={"id": ""}),
        httpx.Response(200, content=b" " * 100_000),
        httpx.Response(302, headers={"Location": "http://169.254.169.254/"}),
    ],
)
async def test_what_may_have_been_posted_is_in_doubt_and_asked_again_under_its_key(
    trouble: httpx.Response | Exception,
) -> None:
    lob = Lob(trouble, CREATED)
    outcome = await posted(lob)
    assert isinstance(outcome, Deferred)
    assert outcome.in_doubt
    assert len(lob.requests) == 1


async def test_the_way_of_a_letter_can_be_asked_for() -> None:
    events = [{"name": "In Transit", "time": "2026-01-06T09:00:00Z"}]
    known = {"tracking_events": events, "extra_service": "certified_return_receipt"}
    transport = httpx.MockTransport(Lob(httpx.Response(200, json=known), httpx.Response(500)))
    async with httpx.AsyncClient(transport=transport, base_url="http://lob") as client:
        letters = LobLetters(client)
        assert await letters.course("ltr_1", NINE) == (
            Tracked(name="certified.in_transit", at=NINE + timedelta(days=1)),
        )
        assert await letters.course("ltr_1", NINE) == ()
