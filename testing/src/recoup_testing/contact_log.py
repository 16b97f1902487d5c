"""What somebody outside writes down of the contacts with one person, and what is wrong with each."""

from datetime import datetime
from typing import Any, NamedTuple

from notification.messages.domain.sender import Delivery
from recoup_events.invoice import CollectorRole, CustomerKind
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import Measure
from recoup_testing.contact_checker import violations
from recoup_testing.contact_record import Contact, Person, Record, Standing, Talk, Word

MEASURES = {Measure.AGENCY: "collection agency", Measure.SUIT: "court"}
"""And the word for each."""
FINAL = "final_notice"
PURPOSES = {CustomerKind.ENTITY: "commercial", CustomerKind.NATURAL_PERSON: "consumer"}


class Reminded(NamedTuple):
    """What a message was asked for with."""

    template: str
    intended: frozenset[Measure]


class Closing(NamedTuple):
    """What a closing notice was to say, and of which invoice."""

    notice: str
    invoice_id: str


class ContactLog:
    """Each contact is looked at when it is made, by what is known then."""

    def __init__(self, person: Person, creditor: str, role: CollectorRole, debt: str) -> None:
        self.person, self.creditor, self.role = person, creditor, role
        self.debts = frozenset((debt,))
        self.contacts: list[Contact] = []
        self.words: list[Word] = []
        self.standing: dict[str, Standing] = {}
        self.talks: list[Talk] = []
        self.open: dict[str, int] = {}
        """What may be asked of each invoice, in minor units: that of which nothing is contested."""
        self.reminded: dict[str, Reminded] = {}
        """By message."""
        self.closing: dict[str, Closing] = {}
        """By message."""
        self.to_court: set[str] = set()
        """The invoices that two people have decided to sue for."""
        self.told: set[tuple[str, str]] = set()
        """Which closing notice was given in which case."""
        self.wrong: list[str] = []

    def left(self, delivery: Delivery, at: datetime) -> None:
        """A message was handed over."""
        if delivery.message_id in self.closing:
            self._closed(delivery, at)
            return
        items = {str(each.invoice_id): each.amount.minor_units for each in delivery.content.items}
        template, intended = self.reminded[delivery.message_id]
        self._made(delivery.channel, items, at, final=template == FINAL)
        for measure, word in MEASURES.items():
            if word in delivery.content.words.text and measure not in intended:
                self.wrong.append(f"{delivery.message_id} threatens with {measure}")

    def _closed(self, delivery: Delivery, at: datetime) -> None:
        """One of the three things, once, and nothing with it."""
        notice, invoice_id = self.closing[delivery.message_id]
        ends, words = notice == "efforts_end", delivery.content.words.text
        self._made(delivery.channel, {}, at, final=not ends, notice=notice)
        begun = [id for id, each in self.standing.items() if each.condition == "cease_request"]
        case = delivery.content.closing.condition_id if delivery.content.closing else ""
        if (case, notice) in self.told or case not in begun:
            self.wrong.append(f"{notice} was said twice, or to who asked for nothing")
        self.told.add((case, notice))
        if notice == "remedy_will_be_used" and invoice_id not in self.to_court:
            self.wrong.append(f"{delivery.message_id} intends what nobody has decided")
        if not ends and not self.open[invoice_id]:
            self.wrong.append(f"{delivery.message_id} threatens for what is contested")
        for word in ("EUR", "€", "IBAN", "pay", "attempt to collect"):
            if word in words:
                self.wrong.append(f"{delivery.message_id} says {word!r} as well")

    def dialled(self, items: list[dict[str, Any]], at: datetime) -> None:
        """A call was made, about these items of its permission."""
        amounts = {each["invoice_id"]: Money.parse(**each["amount"]) for each in items}
        self._made("call", {id: each.minor_units for id, each in amounts.items()}, at)

    def _made(
        self,
        channel: str,
        items: dict[str, int],
        at: datetime,
        *,
        final: bool = False,
        notice: str | None = None,
    ) -> None:
        self.contacts.append(
            Contact(
                at=at,
                person=self.person,
                channel=channel,
                debts=self.debts,
                creditor=self.creditor,
                role=self.role,
                purpose=PURPOSES.get(CustomerKind(self.person.kind)),
                final=final,
                notice=notice,
            )
        )
        standing = tuple(self.standing.values())
        record = Record(tuple(self.contacts), tuple(self.words), standing, tuple(self.talks))
        self.wrong.extend(each for each in violations(record) if f" at {at}:" in each)
        for id, amount in items.items():
            if amount > self.open[id]:
                self.wrong.append(f"{channel} asks for {amount} of {id}, not {self.open[id]}")
