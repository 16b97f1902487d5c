"""One way of treating a customer, watched as it goes: counted, judged, and answered as declared."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from recoup_compliance.rulebook import Rulebook
from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.envelope import Account, Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    CreditorId,
    EnrolmentId,
    InvoiceId,
    ReceivableId,
    TaskId,
    WorkflowId,
)
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentStarted,
    ReminderRequested,
    TaskClosed,
    TaskCreated,
)
from workflow_scheduler.simulations.domain.assumed import outcome_of, reminder_reported_on
from workflow_scheduler.simulations.domain.lawfulness import Contacts, Verdict
from workflow_scheduler.simulations.domain.response import ResponseModel
from workflow_scheduler.simulations.domain.tally import Key, Kind, Tally, week_of

NONE = ""
A_DAY = timedelta(days=1)
"""A task that closes by itself sooner has taken nobody's time."""
Same = tuple[str, Channel, str]


class Payment(NamedTuple):
    """What the response model has a debtor pay."""

    at: datetime
    receivable_id: ReceivableId
    invoice_id: InvoiceId
    level: int
    enrolment_id: EnrolmentId


class Sent(NamedTuple):
    """A message as a row of the outcome; two of one day, channel and template are the same one."""

    day: str
    channel: Channel
    template: str
    level: int
    items: int
    rule: str | None
    blocked: bool

    @property
    def same(self) -> Same:
        return self.day, self.channel, self.template


@dataclass(slots=True)
class Leg:
    """Counts from ``begins`` on; before that it only listens."""

    rules: Rulebook
    begins: datetime
    name_of: Callable[[WorkflowId, int], str]
    """How a workflow's version is called in the report."""
    model: ResponseModel | None = None
    creditor_id: CreditorId | None = None
    assumes_delivery: bool = False
    """What was not sent in the past is taken as delivered where the rules let it go."""
    outcomes: list[Envelope[Event]] = field(default_factory=list)
    """Those that are assumed and not yet told."""
    contacts: Contacts = field(init=False)
    tally: Tally = field(default_factory=Tally)
    messages: list[Sent] = field(default_factory=list)
    enrolments: int = 0
    _workflows: dict[EnrolmentId, str] = field(default_factory=dict)
    _foreign: set[EnrolmentId] = field(default_factory=set)
    _creditors: dict[InvoiceId, CreditorId] = field(default_factory=dict)
    _reported: set[str] = field(default_factory=set)
    _asked_at: dict[TaskId, datetime] = field(default_factory=dict)
    _promised: set[ReceivableId] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.contacts = Contacts(self.rules)

    @property
    def group(self) -> str:
        profile = self.contacts.profile
        return "unknown" if profile is None else f"{profile.kind} {profile.country}"

    def hears(self, received: Envelope[Event], at: datetime) -> None:
        """What the past says about the customer."""
        event = received.event
        self.contacts.hear(event, at)
        if isinstance(event, InvoiceIssued):
            self._creditors[event.invoice_id] = event.creditor_id
            if event.charge is not None and at >= self.begins:
                before = event.charge.receivable_id in self._promised
                kind = Kind.CHARGE_AVOIDED if before else Kind.CHARGE
                self._count(kind, str(event.charge.kind), at, NONE)

    def foresees(self, events: Iterable[Event]) -> None:
        """Of these reminders the past itself says what became of them."""
        about = map(reminder_reported_on, events)
        self._reported.update(id for id in about if id is not None)

    def sees(self, recorded: Sequence[Envelope[Event]]) -> Iterator[Payment]:
        """What was decided; the payments that follow from it by the response model."""
        for envelope in recorded:
            at, event = envelope.cause.at, envelope.event
            if isinstance(event, EnrolmentStarted):
                self._starts(event, at)
            elif isinstance(event, ReminderRequested):
                yield from self._asks(envelope.account, event, at)
            elif at >= self.begins:
                self._goes_on(event, at)

    def paid(self, payment: Payment) -> None:
        workflow = self._workflows.get(payment.enrolment_id, NONE)
        self._count(Kind.PAID_BY_MODEL, f"level {payment.level}", payment.at, workflow)

    def _starts(self, event: EnrolmentStarted, at: datetime) -> None:
        self._workflows[event.enrolment_id] = self.name_of(
            event.workflow_id, event.workflow_version
        )
        if not self._wanted(self._creditors.get(event.invoice_id)):
            self._foreign.add(event.enrolment_id)
        elif at >= self.begins:
            self.enrolments += event.run == 1
            workflow = self._workflows[event.enrolment_id]
            self._count(Kind.STARTED, str(event.reason), at, workflow)

    def _wanted(self, creditor_id: CreditorId | None) -> bool:
        return self.creditor_id in (None, creditor_id)

    def _goes_on(self, event: Event, at: datetime) -> None:
        enrolment = getattr(event, "enrolment_id", None)
        if enrolment in self._foreign:
            return
        workflow = self._workflows.get(enrolment, NONE) if enrolment else NONE
        match event:
            case TaskCreated():
                self._asked_at[event.task_id] = at
                self._count(Kind.TASK, str(event.kind), at, workflow)
                if event.measure is not None:
                    self._count(Kind.ESCALATION, str(event.measure), at, workflow)
            case TaskClosed(task_id=id, reason=reason):
                if at - self._asked_at.get(id, self.begins) < A_DAY:
                    self._count(Kind.TASK_SPARED, str(reason), at, workflow)
            case EnrolmentEnded(outcome=outcome):
                self._count(Kind.ENDED, str(outcome), at, workflow)
            case _:
                pass  # on the way there

    def _asks(
        self, account: Account, reminder: ReminderRequested, at: datetime
    ) -> Iterator[Payment]:
        verdicts = self.contacts.ask(reminder, at)
        self._assume(account, reminder, at, verdicts)
        if at < self.begins or not self._wanted(reminder.creditor_id):
            return
        workflow = self._workflows.get(reminder.items[0].enrolment_id, NONE)
        for verdict in verdicts:
            self._judged(reminder, verdict, at, workflow)
        reached = min((each.sent_at for each in verdicts if each.sent_at), default=None)
        if reached is not None and self.model is not None:
            yield from self._answers(reminder, reached, self.model)

    def _assume(
        self,
        account: Account,
        reminder: ReminderRequested,
        at: datetime,
        verdicts: Sequence[Verdict],
    ) -> None:
        if self.assumes_delivery and reminder.reminder_id not in self._reported:
            sent_at = min((each.sent_at for each in verdicts if each.sent_at), default=None)
            outcome = outcome_of(account, reminder, at, sent_at, verdicts[0].rule)
            self.outcomes.append(outcome)

    def _judged(
        self, reminder: ReminderRequested, verdict: Verdict, at: datetime, workflow: str
    ) -> None:
        if verdict.sent_at is None:
            self._count(Kind.BLOCKED, verdict.rule or NONE, at, workflow)
        else:
            label = f"{reminder.channel} {reminder.template}"
            self._count(Kind.MESSAGE, label, verdict.sent_at, workflow)
            if verdict.rule is not None:
                self._count(Kind.POSTPONED, verdict.rule, at, workflow)
        self.messages.append(
            Sent(
                str(at.date()),
                reminder.channel,
                reminder.template,
                reminder.level,
                len(reminder.items),
                verdict.rule,
                verdict.sent_at is None,
            )
        )

    def _answers(
        self, reminder: ReminderRequested, reached: datetime, model: ResponseModel
    ) -> Iterator[Payment]:
        for item in reminder.items:
            if item.receivable_id in self._promised:
                continue
            at = model.pays_at(item.enrolment_id, item.level, reminder.channel, reached)
            if at is not None:
                self._promised.add(item.receivable_id)
                yield Payment(
                    at, item.receivable_id, item.invoice_id, item.level, item.enrolment_id
                )

    def _count(self, kind: Kind, label: str, at: datetime, workflow: str) -> None:
        self.tally[Key(kind, label, week_of(at), workflow, self.group)] += 1
