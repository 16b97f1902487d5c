"""What customers owe a creditor, kept as a bookkeeper would on paper: amounts that count from a day on.

It knows nothing of Recoup's code. Amounts are whole minor units of one currency. What is undone
stays on its pages, and counts until the later of that day and its own.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

Term = tuple[str, int]  # the name of its invoice, and its place there
NOTHING: Term = ("", 0)
NEVER = date.max
LAST = NEVER - timedelta(days=1)
PAYS = ("payment", "credit note", "grant")
MAKES_ROOM = {"write-off": 1, "discount": 2, "payment": 3, "credit note": 3, "grant": 4}
"""What lowers a term, and what of it is undone first; among equals, what came last."""


@dataclass
class Entry:
    """It raises or lowers what a term asks for, what is left of a payment or credit, or both."""

    kind: str
    amount: int
    day: date
    term: Term
    source: str
    until: date = NEVER


@dataclass
class Document:
    """An invoice, or what pays: a payment, a credit note, or what a dispute granted."""

    kind: str
    customer: str
    issued: date
    due_dates: Sequence[list[tuple[date, date]]] = ()  # of each term: since when, and which
    discount: tuple[int, date] | None = None  # in percent, and until when


def shared(amount: int, wishes: Iterable[tuple[Term, int]]) -> Counter[Term]:
    """Each gets what it wants, in this order, as long as there is some."""
    parts = Counter[Term]()
    for term, wanted in wishes:
        if (part := min(amount, wanted)) > 0:
            parts[term] += part
            amount -= part
    return parts


class NaiveLedger:
    def __init__(self, today: Callable[[], date]) -> None:
        self.today = today
        self.documents, self.kept = {"": Document("", "", date.min)}, set[str]()
        self.pages = defaultdict[Term | str, list[Entry]](list)

    def left(self, page: Term | str, on: date = LAST) -> int:
        """To be paid of a term, or to be applied of a payment or credit."""
        return sum(each.amount for each in self.pages[page] if each.day <= on < each.until)

    def asked(self, term: Term, *less: str) -> int:
        standing = [each for each in self.pages[term] if each.until == NEVER]
        return sum(each.amount for each in standing if each.kind in ("asked", *less))

    def parts(self, *pages: Term | str) -> list[Entry]:
        """What lowers terms, or is applied of a payment or credit."""
        entries = [each for page in pages for each in self.pages[page] if each.kind in MAKES_ROOM]
        return [each for each in entries if each.amount and each.until == NEVER]

    def names(self, *kinds: str, of: Collection[str] | None = None) -> list[str]:
        found = [(name, each) for name, each in self.documents.items() if each.kind in kinds]
        return [name for name, each in found if of is None or each.customer in of]

    def terms(self, *names: str) -> list[Term]:
        return [(name, nth) for name in names for nth in range(len(self.documents[name].due_dates))]

    def due(self, term: Term, on: date = LAST) -> date:
        return [day for since, day in self.documents[term[0]].due_dates[term[1]] if since <= on][-1]

    def balance(self, name: str) -> int:
        return sum(map(self.left, self.terms(name)))

    def book(self, kind: str, amount: int, day: date, term: Term, source: str = "") -> None:
        if amount:
            entry = Entry(kind, amount, max(day, self.documents[term[0]].issued), term, source)
            self.pages[term].append(entry)
            self.pages[source].append(entry)

    def issue(self, name: str, invoice: Document, amounts: Iterable[int]) -> None:
        self.documents[name] = invoice
        for term, amount in zip(self.terms(name), amounts, strict=True):
            self.book("asked", amount, invoice.issued, term)

    def receive(self, name: str, source: Document, amount: int) -> None:
        self.documents[name] = source
        self.book("came", amount, source.issued, NOTHING, name)

    def free_from(self, source: str) -> date:
        """When it came, or came off an invoice."""
        off = [each.until for each in self.pages[source] if each.until != NEVER]
        return max([self.documents[source].issued, *off])

    def pay(self, source: str, terms: Iterable[Term], most: int) -> None:
        wishes = [(term, self.left(term)) for term in terms]
        self.apply(source, shared(min(most, self.left(source)), wishes))

    def apply(self, source: str, parts: Mapping[Term, int]) -> None:
        kind = "payment" if self.documents[source].kind == "payment" else "credit note"
        day = self.free_from(source)
        for term, part in parts.items():
            self.book(kind, -part, day, term, source)
        for name in dict.fromkeys(name for (name, _), part in parts.items() if part):
            self.take_discount(name)

    def use_on_account(self, name: str) -> None:
        """What nobody keeps there pays what is asked for next, the longest there first."""
        free = set(self.names(*PAYS, of=[self.documents[name].customer])) - self.kept
        for source in sorted(free, key=lambda source: (self.free_from(source), source)):
            self.pay(source, self.terms(name), self.left(source))

    def take_discount(self, name: str) -> None:
        """All payments came in time, and no more is left than the discount."""
        parts = self.parts(*self.terms(name))
        paid = [part for part in parts if part.kind == "payment"]
        percent, until = self.documents[name].discount or (0, date.min)
        in_time = all(self.documents[part.source].issued <= until for part in paid)
        left = self.balance(name)
        worth = ((left - sum(part.amount for part in paid)) * percent + 50) // 100
        if paid and in_time and left <= worth and all(part.kind != "discount" for part in parts):
            self.give_off("discount", name, left, max(part.day for part in parts))

    def give_off(self, kind: str, name: str, amount: int, day: date) -> None:
        wishes = [(term, self.left(term)) for term in self.terms(name)]
        for term, part in shared(amount, wishes).items():
            self.book(kind, -part, day, term)

    def undo(self, part: Entry, most: int) -> None:
        if (amount := min(most, -part.amount)) > 0:
            undone = replace(part, amount=-amount, until=max(self.today(), part.day))
            self.pages[part.term].append(undone)
            self.pages[part.source].append(undone)
            part.amount += amount

    def undo_all(self, name: str, kind: str) -> None:
        for part in [each for each in self.parts(*self.terms(name)) if each.kind == kind]:
            self.undo(part, -part.amount)

    def unallocate(self, part: Entry) -> None:
        """With money that goes, its discount goes."""
        self.kept.add(part.source)
        self.undo(part, -part.amount)
        if part.kind == "payment":
            self.undo_all(part.term[0], "discount")

    def take_back(self, source: str) -> None:
        """The bank took the payment back, or the credit note was a mistake."""
        for part in self.parts(source):
            self.unallocate(part)
        came = self.pages[source][0]
        self.book("gone", -came.amount, max(self.today(), came.day), NOTHING, source)

    def make_room(self, term: Term, lowered_by: int) -> None:
        """So much can be taken from it without its going below zero."""
        latest = self.parts(term)[::-1]
        for part in sorted(latest, key=lambda part: MAKES_ROOM[part.kind]):
            self.undo(part, lowered_by - self.left(term))

    def lower(self, term: Term, by: int) -> None:
        self.make_room(term, by)
        self.book("asked", -by, self.today(), term)

    def adjust(self, name: str, change: int) -> None:
        """More is due with the last term; less takes the latest first, and grants last."""
        for less in (["grant"], []):
            for term in reversed(self.terms(name)):
                by = change if change > 0 else max(change, -self.asked(term, *less))
                self.lower(term, -by)
                change -= by

    def cancel(self, name: str) -> None:
        """What was granted was never owed; the rest of what was applied goes on account."""
        for term in self.terms(name):
            self.lower(term, self.asked(term, "grant"))

    def amend(self, name: str, by: timedelta) -> None:
        for held in self.documents[name].due_dates:
            held.append((self.today(), held[-1][1] + by))

    def grant(self, dispute: str, term: Term, amount: int) -> None:
        """Credited whole: so much as its term is over, then the others, and the rest on account."""
        day = max(self.today(), self.documents[term[0]].issued)
        self.receive(dispute, Document("grant", self.documents[term[0]].customer, day), amount)
        for each in sorted(self.terms(term[0]), key=lambda other: other != term):
            part = min(self.left(dispute), self.asked(each, "grant"))
            self.make_room(each, part)
            self.book("grant", -part, day, each, dispute)
