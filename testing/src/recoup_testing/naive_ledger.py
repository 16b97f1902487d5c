"""What customers owe a creditor, kept as a bookkeeper would on paper: pages of lines with a day each.

It knows nothing of Recoup's code. Amounts are whole minor units of one currency; what a customer
owes is above zero. A move counts from the later of its own day and that of what it undoes.
"""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from itertools import count

from recoup_testing.naive_paper import ACCOUNT, MAKES_ROOM, Invoice, Owner, Part, Source


class NaiveLedger:
    def __init__(self) -> None:
        self.pages: defaultdict[Owner, list[tuple[date, int]]] = defaultdict(list)
        self.made = count()
        self.due_dates: list[tuple[date, Owner, date]] = []
        self.invoices: dict[str, Invoice] = {}
        self.sources: dict[str, Source] = {}

    def owed(self, owner: Owner, on: date = date.max) -> int:
        return sum(amount for day, amount in self.pages[owner] if day <= on)

    def enter(self, day: date, owner: Owner, amount: int) -> None:
        self.pages[owner].append((day, amount))

    def moved(self, customer: str) -> list[tuple[date, int]]:
        """All that changed what a customer owes."""
        own = [(customer, ACCOUNT), *self.owners(*self.invoices_of(customer))]
        return [line for owner in own for line in self.pages[owner]]

    def invoices_of(self, *customers: str) -> list[str]:
        return [name for name, each in self.invoices.items() if each.customer in customers]

    def owners(self, *names: str) -> list[Owner]:
        """The terms of these invoices."""
        return [(name, place) for name in names for place in range(len(self.invoices[name].terms))]

    def due(self, owner: Owner, on: date = date.max) -> date:
        """As it was held on a day: the first from ever, the last for ever."""
        return [due for day, of, due in self.due_dates if of == owner and day <= on][-1]

    def asked(self, owner: Owner) -> int:
        return self.invoices[owner[0]].terms[owner[1]]

    def issue(
        self,
        name: str,
        customer: str,
        day: date,
        terms: list[tuple[date, int]],
        discount: tuple[int, date] | None,
    ) -> None:
        self.invoices[name] = Invoice(customer, day, [amount for _, amount in terms], discount)
        self.due_dates += [(date.min, (name, place), due) for place, (due, _) in enumerate(terms)]
        for place, (_, amount) in enumerate(terms):
            self.enter(day, (name, place), amount)

    def receive(self, kind: str, name: str, customer: str, day: date, amount: int) -> None:
        self.sources[name] = Source(kind, (customer, ACCOUNT), amount, day, free_from=day)
        self.enter(day, (customer, ACCOUNT), -amount)

    def unapplied(self, name: str) -> int:
        source = self.sources[name]
        return source.amount - source.refunded - sum(p.amount for _, p in self.parts_of(name))

    def parts_of(self, source: str) -> list[tuple[Invoice, Part]]:
        """In the order in which they were made."""
        found = [(i, p) for i in self.invoices.values() for p in i.parts if p.source == source]
        return sorted(found, key=lambda pair: pair[1].made)

    def apply(self, source: str, owners: list[Owner], most: int) -> None:
        """In this order, each up to what is owed."""
        left, parts = min(most, self.unapplied(source)), {}
        for owner in owners:
            parts[owner] = max(min(left, self.owed(owner)), 0)
            left -= parts[owner]
        self.apply_each(source, parts)

    def apply_each(self, source: str, parts: dict[Owner, int]) -> None:
        for owner, part in parts.items():
            if part:
                self.put(source, owner, part)
        for name in dict.fromkeys(owner[0] for owner, part in parts.items() if part):
            self.take_discount(name)

    def put(self, source: str, owner: Owner, amount: int, kind: str = "credit note") -> None:
        money, invoice = self.sources[source], self.invoices[owner[0]]
        kind = money.kind if money.kind == "payment" else kind
        day = max(money.free_from, invoice.issued)
        invoice.parts.append(Part(kind, source, owner, amount, day, next(self.made)))
        self.enter(day, money.account, amount)
        self.enter(day, owner, -amount)

    def oldest_first(self, customer: str) -> list[Owner]:  # charges have a stroke, and come last
        owners = self.owners(*self.invoices_of(customer))
        return sorted(owners, key=lambda owner: ("/" in owner[0], self.due(owner), owner))

    def take_discount(self, name: str) -> None:
        """All payments came in time, and no more is left than the discount."""
        invoice = self.invoices[name]
        left = self.balance(name)
        money = [part for part in invoice.parts if part.kind == "payment"]
        given = any(part.kind == "discount" for part in invoice.parts)
        if invoice.discount is None or not left or not money or given:
            return
        percent, until = invoice.discount
        earned = {"credit note", "grant", "write-off"}
        base = sum(invoice.terms)
        base -= sum(part.amount for part in invoice.parts if part.kind in earned)
        worth = int(Fraction(base * percent, 100) + Fraction(1, 2))
        if max(self.sources[part.source].day for part in money) > until or left > worth:
            return
        day = max(part.day for part in invoice.parts)
        for owner in self.owners(name):
            self.give_off("discount", owner, self.owed(owner), day)

    def balance(self, name: str) -> int:
        return sum(map(self.owed, self.owners(name)))

    def give_off(self, kind: str, owner: Owner, amount: int, day: date) -> None:
        if amount:
            self.invoices[owner[0]].parts.append(
                Part(kind, kind, owner, amount, day, next(self.made))
            )
            self.enter(day, owner, -amount)

    def take_off(self, invoice: Invoice, part: Part, amount: int, today: date) -> None:
        """Undo so much of a part."""
        day = max(today, part.day)
        self.enter(day, part.owner, amount)
        if part.source in self.sources:
            source = self.sources[part.source]
            source.free_from = max(source.free_from, day)
            self.enter(day, source.account, -amount)
        part.amount -= amount
        invoice.parts = [each for each in invoice.parts if each.amount]

    def unallocate(self, invoice: Invoice, part: Part, today: date) -> None:
        """With money that goes, its discount goes."""
        self.take_off(invoice, part, part.amount, today)
        if part.kind == "payment":
            self.undo_all(invoice, "discount", today)

    def undo_all(self, invoice: Invoice, kind: str, today: date) -> None:
        for part in [each for each in invoice.parts if each.kind == kind]:
            self.take_off(invoice, part, part.amount, today)

    def take_back(self, source: str, today: date) -> None:
        """The bank took the payment back, or the credit note was a mistake."""
        for invoice, part in self.parts_of(source):
            self.unallocate(invoice, part, today)
        came = self.sources[source]
        self.enter(max(today, came.day), came.account, came.amount)

    def refund(self, source: str, day: date, amount: int) -> None:
        self.sources[source].refunded += amount
        self.enter(day, self.sources[source].account, amount)

    def make_room(self, owner: Owner, lowered_by: int, today: date, *, grants: bool) -> None:
        """So much can be taken from the term without its going below zero."""
        invoice = self.invoices[owner[0]]
        latest = [part for part in invoice.parts[::-1] if part.owner == owner]
        latest = [part for part in latest if grants or part.kind != "grant"]
        for part in sorted(latest, key=lambda part: MAKES_ROOM[part.kind]):
            excess = lowered_by - self.owed(owner)
            if excess > 0:
                self.take_off(invoice, part, min(excess, part.amount), today)

    def adjust(self, name: str, change: int, today: date) -> None:
        """More is due with the last term; less takes the latest first, and grants last."""
        invoice = self.invoices[name]
        left, last = change, len(invoice.terms) - 1
        for kept in (True, False):
            for place in range(last, -1, -1):
                amount = invoice.terms[place]
                granted = self.granted((name, place)) if kept else 0
                by = max(left, granted - amount) if left < 0 else left
                invoice.terms[place] = amount + by
                self.make_room((name, place), -by, today, grants=True)
                self.enter(max(today, invoice.issued), (name, place), by)
                left -= by

    def granted(self, owner: Owner) -> int:
        parts = self.invoices[owner[0]].parts
        return sum(part.amount for part in parts if part.owner == owner and part.kind == "grant")

    def amend(self, name: str, by: timedelta, today: date) -> None:
        self.due_dates += [(today, owner, self.due(owner) + by) for owner in self.owners(name)]

    def cancel(self, name: str, today: date) -> None:
        """What was granted was never owed; the rest of what was applied goes on account."""
        invoice = self.invoices[name]
        for owner in self.owners(name):
            asked = self.asked(owner) - self.granted(owner)
            self.make_room(owner, asked, today, grants=False)
            self.enter(max(today, invoice.issued), owner, -asked)

    def grant(self, dispute: str, owner: Owner, amount: int, today: date) -> None:
        """Credited whole: so much as its term is over, then the others, and the rest on account."""
        invoice = self.invoices[owner[0]]
        self.receive("grant", dispute, invoice.customer, max(today, invoice.issued), amount)
        for each in sorted(self.owners(owner[0]), key=lambda other: other != owner):
            most = min(self.unapplied(dispute), self.asked(each) - self.granted(each))
            self.make_room(each, most, today, grants=False)
            if most:
                self.put(dispute, each, most, "grant")

    def write_off(self, name: str, amount: int, today: date) -> None:
        for owner in self.owners(name):
            part = min(amount, self.owed(owner))
            self.give_off("write-off", owner, part, max(today, self.invoices[name].issued))
            amount -= part
