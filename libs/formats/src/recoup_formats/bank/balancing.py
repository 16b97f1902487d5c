"""Opening balance and entries must come to the closing one: else nothing of it is believed."""

from recoup_events.kernel.money import Money
from recoup_formats.bank.statement import Balance, End, Entry, EntryState, Statement
from recoup_formats.codes import Code
from recoup_formats.problems import FileRefused, Location, Problem, Problems


class Account:
    """One statement while its entries pass; memory does not grow with them."""

    def __init__(self, statement: Statement, *, must_balance: bool, mixed: bool = False) -> None:
        self.statement = statement
        self.entries = 0
        self.broken = False
        self._must_balance = must_balance
        self._mixed = mixed
        """Its entries may be of several currencies, so there is no sum."""
        self._problems = Problems()
        self._currency = statement.currency
        self._booked = 0
        if statement.opening is not None:
            self._same_currency(statement.opening.amount, "The opening balance", statement.at)

    def passes(self, entry: Entry) -> bool:
        """Count it; one in another currency is a problem and does not pass."""
        self.entries += 1
        if not self._same_currency(entry.amount, f"Entry {entry.number}", entry.at):
            return False
        if entry.state is EntryState.BOOKED:
            self._booked += entry.amount.minor_units
        return True

    def add(self, *problems: Problem) -> None:
        self.broken = True
        self._problems.extend(problems)

    def end(self, closing: Balance | None, at: Location) -> End:
        """Close it, and say whether it balances."""
        opening = self.statement.opening
        if closing is not None:
            self._same_currency(closing.amount, "The closing balance", at)
        if not self.broken and opening is not None and closing is not None:
            self._compare(opening, closing, at)
        elif self._must_balance and (opening is None or closing is None):
            name = "opening" if opening is None else "closing"
            sentence = (
                f"{self._name} has no {name} balance, so it may be cut off. Ask the bank for the "
                "whole statement."
            )
            self.add(Problem(Code.STATEMENT_BROKEN, sentence, at))
        return End(self.statement, closing, self.entries, self.booked, self._found())

    @property
    def booked(self) -> Money | None:
        if self._currency is None or self._mixed:
            return None
        return Money(minor_units=self._booked, currency=self._currency)

    def _compare(self, opening: Balance, closing: Balance, at: Location) -> None:
        assert self.booked is not None, "an opening balance has a currency"
        comes_to = opening.amount + self.booked
        if comes_to != closing.amount:
            sentence = (
                f"{self._name} opens with {opening.amount}, its {self.entries} entries come to "
                f"{self.booked}, and it closes with {closing.amount} instead of {comes_to}: "
                f"{closing.amount - comes_to} are missing or too much. Nothing of it was taken; ask "
                "the bank for the whole statement."
            )
            self.add(Problem(Code.BALANCE, sentence, at))

    def _same_currency(self, amount: Money, what: str, at: Location) -> bool:
        if self._currency is None:
            self._currency = amount.currency
        if self._mixed or amount.currency == self._currency:
            return True
        sentence = (
            f"{what} is in {amount.currency}, and {self._name} in {self._currency}. Nothing of it "
            "was taken; ask the bank for one statement for each currency."
        )
        self.add(Problem(Code.CURRENCIES_MIXED, sentence, at))
        return False

    @property
    def _name(self) -> str:
        number = self.statement.sequence or self.statement.id
        named = f" {number}" if number else ""
        return f"statement{named} of account {self.statement.account}"

    def _found(self) -> tuple[Problem, ...]:
        try:
            self._problems.refuse()
        except FileRefused as refused:
            return refused.problems
        return ()
