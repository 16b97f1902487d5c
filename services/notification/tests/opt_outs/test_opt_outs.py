"""The link in a mail: one click ends that creditor's mails to the address; following it changes nothing."""

from collections.abc import Awaitable, Callable

import pytest
from httpx import AsyncClient

from notification.messages.domain.marks import Marked, Marks
from notification.opt_outs.domain import words
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import MessageId, TenantId
from recoup_events.notification import AddressOptedOut, ContactRefused, MessageSent
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.creditors import CREDITOR
from recoup_testing.mail_example import MARKS

Receive = Callable[[Event], Awaitable[None]]
Recorded = Callable[[], Awaitable[list[Event]]]
ACME = TenantId("acme")
CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
async def sent(
    receive: Receive,
    recorded: Recorded,
    effects: Effects[object, object],
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
) -> MessageSent:
    for event in (registered, issued, requested):
        await receive(event)
    await effects.step()
    [sent] = [event for event in await recorded() if isinstance(event, MessageSent)]
    return sent


def link(sent: MessageSent, marks: Marks = MARKS) -> str:
    marked = Marked(tenant=ACME, message_id=sent.message_id)
    return f"/open/opt-outs/{marks.opt_out(marked)}"


async def test_whoever_follows_the_link_is_asked_in_their_language_and_nothing_happens(
    ops: AsyncClient, sent: MessageSent, recorded: Recorded
) -> None:
    before = len(await recorded())
    page = await ops.get(link(sent))
    assert page.status_code == 200
    assert "Soll " in page.text
    assert '<html lang="de">' in page.text
    assert 'name="List-Unsubscribe" value="One-Click"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert len(await recorded()) == before


async def test_one_click_ends_the_mails_of_this_creditor_at_once(
    ops: AsyncClient,
    sent: MessageSent,
    recorded: Recorded,
    receive: Receive,
    requested: ReminderRequested,
    effects: Effects[object, object],
) -> None:
    done = await ops.post(link(sent), data=CLICK)
    assert done.status_code == 200
    assert "Erledigt." in done.text
    opted_out = (await recorded())[-1]
    assert isinstance(opted_out, AddressOptedOut)
    assert (opted_out.creditor_id, opted_out.channel) == (CREDITOR, Medium.EMAIL)
    assert sent.message_id in str(opted_out.source)
    await receive(requested.model_copy(update={"reminder_id": "rem_2"}))
    await effects.step()
    refused = (await recorded())[-1]
    assert isinstance(refused, ContactRefused)


async def test_a_second_click_is_as_good_as_the_first_and_recorded_once(
    ops: AsyncClient, sent: MessageSent, recorded: Recorded
) -> None:
    for _ in range(2):
        assert (await ops.post(link(sent), data=CLICK)).status_code == 200
    assert [type(event) for event in await recorded()].count(AddressOptedOut) == 1


async def test_multipart_is_taken_as_well(
    ops: AsyncClient, sent: MessageSent, recorded: Recorded
) -> None:
    form = {"List-Unsubscribe": (None, "One-Click")}
    assert (await ops.post(link(sent), files=form)).status_code == 200
    assert isinstance((await recorded())[-1], AddressOptedOut)


async def test_a_post_that_says_nothing_asks_again(
    ops: AsyncClient, sent: MessageSent, recorded: Recorded
) -> None:
    assert (await ops.post(link(sent))).status_code == 400
    assert not isinstance((await recorded())[-1], AddressOptedOut)


async def test_a_link_that_was_not_signed_here_leads_nowhere(
    ops: AsyncClient, sent: MessageSent, recorded: Recorded
) -> None:
    before = len(await recorded())
    forged = [link(sent, Marks("of another deployment than this")), "/open/opt-outs/x"]
    unsent = sent.model_copy(update={"message_id": MessageId("msg_never")})
    for path in (*forged, link(unsent)):
        assert (await ops.get(path)).status_code == 404
        assert (await ops.post(path, data=CLICK)).status_code == 404
    assert len(await recorded()) == before


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "nl", "de-AT", "xx"])
def test_the_page_speaks_six_languages_and_no_creditor_can_write_into_it(language: str) -> None:
    page = words.asking(language, "<script>Acme</script>") + words.done(language, "<b>")
    assert "<script>" not in page
    assert "&lt;script&gt;Acme" in page
