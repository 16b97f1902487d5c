"""What a bank's file does not say, and whoever imports it has to."""

from collections.abc import Mapping
from typing import Any, Literal, Self

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import DEFAULT
from recoup_formats.bank.layout import BankCsvLayout

BANK = "bank"


Pairs = tuple[tuple[str, str], ...]


class Choices(Value):
    """How statements are taken."""

    creditor: str = DEFAULT
    """Who gets the money, unless ``creditors`` has the account."""
    creditors: Pairs = ()
    """Codes of creditors by account, without spaces."""
    source: str = BANK
    settles_instructed: bool = False
    """What was sent in another currency pays debts in that one; else in the account's."""

    encoding: Literal["utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "cp850", "utf-16"] = (
        "utf-8"
    )
    """Of MT940 and BAI2, which do not say it."""
    layout: BankCsvLayout | None = None
    """Of a CSV."""

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        """Those of an import."""
        values = dict(options.get("bank") or {})
        if options.get("creditor"):
            values["creditor"] = options["creditor"]
        return cls.model_validate(values)

    def creditor_of(self, account: str) -> str:
        return dict(self.creditors).get(account, self.creditor)
