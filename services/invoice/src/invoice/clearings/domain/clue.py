"""What of a bank's entry may show that an agency sent it: a reference, its name, its name and an amount."""

import re
import unicodedata
from collections.abc import Sequence

from invoice.clearings.domain.events import TransferClueNoted
from invoice.invoices.domain.payment_reference import compact
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import CreditorId, TenantId, derived
from recoup_events.kernel.money import Money
from recoup_eventstore.decider import Decider

MOST_POINTED_TO = 50
"""Remittances that share a clue; the latest are looked at."""
MOST_WORDS = 40
"""Of what the payer wrote, that are looked up."""
SHORTEST = 3
LONGEST_NAME = 35
"""Banks cut names."""
_APART = re.compile(r"[\s,;:]+")


class Note(Command):
    points_to: str


class Clue(Value):
    points_to: tuple[str, ...] = ()


def decide(command: Note, clue: Clue) -> Sequence[TransferClueNoted]:
    known = command.points_to in clue.points_to
    return [] if known else [TransferClueNoted(points_to=command.points_to)]


def evolve(clue: Clue, event: TransferClueNoted) -> Clue:
    return Clue(points_to=(*clue.points_to, event.points_to)[-MOST_POINTED_TO:])


CLUE: Decider[Note, Clue, TransferClueNoted] = Decider("transfer_clue", Clue(), decide, evolve)


def by_reference(tenant: TenantId, creditor_id: CreditorId, reference: str) -> str:
    return derived("tcl", tenant, creditor_id, "reference", compact(reference))


def by_amount(tenant: TenantId, creditor_id: CreditorId, name: str, amount: Money) -> str:
    units, currency = amount.minor_units, amount.currency
    return derived("tcl", tenant, creditor_id, "amount", name_key(name), units, currency)


def by_name(tenant: TenantId, name: str) -> str:
    return derived("tcl", tenant, "name", name_key(name))


def name_key(name: str) -> str:
    """A name as banks may write it: no case, accents, spaces or signs, and cut."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in plain if sign.isalnum())[:LONGEST_NAME]


def written_references(texts: Sequence[str | None]) -> Sequence[str]:
    """Each text by itself and each word of it, once; what is shorter proves nothing."""
    found: dict[str, None] = {}
    for text in texts:
        for word in (text or "", *_APART.split(text or "")[:MOST_WORDS]):
            key = compact(word)
            if SHORTEST <= len(key) <= LONGEST_REFERENCE:
                found.setdefault(key)
    return tuple(found)


LONGEST_REFERENCE = 200
