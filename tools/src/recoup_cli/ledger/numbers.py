"""What a played ledger came to, in a form that two runs can be compared by, byte for byte."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter

from recoup_events.kernel.money import Money

BUCKETS = ("current", "1-30", "31-60", "61-90", "91-180", "181+")

Aging = Mapping[str, Mapping[str, Money]]
"""What is owed, by currency and bucket; a bucket that is not named is empty."""


@dataclass(frozen=True, slots=True)
class Flow:
    """The money of one currency."""

    invoiced: Money
    collected: Money
    """Applied to invoices; what was paid too much rests on account and is not counted."""
    credited: Money
    written_off: Money


@dataclass(frozen=True, slots=True)
class Numbers:
    """Everything the services say about the quarter, counted."""

    customers: int
    invoices: Mapping[str, int]
    """By the code of their creditor."""
    money: Mapping[str, Flow]
    """By currency."""
    paid_by_parents: Mapping[str, Mapping[str, Money]]
    """By the customer whose invoices they paid, and by currency."""
    messages: Mapping[str, Mapping[str, int]]
    """By channel and template."""
    refusals: Mapping[str, int]
    """Contacts that did not happen, by the rule that forbade them."""
    calls: Mapping[str, int]
    """By state."""
    disputes: Mapping[str, int]
    """By outcome; ``open`` has none yet."""
    plans: Mapping[str, int]
    """By state, e.g. kept, broken, running."""
    postings: Mapping[str, int]
    """What Recoup booked, for the ERP to book, by kind."""
    aging_before: Aging
    aging_after: Aging


def as_json(numbers: Numbers) -> str:
    """Sorted and indented; equal numbers give equal text."""
    plain = TypeAdapter(Numbers).dump_python(numbers, mode="json")
    return json.dumps(plain, indent=2, sort_keys=True) + "\n"
