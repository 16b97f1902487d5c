"""BAI2, the American cash management format, version 2."""

from collections.abc import Iterable, Iterator

from recoup_events.kernel.money import Money
from recoup_formats.amounts import known_currency
from recoup_formats.bank.bai2_entries import Group, entry_of, group_of, summary_of
from recoup_formats.bank.bai2_records import Record, records
from recoup_formats.bank.balancing import Account
from recoup_formats.bank.statement import (
    Balance,
    Item,
    Statement,
    account_of,
)
from recoup_formats.codes import Code
from recoup_formats.problems import FileRefused, Location
from recoup_formats.text import lines

_OPENING, _CLOSING = "010", "015"
_CREDITS, _DEBITS = "100", "400"
_NO_MONEY = "890"


class _Totals:
    """What a trailer says of all that it closes."""

    def __init__(self, what: str, header: Record) -> None:
        self.what = what
        self.amount = 0
        self.parts = 0
        self.records = header.lines
        self.known = True
        """Whether every amount in it could be read."""

    def adds(self, other: "_Totals") -> None:
        self.amount += other.amount
        self.parts += 1
        self.records += other.records
        self.known = self.known and other.known

    def compare(self, trailer: Record, *, parts: bool) -> FileRefused | None:
        self.records += trailer.lines
        expected = {"the control total": (trailer.integer(0, "the control total"), self.amount)}
        if parts:
            expected["the number of parts"] = (trailer.integer(1, "the number"), self.parts)
        last = 2 if parts else 1
        expected["the number of records"] = (trailer.integer(last, "the number"), self.records)
        wrong = [
            f"{name} is stated as {stated} and comes to {found}"
            for name, (stated, found) in expected.items()
            if stated != found
        ]
        if not self.known or not wrong:
            return None
        sentence = f"Of the {self.what}, {', and '.join(wrong)}. Ask the bank for the file again."
        return FileRefused.because(Code.CONTROL_TOTAL, sentence, trailer.at)


def read_bai2(chunks: Iterable[bytes], encoding: str = "utf-8") -> Iterator[Item]:
    """Each account of a day as a statement; ``FileRefused`` means the whole file."""
    file = _File()
    for record in records(lines(chunks, encoding)):
        yield from file.takes(record)
    file.over()


class _File:
    """Where in the file we are; levels open and close inside each other."""

    def __init__(self) -> None:
        self._statements = 0
        self._levels: list[tuple[str, _Totals]] = []
        self._done = False
        self._group: Group | None = None
        self._account: Account | None = None
        self._closing: Balance | None = None
        self._summed: dict[str, int] = {}
        self._sums: dict[str, int] = {}

    def takes(self, record: Record) -> Iterator[Item]:
        if not self._levels and not self._done and record.code != "01":
            raise _no_header(record.at)
        match record.code:
            case "01" | "02" | "03":
                yield from self._begins(record)
            case "16":
                yield from self._entry(record)
            case "49":
                yield self._ends(record)
            case "98":
                self._closes(record, "02")
            case "99":
                self._closes(record, "01")
                self._done = True
            case _:
                raise record.refusal("it goes on from nothing")

    def _begins(self, record: Record) -> Iterator[Item]:
        inside, what = {"01": ("", "file"), "02": ("01", "group"), "03": ("02", "account")}[
            record.code
        ]
        self._opens(record, inside, what)
        if record.code == "01" and record.field(7) not in ("2", ""):
            raise record.refusal("the version must be 2")
        if record.code == "02":
            self._group = group_of(record)
        if record.code == "03":
            yield self._starts(record)

    def over(self) -> None:
        if self._levels:
            raise FileRefused.because(
                Code.STATEMENT_BROKEN,
                "The file ends before its trailer (99), so it is cut off. Ask the bank for it "
                "again.",
            )
        if not self._done:
            raise _no_header(Location(1))

    def _opens(self, record: Record, inside: str, what: str) -> None:
        here = self._levels[-1][0] if self._levels else ""
        if here != inside or self._done:
            raise record.refusal("something begins where it may not")
        self._levels.append((record.code, _Totals(what, record)))

    def _closes(self, record: Record, opened: str) -> None:
        """A group or the file; that its totals differ concerns all of it."""
        totals = self._totals(record, opened)
        refused = totals.compare(record, parts=True)
        if refused is not None:
            raise refused
        self._levels.pop()
        if self._levels:
            self._levels[-1][1].adds(totals)

    def _totals(self, record: Record, opened: str) -> _Totals:
        if not self._levels or self._levels[-1][0] != opened:
            raise record.refusal(f"it ends a record {opened} that is not open")
        return self._levels[-1][1]

    def _starts(self, record: Record) -> Statement:
        assert self._group is not None, "an account lies in a group"
        self._statements += 1
        currency = record.field(1) or self._group.currency
        statement = Statement(
            number=self._statements,
            format="bai2",
            id=None,
            account=account_of(record.field(0)),
            currency=known_currency(currency, record.at),
            sequence=self._group.on.isoformat(),
            at=record.at,
        )
        self._summed, totals = summary_of(record), self._levels[-1][1]
        totals.amount += sum(self._summed.values())
        self._sums = {_CREDITS: 0, _DEBITS: 0}
        balances = [self._balance(type, currency) for type in (_OPENING, _CLOSING)]
        self._closing = balances[1]
        statement = statement._replace(opening=balances[0])
        self._account = Account(statement, must_balance=False)
        return statement

    def _balance(self, type: str, currency: str) -> Balance | None:
        assert self._group is not None
        units = self._summed.get(type)
        if units is None:
            return None
        return Balance(Money(minor_units=units, currency=currency), self._group.on)

    def _entry(self, record: Record) -> Iterator[Item]:
        if self._account is None or self._group is None:
            raise record.refusal("a payment lies in no account (03)")
        totals = self._totals(record, "03")
        totals.records += record.lines
        number = self._account.entries + 1
        if record.field(0) == _NO_MONEY:
            return
        try:
            totals.amount += record.integer(1, "the amount")
            entry = entry_of(record, number, self._group, self._account.statement)
        except FileRefused as refused:
            totals.known = False
            self._account.entries += 1
            self._account.add(*refused.problems)
            return
        side = _CREDITS if entry.amount.minor_units >= 0 else _DEBITS
        self._sums[side] += abs(entry.amount.minor_units)
        if self._account.passes(entry):
            yield entry

    def _ends(self, record: Record) -> Item:
        totals = self._totals(record, "03")
        assert self._account is not None, "record 03 is open"
        refused = totals.compare(record, parts=False) or self._sums_differ(record.at)
        if refused is not None:
            self._account.add(*refused.problems)
        self._levels.pop()
        self._levels[-1][1].adds(totals)
        account, self._account = self._account, None
        return account.end(self._closing, record.at)

    def _sums_differ(self, at: Location) -> FileRefused | None:
        """An account with a balance of each side whose payments are listed must list all."""
        for type, name in ((_CREDITS, "credits"), (_DEBITS, "debits")):
            stated = self._summed.get(type)
            found = self._sums[type]
            if stated is not None and found and abs(stated) != found:
                sentence = (
                    f"The {name} ({type}) are stated as {stated}, and those listed come to {found}. "
                    "Ask the bank for the whole statement."
                )
                return FileRefused.because(Code.CONTROL_TOTAL, sentence, at)
        return None


def _no_header(at: Location) -> FileRefused:
    return FileRefused.because(
        Code.FORMAT_UNKNOWN,
        "The file does not begin with record 01. Send a BAI2 file as the bank wrote it.",
        at,
    )
