"""What a payment in a bank's file becomes: a receipt, a return, or nothing, and for which reason."""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from invoice.bank_statements.domain.choices import Choices
from invoice.bank_statements.domain.exchanging import exchange_of
from recoup_events.kernel.money import Money
from recoup_formats.bank.statement import Detail, Entry, EntryState, Statement, identity_of

RECEIPT = "receipt"
RETURN = "return"
LONGEST_NAME = 200
LONGEST_REFERENCE = 70
LONGEST_TEXT = 2000


class Left(StrEnum):
    """Why a payment is left out; the bank's books are not ours."""

    PENDING = "pending"
    INFORMATION = "information"
    UNLISTED_BATCH = "unlisted_batch"
    PAID_OUT = "paid_out"
    OWN_RETURN = "own_payment_returned"
    NOTHING = "nothing"


SENTENCES: Mapping[Left, str] = {
    Left.PENDING: "The bank has not booked it yet; it comes again once it has.",
    Left.INFORMATION: "The bank names it for information; it is not booked.",
    Left.UNLISTED_BATCH: "Several payments in one sum, which the file does not list. Import the "
    "camt.054 that lists them.",
    Left.PAID_OUT: "Money that went out; it pays no invoice.",
    Left.OWN_RETURN: "A payment of yours came back; it pays no invoice.",
    Left.NOTHING: "It is over nothing.",
}


class Taken(NamedTuple):
    """One payment: what kind of thing it becomes, and its body; or why it becomes nothing."""

    kind: str | Left
    body: Mapping[str, Any]


class StatementMapping:
    """Of one statement; payments that nothing tells apart are counted in all of its file."""

    def __init__(self, statement: Statement, choices: Choices, alike: Counter[str]) -> None:
        self._account = statement.account
        self._choices = choices
        self._alike = alike

    def taken(self, entry: Entry) -> Iterator[Taken]:
        for detail in entry.details:
            left = _left_out(entry, detail)
            if left is None:
                yield self._body(entry, detail)
            else:
                yield Taken(left, {})

    def _body(self, entry: Entry, detail: Detail) -> Taken:
        first = identity_of(self._account, entry, detail, 1)
        occurrence = 1
        if detail.bank_reference is None:
            self._alike[first] += 1
            occurrence = self._alike[first]
        identity = (
            first if occurrence == 1 else identity_of(self._account, entry, detail, occurrence)
        )
        common = {
            "external_id": f"{entry.value_date}/{identity}",
            "source": self._choices.source,
            "creditor": self._choices.creditor_of(self._account),
            "value_date": entry.value_date.isoformat(),
            **_said({"end_to_end_id": (detail.end_to_end_id, LONGEST_NAME)}),
        }
        if detail.amount.minor_units < 0:
            return Taken(RETURN, {**common, **_return(entry, detail)})
        return Taken(RECEIPT, {**common, **self._receipt(entry, detail)})

    def _receipt(self, entry: Entry, detail: Detail) -> Mapping[str, Any]:
        reference, *more = detail.structured or ("",)
        text = " ".join(filter(None, (detail.text, *more)))
        payer = {
            "name": (detail.counterparty.name, LONGEST_NAME),
            "account": (detail.counterparty.account, LONGEST_NAME),
        }
        body: dict[str, Any] = {
            "amount": _amount(detail.amount),
            "method": _method(entry.code),
            "payer": _said(payer),
            **_said(
                {
                    "structured_reference": (reference, LONGEST_REFERENCE),
                    "text": (text, LONGEST_TEXT),
                }
            ),
        }
        if detail.charges is not None and detail.charges.minor_units > 0:
            body["charges"] = _amount(detail.charges)
        exchange = exchange_of(detail) if self._choices.settles_instructed else None
        if exchange is not None:
            body["exchange"] = exchange
        return body


def _left_out(entry: Entry, detail: Detail) -> Left | None:
    back = entry.reversal or detail.returned is not None
    if entry.state is EntryState.PENDING:
        return Left.PENDING
    if entry.state is EntryState.INFORMATION:
        return Left.INFORMATION
    if not detail.amount:
        return Left.NOTHING
    if detail.amount.minor_units < 0:
        return None if back else Left.PAID_OUT
    if back:
        return Left.OWN_RETURN
    return Left.UNLISTED_BATCH if entry.is_unlisted_batch else None


def _return(entry: Entry, detail: Detail) -> Mapping[str, Any]:
    """What the bank took back; its charge for it is in the amount it took."""
    returned = detail.returned
    reasons = () if returned is None else (returned.reason, returned.text)
    reason = " ".join(filter(None, reasons)) or entry.text or "Returned by the bank"
    charges = detail.charges or Money.zero(detail.amount.currency)
    return {
        "amount": _amount(-detail.amount - charges),
        "reason": reason[:LONGEST_NAME],
    }


def _said(texts: Mapping[str, tuple[str | None, int]]) -> Mapping[str, str]:
    """Those that say anything, cut to what is taken."""
    return {name: text[:longest].strip() for name, (text, longest) in texts.items() if text}


def _amount(money: Money) -> Mapping[str, str]:
    return {"amount": money.decimal, "currency": money.currency}


def _method(code: str | None) -> str:
    parts = (code or "").split("-")
    if {"RDDT", "IDDT"} & set(parts):
        return "direct_debit"
    return "cheque" if {"RCHQ", "ICHQ"} & set(parts) else "transfer"
