"""A mail is sent: recorded before and after, confirmed once, and in doubt where nobody can know."""

from collections.abc import Sequence
from functools import cache

from notification.consents.domain.address_hash import AddressHash
from notification.contact_ledger.domain.events import ContactEntered
from notification.main import build
from notification.messages.consumers import ask_for_messages
from notification.messages.domain.events import MessageAsked
from notification.messages.domain.message import MESSAGE
from notification.messages.domain.message_state import MessageState
from notification.messages.domain.outcomes import Outcome, Taken
from notification.messages.domain.sender import Delivery
from notification.messages.senders.effect import MessageEffect
from notification.settings import NotificationSettings
from notification.templates.renderer.templates import Templates
from recoup_compliance.contact_ledger.line import Entry, Kind
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.envelope import Account, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    TenantId,
)
from recoup_events.notification import MessageSent
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.ids import new_id
from recoup_service.service import Service
from recoup_testing.clients import NOWHERE
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR, CREDITOR_REGISTERED
from recoup_testing.fake_subscriber import NOON
from recoup_testing.faults.fold import recorded_by
from recoup_testing.faults.line import Line
from recoup_testing.faults.place import Place
from recoup_testing.faults.watched import watched
from recoup_testing.loops import drained
from recoup_testing.reminded import receive, reminded

ACME = TenantId("acme")
EACH = 2
KEY = "of-a-service-that-is-never-run-at-all"


@cache
def _service() -> Service:
    keys = dict.fromkeys(("address_key", "checkpoint_key"), KEY)
    nowhere = {"smtp": "smtp://nowhere:25", "sms_url": "http://nowhere"} | keys
    return build(NotificationSettings.model_validate(NOWHERE.model_dump() | nowhere))


class PostBox:
    """Takes every mail, and keeps its id where nothing is rolled back."""

    def __init__(self, at: Place) -> None:
        self._at = at

    async def send(self, delivery: Delivery) -> Outcome:
        self._at.perform(delivery.message_id)
        return Taken(provider_id="250 OK")


class Sending:
    """Some mails are to leave, each with its lines in its customer's contact ledger."""

    needs_topic = False
    packages = ("recoup_service", "notification")

    async def given(self, at: Place) -> None:
        async with at.pools() as pools:
            runner = _service().command_runner(PostgresStore(pools), new_id)
            creditor = Account(ACME, CREDITOR)
            await receive(runner, creditor, NOON, ask_for_messages, CREDITOR_REGISTERED)
            for n in range(EACH):
                account, events = Account(ACME, f"cus_{n}"), reminded(n, f"ada-{n}@example.com")
                await receive(runner, account, NOON, ask_for_messages, *events)

    async def work(self, at: Place, line: Line) -> None:
        async with at.pools() as pools:
            store = watched(PostgresStore(pools), "store", line)
            runner = _service().command_runner(store, new_id)
            senders = {Channel.EMAIL: watched(PostBox(at), "relay", line)}
            effect = MessageEffect(senders, Templates(), AddressHash(KEY), lambda: "salt")
            each = watched(effect, "effect", line)
            clock = TurnedClock(NOON)
            await drained(Effects(runner, clock, "notification", MESSAGE, "send", each))

    async def then(self, at: Place) -> None:
        async with at.pools() as pools:
            runner = _service().command_runner(PostgresStore(pools), new_id)
            recorded = await recorded_by(runner)
            asked = [each.stream for each in recorded if isinstance(each.event, MessageAsked)]
            assert len(asked) == len(set(asked)) == EACH, "each was asked for once"
            for stream in asked:
                await _assert_accounted_for(at, runner, stream, recorded)


async def _assert_accounted_for(
    at: Place, runner: CommandRunner, stream: Stream, recorded: Sequence[Envelope[Event]]
) -> None:
    """It left once and was confirmed once, or is listed as doubtful; nobody got it twice."""
    async with runner.work() as work:
        message = await work.state(MESSAGE, stream)
    mine = [each.event for each in recorded if each.stream == stream]
    sent = sum(isinstance(event, MessageSent) for event in mine)
    left = at.performed().count(stream.id)
    in_doubt = message.state is MessageState.IN_DOUBT
    assert in_doubt or message.state is MessageState.SENT
    assert (sent, message.doubts) == ((0, 1) if in_doubt else (1, 0))
    assert left <= 1, "what may have left is not sent again by itself"
    assert left == 1 or in_doubt, "what was confirmed has left"
    lines = [
        Entry.model_validate_json(each.event.line)
        for each in recorded
        if isinstance(each.event, ContactEntered) and each.account == stream.account
    ]
    assert [line.kind for line in lines] == [Kind.PERMITTED, *[Kind.SENT] * sent]
