"""One customer in one place to whom anything may happen, and what somebody outside writes down of it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random
from typing import Any

from httpx import AsyncClient

from notification.creditors.domain.creditor import account_of
from recoup_events.dispute import DisputeOpened, DisputeWithdrawn
from recoup_events.invoice import (
    CollectorRole,
    Condition,
    CustomerConditionLifted,
    CustomerConditionRecorded,
    CustomerKind,
    CustomerRegistered,
    InvoiceIssued,
)
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    ConditionId,
    CustomerId,
    ReminderId,
    TenantId,
    creditor_id_of,
    debt_id_of,
    derived,
)
from recoup_events.kernel.postal_address import PostalAddress
from recoup_events.workflow_scheduler import Intention, ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.clock import TurnedClock
from recoup_testing.contact_log import FINAL, MEASURES, ContactLog, Reminded
from recoup_testing.contact_moves import decide_on_notice, disputed, to_court
from recoup_testing.contact_record import Person, Standing, Talk, Word
from recoup_testing.creditors import CREDITOR_REGISTERED
from recoup_testing.persons import person
from recoup_testing.reminders import about_invoice
from recoup_testing.terms import issued_as

STEPS = 40
A_MOMENT = timedelta(seconds=1)
"""So that no two things happen at once, and each is judged by what was known then."""
Receive = Callable[[Event], Awaitable[None]]
ReceiveFor = Callable[..., Awaitable[None]]
Loop = Effects[Any, Any]
ACME = TenantId("acme")
CUSTOMER = CustomerId("cus_1")
DEFAULT = creditor_id_of(ACME, "default")
WHO, EMAIL, PHONE = "per_ada", "ada@example.com", "+12125550123"
PLACES = [
    *(("US", state, "America/New_York") for state in ("US-MA", "US-DC", "US-NY", None)),
    *(("US", state, "America/Los_Angeles") for state in ("US-WA", "US-CA")),
    *(("CA", province, "America/Toronto") for province in ("CA-ON", "CA-QC")),
    ("AU", "AU-NSW", "Australia/Sydney"),
    ("GB", None, "Europe/London"),
    ("DE", "DE-BE", "Europe/Berlin"),
]
WAITS = [timedelta(minutes=m) for m in (1, 20, 60, 7 * 60, 24 * 60, 3 * 24 * 60, 8 * 24 * 60)]
MOVES = ["wait", "remind", "call", "word", "condition", "dispute", "closing", "resort"]
WEIGHTS = [8, 9, 4, 2, 1, 2, 2, 1]
TEMPLATES = ["friendly_reminder", "firm_reminder", FINAL]
CHANNELS = [Channel.EMAIL, Channel.EMAIL, Channel.SMS, Channel.LETTER]
HOME = PostalAddress(lines=("1 Main Street",), city="Anytown", country="US")
INVOICES = 3
HUNDRED = 100_00


class ContactScenario:
    """Chance decides what happens next; the log is somebody else's."""

    def __init__(
        self,
        random: Random,
        receive: Receive,
        effects: Loop,
        ops: AsyncClient,
        clock: TurnedClock,
        sink: Any,
    ) -> None:
        self._random, self._receive, self._effects = random, receive, effects
        self._ops, self._clock, self._sink = ops, clock, sink
        country, subdivision, time_zone = random.choice(PLACES)
        kind, role = random.choice(list(CustomerKind)), random.choice(list(CollectorRole))
        who = Person(WHO, kind, country, subdivision, time_zone)
        self.log = ContactLog(who, DEFAULT, role, debt_id_of(CUSTOMER, DEFAULT))
        self._disputes: dict[str, DisputeOpened] = {}
        self._issued: list[InvoiceIssued] = []
        self._count = 0
        self._moves: dict[str, Callable[[], Awaitable[None]]] = {
            "call": self._call,
            "word": self._word,
            "condition": self._condition,
            "dispute": self._dispute,
            "closing": self._close,
            "resort": self._choose_resort,
        }

    async def begin(
        self, receive_for: ReceiveFor, registered: CustomerRegistered, issued: Any
    ) -> None:
        who = self.log.person
        details = CREDITOR_REGISTERED.details.model_copy(update={"role": self.log.role})
        creditor = {"creditor_id": DEFAULT, "details": details}
        account = account_of(ACME, DEFAULT)
        await receive_for(account, CREDITOR_REGISTERED.model_copy(update=creditor))
        where = {"country": who.country, "subdivision": who.subdivision}
        someone = person("Ada Byron", email=EMAIL, phone=PHONE, address=HOME)
        customer = {**where, "time_zone": who.time_zone, "kind": who.kind}
        await self._receive(
            registered.model_copy(update={**customer, "language": "en", "persons": (someone,)})
        )
        for n in range(INVOICES):
            invoice = issued_as(issued, f"inv_{n}", number=f"R-{n}", creditor_id=DEFAULT)
            self._issued.append(invoice)
            self.log.open[invoice.invoice_id] = HUNDRED
            await self._receive(invoice)

    async def step(self, requested: ReminderRequested) -> None:
        """Something happens, and whatever is due by then is done."""
        self._count += 1
        self._clock.turn(A_MOMENT)
        move = self._random.choices(MOVES, WEIGHTS)[0]
        if move == "wait":
            self._clock.turn(self._random.choice(WAITS))
        elif move == "remind":
            await self._remind(requested)
        else:
            await self._moves[move]()
        before = len(self._sink.postings)
        await self._effects.step()
        for delivery in self._sink.postings[before:]:
            self.log.left(delivery, self._clock.now())

    async def _remind(self, requested: ReminderRequested) -> None:
        chosen = self._random.sample(range(INVOICES), self._random.randint(1, INVOICES))
        channel = self._random.choice(CHANNELS)
        template = "sms_nudge" if channel is Channel.SMS else self._random.choice(TEMPLATES)
        id = ReminderId(f"rem_{self._count}")
        intended = frozenset(each for each in MEASURES if self._random.random() < 0.5)
        self.log.reminded[derived("msg", id, channel, WHO)] = Reminded(template, intended)
        day = self._clock.now().date() + timedelta(days=90)
        intentions = tuple(Intention(measure=each, on=day) for each in sorted(intended))
        words = {"template": template, "intentions": intentions}
        first = requested.items[0].model_copy(update=words)
        items = tuple(about_invoice(first, self._issued[n].invoice_id) for n in chosen)
        change = {
            "reminder_id": id,
            "creditor_id": DEFAULT,
            "channel": channel,
            "template": template,
            "items": items,
        }
        await self._receive(requested.model_copy(update=change))

    async def _call(self) -> None:
        """As often as a dialler in a hurry would; somebody may answer."""
        for n in range(self._random.choice([1, 1, 2, 9])):
            body = {
                "reference": f"dialler-{self._count}-{n}",
                "customer_id": CUSTOMER,
                "person_id": WHO,
                "invoices": [{"invoice_id": invoice.invoice_id} for invoice in self._issued],
            }
            self._clock.turn(A_MOMENT)
            answer = await self._ops.post("/v1/calls", json=body)
            if answer.status_code == 422:
                assert answer.json()["code"] == "nothing_chased", answer.text
                return
            call = answer.json()
            if call["state"] != "permitted":
                continue
            self.log.dialled(call["permission"]["items"], self._clock.now())
            outcome = self._random.choice(["reached", "not_reached", "voicemail"])
            path = f"/v1/calls/{call['id']}/outcome"
            ended = await self._ops.post(path, json={"outcome": outcome})
            assert ended.is_success, ended.text
            if ended.json()["outcome"]["conversation"]:
                self.log.talks.append(Talk(self._clock.now(), WHO, self.log.debts))

    async def _close(self) -> None:
        invoice = self._random.choice(self._issued)
        await decide_on_notice(self._random, self._ops, self.log, invoice)

    async def _choose_resort(self) -> None:
        invoice = self._random.choice(self._issued)
        self.log.to_court.add(invoice.invoice_id)
        await self._receive(to_court(invoice))

    async def _word(self) -> None:
        channel, yes = self._random.choice(["email", "sms", "call"]), self._random.random() < 0.5
        about = {"customer_id": CUSTOMER, "person_id": WHO, "channel": channel}
        if yes:
            consent = about | {"basis": "express_consent", "words": "Yes, you may."}
            answer = await self._ops.post("/v1/consents", json=consent)
        else:
            no = about | {"source": "Said so."}
            answer = await self._ops.post("/v1/consents/opt-outs", json=no)
        if answer.is_success:
            self.log.words.append(Word(self._clock.now(), WHO, channel, yes))

    async def _condition(self) -> None:
        today = self._clock.now().date()
        for id, each in list(self.log.standing.items()):
            if each.until is None:
                self.log.standing[id] = Standing(WHO, each.condition, each.since, today)
                await self._receive(
                    CustomerConditionLifted(
                        customer_id=CUSTOMER,
                        condition_id=ConditionId(id),
                        condition=Condition(each.condition),
                        reason="It is over.",
                        effective_from=today,
                    )
                )
                return
        condition = self._random.choice([*Condition])
        since = today + timedelta(days=self._random.choice([-3, 0, 0, 2]))
        id = f"cnd_{self._count}"
        self.log.standing[id] = Standing(WHO, condition, since)
        await self._receive(
            CustomerConditionRecorded(
                customer_id=CUSTOMER,
                condition_id=ConditionId(id),
                condition=condition,
                source="A letter.",
                effective_from=since,
            )
        )

    async def _dispute(self) -> None:
        invoice = self._random.choice(self._issued)
        open_one = self._disputes.pop(invoice.invoice_id, None)
        if open_one is not None:
            self.log.open[invoice.invoice_id] = HUNDRED
            ids = open_one.model_dump(include={"dispute_id", "customer_id", "slices"})
            await self._receive(DisputeWithdrawn(**ids, reason="Settled."))
            return
        amount = self._random.choice([1, 30_00, HUNDRED])
        opened = disputed(invoice, f"dsp_{self._count}", amount)
        self._disputes[invoice.invoice_id] = opened
        self.log.open[invoice.invoice_id] = HUNDRED - amount
        await self._receive(opened)
