"""Notification over memory twins: it receives by hand, sends to a sink, and tells what it said."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, date, datetime

import pytest
from httpx import AsyncClient

from notification.consents.domain.address_hash import AddressHash
from notification.contact_ledger.domain.events import ContactEntered
from notification.contacts_in_error.consumers import look_back_at_contacts
from notification.main import BOOKED_LATE, build
from notification.messages.consumers import (
    ask_for_messages,
    ask_for_those_that_waited,
    release_held_messages,
    tell_of_credit,
)
from notification.messages.domain.message import MESSAGE
from notification.messages.domain.outcomes import Outcome, Taken
from notification.messages.domain.sender import Delivery
from notification.messages.senders import MessageEffect
from notification.report_mails.consumers import mail_report
from notification.settings import NotificationSettings
from notification.templates.renderer import Templates
from recoup_events.invoice import (
    CreditStandingChanged,
    CustomerKind,
    CustomerRegistered,
    InvoiceIssued,
)
from recoup_events.invoice.report import ReportMade
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    CustomerId,
    EnrolmentId,
    InvoiceId,
    ReminderId,
    RoundId,
    TenantId,
    receivable_id_of,
)
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import Item, ReminderRequested
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import START, Store
from recoup_service.api.request_context import Reading
from recoup_service.service import Service
from recoup_testing.clients import NOWHERE, client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR, CREDITOR_REGISTERED
from recoup_testing.ids import counted_ids
from recoup_testing.persons import person
from recoup_testing.terms import one_term

CUSTOMER, INVOICE = CustomerId("cus_1"), InvoiceId("inv_1")
ACCOUNT = Account(TenantId("acme"), CUSTOMER)
NOON = datetime(2026, 1, 5, 11, 0, tzinfo=UTC)  # in Berlin
KEY = "of-a-service-that-is-never-run-at-all"
SCOPES = [
    "messages:read",
    "reports:read",
    *(f"{thing}:{may}" for thing in ("calls", "consents", "contacts") for may in ("read", "write")),
]
Asking = Callable[[str], AbstractAsyncContextManager[AsyncClient]]
Receive = Callable[[Event], Awaitable[None]]
ReceiveFor = Callable[[Account, Event], Awaitable[None]]
REACTIONS: dict[type[Event], Callable[..., Awaitable[None]]] = {
    **dict.fromkeys(BOOKED_LATE, look_back_at_contacts),
    ReminderRequested: ask_for_messages,
    CustomerRegistered: ask_for_those_that_waited,
    InvoiceIssued: release_held_messages,
    CreditStandingChanged: tell_of_credit,
    ReportMade: mail_report,
}


class Sink:
    """A sender that keeps what it is given and answers as it is told to."""

    def __init__(self) -> None:
        self.postings: list[Delivery] = []
        self.outcomes: list[Outcome] = []

    async def send(self, delivery: Delivery) -> Outcome:
        self.postings.append(delivery)
        return self.outcomes.pop(0) if self.outcomes else Taken(provider_id="250 OK")


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
        persons=(person("Ada Byron", email="ada@example.com", phone="+4930901820"),),
    )


@pytest.fixture
def issued() -> InvoiceIssued:
    return InvoiceIssued(
        invoice_id=INVOICE,
        customer_id=CUSTOMER,
        creditor_id=CREDITOR,
        external_id="1",
        number="R-1",
        total=Money(minor_units=100_00, currency="EUR"),
        issue_date=date(2025, 12, 1),
        terms=one_term(INVOICE, date(2026, 1, 1), Money(minor_units=100_00, currency="EUR")),
        time_zone="Europe/Berlin",
    )


@pytest.fixture
def requested() -> ReminderRequested:
    return ReminderRequested(
        reminder_id=ReminderId("rem_1"),
        round_id=RoundId("rnd_1"),
        customer_id=CUSTOMER,
        creditor_id=CREDITOR,
        channel=Channel.EMAIL,
        template="friendly_reminder",
        level=1,
        recipients=(ContactRole.BILLING,),
        items=(
            Item(
                invoice_id=INVOICE,
                receivable_id=receivable_id_of(INVOICE, 0),
                enrolment_id=EnrolmentId("enr_1"),
                step="friendly",
                occurrence=1,
                template="friendly_reminder",
                level=1,
                amount=Money(minor_units=100_00, currency="EUR"),
            ),
        ),
    )


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(NOON)


@pytest.fixture(scope="session")
def service() -> Service:
    keys = dict.fromkeys(("address_key", "checkpoint_key"), KEY)
    nowhere = {"smtp": "smtp://nowhere:25", "sms_url": "http://nowhere"} | keys
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
    return MessageEffect(
        dict.fromkeys(Channel, sink), Templates(), AddressHash(KEY), lambda: "salt"
    )


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
