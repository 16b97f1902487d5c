"""How the columns of a table become fields of the API: own mappings, and what a locale may leave open."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Self

from recoup_events.kernel.event import Value


class DateForm(StrEnum):
    ISO = "YYYY-MM-DD"
    DAY_FIRST = "DD/MM/YYYY"
    MONTH_FIRST = "MM/DD/YYYY"
    DAY_FIRST_DOTS = "DD.MM.YYYY"
    TOGETHER = "YYYYMMDD"


Pairs = tuple[tuple[str, str], ...]


class ColumnMapping(Value):
    """Which column is which field; what it leaves open about numbers and dates is asked, not guessed."""

    columns: Pairs
    """Each field, as a path such as ``total.amount``, with its column or a template ``{BUKRS}-{BELNR}``."""
    constants: Pairs = ()
    """Fields that have the same value in every row."""
    only: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Columns that must hold one of these; other rows are skipped."""
    delimiter: str = ","
    decimal: str | None = None
    dates: DateForm | None = None

    @classmethod
    def of(
        cls,
        columns: Mapping[str, str],
        constants: Mapping[str, str] = MappingProxyType({}),
        only: Mapping[str, Sequence[str]] = MappingProxyType({}),
        **written: Any,
    ) -> Self:
        """From what is written as mappings; ``written`` says how the table is."""
        return cls(
            columns=tuple(columns.items()),
            constants=tuple(constants.items()),
            only=tuple((column, tuple(values)) for column, values in only.items()),
            **written,
        )

    def with_wishes(
        self,
        constants: Mapping[str, str],
        delimiter: str | None,
        decimal: str | None,
        dates: DateForm | None,
    ) -> "ColumnMapping":
        """As one import wants it."""
        return self.model_copy(
            update={
                "constants": tuple({**dict(self.constants), **constants}.items()),
                "delimiter": delimiter or self.delimiter,
                "decimal": decimal or self.decimal,
                "dates": dates or self.dates,
            }
        )
