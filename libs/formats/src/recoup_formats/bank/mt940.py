"""SWIFT MT940, field by field; the pages of one statement are one statement."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from recoup_formats.bank.balancing import Account
from recoup_formats.bank.mt940_fields import (
    Field,
    balance_or_problem,
    entry_of,
    fields,
    no_statement,
    one_line,
)
from recoup_formats.bank.statement import Balance, Item, Statement, account_of
from recoup_formats.codes import Code
from recoup_formats.problems import FileRefused, Location, Problem
from recoup_formats.text import lines

_ANYWHERE = ("-", "86", "64", "65", "NS")
"""What says nothing that we need may stand above a statement, too."""


def read_mt940(chunks: Iterable[bytes], encoding: str = "utf-8") -> Iterator[Item]:
    """Each statement, its entries, and its end; ``FileRefused`` means the whole file."""
    file = _File()
    for field in fields(lines(chunks, encoding)):
        yield from file.takes(field)
    yield from file.over()


class _Head(NamedTuple):
    """What comes above the opening balance."""

    reference: str | None = None
    account: str | None = None
    sequence: str | None = None


class _File:
    """Where in the file we are."""

    def __init__(self) -> None:
        self._statements = 0
        self._head: _Head | None = None
        self._account: Account | None = None
        self._closing: Balance | None = None
        """Of the last page, until another goes on from it."""
        self._last_closing = Location()
        self._entry: tuple[Field, str] | None = None
        """Field 61 with the texts of its field 86 so far."""

    def takes(self, field: Field) -> Iterator[Item]:
        if field.tag == "86" and self._entry is not None:
            line, text = self._entry
            self._entry = (line, text + "".join(field.text.split("\n")))
            return
        yield from self._entry_ends()
        if field.tag == "20":
            self._head = _Head(reference=one_line(field.text))
        elif self._head is None and field.tag not in _ANYWHERE:
            raise no_statement(field.line)
        else:
            yield from self._within(field)

    def _within(self, field: Field) -> Iterator[Item]:
        match field.tag:
            case "25" | "25P":
                self._head = self._told(account=account_of(field.text.split("\n")[0]))
            case "28" | "28C":
                self._head = self._told(sequence=one_line(field.text))
            case "60F" | "60M":
                yield from self._opens(field)
            case "61":
                self._line(field)
            case "62F" | "62M":
                yield from self._closes(field)
            case _:
                pass

    def over(self) -> Iterator[Item]:
        yield from self._entry_ends()
        if self._statements == 0:
            if self._head is None:
                raise no_statement(1)
            raise FileRefused.because(
                Code.STATEMENT_BROKEN,
                "The statement ends before its opening balance (:60F:). Ask the bank for it again.",
            )
        yield from self._end(self._last_closing)

    def _told(self, **more: str | None) -> _Head:
        return (self._head or _Head())._replace(**more)

    def _opens(self, field: Field) -> Iterator[Item]:
        """A statement, or its next page where the last one ended in between."""
        head = self._head or _Head()
        opening, refused = balance_or_problem(field)
        if self._goes_on(field, head):
            assert self._account is not None
            if refused is not None:
                self._account.add(*refused.problems)
            elif opening is not None and self._closing and opening.amount != self._closing.amount:
                self._account.add(_pages_differ(self._closing, opening, field.at))
            self._closing = None
            return
        yield from self._end(field.at)
        self._statements += 1
        statement = Statement(
            number=self._statements,
            format="mt940",
            id=head.reference,
            account=head.account or "",
            currency=None if opening is None else opening.amount.currency,
            sequence=head.sequence,
            opening=opening,
            at=field.at,
        )
        self._account = Account(statement, must_balance=True)
        if refused is not None:
            self._account.add(*refused.problems)
        if not head.account:
            sentence = "The account (:25:) is missing. Ask the bank for the statement again."
            self._account.add(Problem(Code.MISSING, sentence, field.at))
        yield statement

    def _goes_on(self, field: Field, head: _Head) -> bool:
        if field.tag != "60M" or self._account is None or self._closing is None:
            return False
        before = self._account.statement
        number = (before.sequence or "").partition("/")[0]
        return (head.account, (head.sequence or "").partition("/")[0]) == (before.account, number)

    def _line(self, field: Field) -> None:
        if self._account is None:
            raise FileRefused.because(
                Code.STATEMENT_BROKEN,
                "An entry (:61:) comes before the opening balance (:60F:). Ask the bank for the "
                "whole statement.",
                field.at,
            )
        self._entry = (field, "")

    def _entry_ends(self) -> Iterator[Item]:
        pending, self._entry = self._entry, None
        if pending is None or self._account is None:
            return
        field, text = pending
        number = self._account.entries + 1
        opening = self._account.statement.opening
        if opening is None:
            self._account.entries += 1
            return
        try:
            entry = entry_of(field, text, number, opening.amount.currency)
        except FileRefused as refused:
            self._account.entries += 1
            self._account.add(*refused.problems)
            return
        if self._account.passes(entry):
            yield entry

    def _closes(self, field: Field) -> Iterator[Item]:
        if self._account is None:
            raise FileRefused.because(
                Code.STATEMENT_BROKEN,
                "A closing balance (:62F:) has no opening one (:60F:). Ask the bank for the whole "
                "statement.",
                field.at,
            )
        self._closing, refused = balance_or_problem(field)
        self._last_closing = field.at
        if refused is not None:
            self._account.add(*refused.problems)
        if field.tag == "62F":
            yield from self._end(field.at)

    def _end(self, at: Location) -> Iterator[Item]:
        if self._account is not None:
            yield self._account.end(self._closing, at)
        self._account = self._closing = None


def _pages_differ(before: Balance, after: Balance, at: Location) -> Problem:
    sentence = (
        f"A page ends with {before.amount} and the next begins with {after.amount}: one is "
        "missing in between. Ask the bank for the whole statement."
    )
    return Problem(Code.BALANCE, sentence, at)
