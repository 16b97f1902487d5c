"""Notification over memory twins: it receives by hand, sends to a sink, and tells what it said."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

import pytest
from httpx import AsyncClient

from notification.consents.domain.address_hash import AddressHash
from notification.contact_ledger.domain.events import ContactEntered
from notification.contacts_in_error.consumers import look_back_at_contacts
from notification.fallbacks.handlers import when_in_doubt
from notification.main import BOOKED_LATE, build
from notification.messages import consumers
from notification.messages.domain.chase import CHASE
from notification.messages.domain.message import MESSAGE
from notification.messages.domain.outcomes import Outcome
from notification.messages.domain.sender import Delivery
from notification.messages.senders.effect import MessageEffect
from notification.report_mails.consumers import mail_report
from notification.settings import NotificationSettings
from notification.templates.renderer.templates import Templates
from recoup_events.invoice import (
    CreditStandingChanged,
    CustomerKind,
    CustomerRegistered,
    InvoiceIssued,
)
from recoup_events.invoice.credit_standing import CreditPolicyApplied
from recoup_events.invoice.document_set import DocumentSetMade
from recoup_events.invoice.report import ReportMade
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    CustomerId,
    InvoiceId,
    TenantId,
)
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import START, Store
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.request_context import Reading
from recoup_service.service import Service
from recoup_testing.clients import NOWHERE, client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR, CREDITOR_REGISTERED
from recoup_testing.ids import counted_ids
from recoup_testing.message_sink import Sink
from recoup_testing.persons import person
from recoup_testing.reminded import reminded
from recoup_testing.text_provider import NOBODYS

CUSTOMER, INVOICE = CustomerId("cus_1"), InvoiceId("inv_1")
ACCOUNT = Account(TenantId("acme"), CUSTOMER)
EMAIL = "ada@example.com"
NOON = datetime(2026, 1, 5, 11, 0, tzinfo=UTC)  # in Berlin
KEY = "of-a-service-that-is-never-run-at-all"
WRITTEN = ("calls", "consents", "contacts", "replies", "templates")
SCOPES = [
    "messages:read",
    "reports:read",
    *(f"{thing}:{may}" for thing in WRITTEN for may in ("read", "write")),
]
Asking = Callable[[str], AbstractAsyncContextManager[AsyncClient]]
Receive = Callable[[Event], Awaitable[None]]
ReceiveFor = Callable[[Account, Event], Awaitable[None]]


async def _booked_late(work: UnitOfWork, received: Envelope[Event], cause: Cause) -> None:
    await look_back_at_contacts(work, received, cause)
    await consumers.stop_what_waits(work, received, cause)


REACTIONS: dict[type[Event], Callable[..., Awaitable[None]]] = {
    **dict.fromkeys(CHASE, consumers.stop_what_waits),
    **dict.fromkeys(BOOKED_LATE, _booked_late),
    ReminderRequested: consumers.ask_for_messages,
    CustomerRegistered: consumers.ask_for_those_that_waited,
    InvoiceIssued: consumers.release_held_messages,
    CreditStandingChanged: consumers.tell_of_credit,
    DocumentSetMade: consumers.take_documents,
    CreditPolicyApplied: consumers.tell_of_policy,
    ReportMade: mail_report,
}


@pytest.fixture
def registered() -> CustomerRegistered:
    return CustomerRegistered(
        customer_id=CUSTOMER,
        external_id="1",
        name="Byron Looms GmbH",
        kind=CustomerKind.ENTITY,
        country="DE",
        time_zone="Europe/Berlin",
        language="de",
        persons=(person("Ada Byron", email=EMAIL, phone="+4930901820"),),
    )


@pytest.fixture
def issued() -> InvoiceIssued:
    (event,) = (each for each in reminded(1, EMAIL) if isinstance(each, InvoiceIssued))
    return event


@pytest.fixture
def requested() -> ReminderRequested:
    (event,) = (each for each in reminded(1, EMAIL) if isinstance(each, ReminderRequested))
    return event


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(NOON)


@pytest.fixture(scope="session")
def service() -> Service:
    nowhere = {"smtp": "smtp://nowhere:25", "address_key": KEY, "checkpoint_key": KEY, **NOBODYS}
    return build(NotificationSettings.model_validate(NOWHERE.model_dump() | nowhere))


@pytest.fixture
def store(memory_store: MemoryStore) -> Store:
    return memory_store


@pytest.fixture
def reading() -> Reading | None:
    """Lists need PostgreSQL."""
    return None


@pytest.fixture
def command_runner(service: Service, store: Store) -> CommandRunner:
    return service.command_runner(store, counted_ids())


@pytest.fixture
def asking(
    service: Service, command_runner: CommandRunner, clock: TurnedClock, reading: Reading | None
) -> Asking:
    """A client of a tenant, with every scope."""
    return lambda tenant: client_of(
        service, command_runner, clock, TenantId(tenant), SCOPES, reading
    )


@pytest.fixture
async def ops(asking: Asking) -> AsyncIterator[AsyncClient]:
    async with asking("acme") as client:
        yield client


@pytest.fixture
def receive_for(command_runner: CommandRunner, clock: TurnedClock) -> ReceiveFor:
    """Fold an event about an account into the views and react to it, as the consumer does."""

    async def receive(account: Account, event: Event) -> None:
        cause = Cause(at=clock.now(), actor="test", correlation_id=command_runner.new_id())
        received = Envelope(
            command_runner.new_id(), Stream(account, "elsewhere", "1"), 1, cause, event
        )
        async with command_runner.work() as work:
            await work.lock([account])
            await work.apply(received)
            if type(event) in REACTIONS:
                await REACTIONS[type(event)](work, received, cause)

    return receive


@pytest.fixture
def receive(receive_for: ReceiveFor) -> Receive:
    return lambda event: receive_for(ACCOUNT, event)


@pytest.fixture(autouse=True)
async def creditor(receive_for: ReceiveFor) -> None:
    """In whose name messages are sent; it has an account of its own."""
    await receive_for(Account(ACCOUNT.tenant, CREDITOR), CREDITOR_REGISTERED)


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def effect(sink: Sink) -> MessageEffect:
    senders, hashed = dict.fromkeys(Channel, sink), AddressHash(KEY)
    return MessageEffect(senders, Templates(), hashed, lambda: "salt", when_in_doubt=when_in_doubt)


@pytest.fixture
def effects(
    command_runner: CommandRunner, clock: TurnedClock, effect: MessageEffect
) -> Effects[Delivery, Outcome]:
    return Effects(command_runner, clock, "notification", MESSAGE, "send", effect)


@pytest.fixture
def recorded(command_runner: CommandRunner) -> Callable[[], Awaitable[list[Event]]]:
    """Everything notification has said so far, in order, beside the lines of contact ledgers."""

    async def recorded() -> list[Event]:
        recorded = [each.envelope.event for each in await command_runner.store.feed(START, 1000)]
        return [event for event in recorded if not isinstance(event, ContactEntered)]

    return recorded
