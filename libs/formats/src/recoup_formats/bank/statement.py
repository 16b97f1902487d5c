"""What a bank says about an account, with every sum signed: more on the account is above zero."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from recoup_events.kernel.money import Money
from recoup_formats.problems import NOWHERE, Location, Problem


class EntryState(StrEnum):
    BOOKED = "booked"
    PENDING = "pending"
    """Announced: the bank may still not book it."""
    INFORMATION = "information"
    """Neither booked nor going to be."""


class Balance(NamedTuple):
    amount: Money
    on: date


class Counterparty(NamedTuple):
    """Who is on the other side of a payment."""

    name: str | None = None
    account: str | None = None
    """IBAN, or the account as the bank writes it."""


NOBODY = Counterparty()


class Exchange(NamedTuple):
    """What was paid in another currency, at the rate that the bank states."""

    instructed: Money
    rate: Decimal | None = None


class Return(NamedTuple):
    """Money that came back: a rejected payment, a direct debit taken back, an unpaid cheque."""

    reason: str | None = None
    """The bank's code, such as AC04 or R02."""
    text: str | None = None


class Detail(NamedTuple):
    """One payment: an entry has one, and a booked batch has many."""

    amount: Money
    """Signed."""
    end_to_end_id: str | None = None
    bank_reference: str | None = None
    """The bank's own id of this payment."""
    structured: tuple[str, ...] = ()
    """Creditor references (ISO 11649, QR) and numbers of documents, as the payer stated them."""
    text: str | None = None
    counterparty: Counterparty = NOBODY
    charges: Money | None = None
    """What the bank kept of what was paid; it is not in the amount."""
    exchange: Exchange | None = None
    returned: Return | None = None
    mandate: str | None = None


class Entry(NamedTuple):
    """One booking on the account; its details are what it is made of."""

    number: int
    """In its statement, the first being 1."""
    amount: Money
    """Signed."""
    state: EntryState
    value_date: date
    booking_date: date
    details: tuple[Detail, ...]
    parts: int
    """How many payments it is made of, whether or not the file lists them."""
    reversal: bool = False
    """It takes back an earlier booking."""
    bank_reference: str | None = None
    code: str | None = None
    """What the bank says it is: ISO bank transaction code, SWIFT, GVC or BAI type."""
    text: str | None = None
    at: Location = NOWHERE

    @property
    def is_unlisted_batch(self) -> bool:
        """Several payments in one sum, which the file does not list."""
        return self.parts > 1 and len(self.details) <= 1


class Statement(NamedTuple):
    """The head of a statement; its entries follow one by one."""

    number: int
    """In its file, the first being 1."""
    format: str
    id: str | None
    account: str
    currency: str | None
    """Where the head does not say it, the first amount does."""
    sequence: str | None = None
    opening: Balance | None = None
    at: Location = NOWHERE


class End(NamedTuple):
    """A statement is over; if there are problems, nothing of it may be believed."""

    statement: Statement
    closing: Balance | None
    entries: int
    booked: Money | None
    """The sum of what was booked, ``None`` where nothing was."""
    problems: tuple[Problem, ...] = ()


Item = Statement | Entry | End

_NO_REFERENCE = frozenset(("", "NONREF", "NOTPROVIDED", "NOT PROVIDED", "UNKNOWN", "NONE", "/"))


def reference_or_none(text: str | None) -> str | None:
    """What banks write where there is no reference is none."""
    written = " ".join((text or "").split())
    return None if written.upper() in _NO_REFERENCE else written


def account_of(text: str) -> str:
    """One spelling: IBANs are printed in groups of four."""
    return "".join(text.split()).upper()


def identity_of(account: str, entry: Entry, detail: Detail, occurrence: int) -> str:
    """The same payment in overlapping statements has the same, and no other one has it.

    ``occurrence`` counts payments of one account and day that nothing tells apart.
    """
    own = detail.bank_reference or entry.bank_reference
    values = (
        account,
        entry.value_date.isoformat(),
        str(detail.amount.minor_units),
        detail.amount.currency,
        own or "",
        detail.end_to_end_id or "",
        "" if own else "\x1f".join((*detail.structured, detail.text or "")),
        str(occurrence),
    )
    return sha256("\x1e".join(values).encode()).hexdigest()[:32]
