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
        self.wrong: list[str] = []

    def left(self, delivery: Delivery, at: datetime) -> None:
        """A message was handed over."""
        items = {str(each.invoice_id): each.amount.minor_units for each in delivery.content.items}
        template, intended = self.reminded[delivery.message_id]
        self._made(delivery.channel, items, at, final=template == FINAL)
        for measure, word in MEASURES.items():
            if word in delivery.content.words.text and measure not in intended:
                self.wrong.append(f"{delivery.message_id} threatens with {measure}")

    def dialled(self, items: list[dict[str, Any]], at: datetime) -> None:
        """A call was made, about these items of its permission."""
        amounts = {each["invoice_id"]: Money.parse(**each["amount"]) for each in items}
        self._made("call", {id: each.minor_units for id, each in amounts.items()}, at)

    def _made(
        self, channel: str, items: dict[str, int], at: datetime, *, final: bool = False
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
            )
        )
        standing = tuple(self.standing.values())
        record = Record(tuple(self.contacts), tuple(self.words), standing, tuple(self.talks))
        self.wrong.extend(each for each in violations(record) if f" at {at}:" in each)
        for id, amount in items.items():
            if amount > self.open[id]:
                self.wrong.append(f"{channel} asks for {amount} of {id}, not {self.open[id]}")
