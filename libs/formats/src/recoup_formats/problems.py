"""What is wrong with a file: a code, a sentence with the next step, and where."""

from collections.abc import Iterable
from typing import NamedTuple

from recoup_formats.codes import Code


class Location(NamedTuple):
    """Where in a file; what is not known is left out."""

    line: int | None = None
    path: str | None = None
    """XPath without namespaces, such as /Invoice/InvoiceLine[2]."""
    row: int | None = None
    """Of a table, the first below the header being 1."""

    def __str__(self) -> str:
        named = (
            f"line {self.line}" if self.line else "",
            f"row {self.row}" if self.row else "",
            self.path or "",
        )
        return ", ".join(filter(None, named))


NOWHERE = Location()


class Problem(NamedTuple):
    code: Code
    detail: str
    """What is wrong and what to do next, in whole sentences."""
    at: Location = NOWHERE
    rule: str | None = None
    """The rule's id in its standard, such as BR-CO-15."""


class FileRefused(Exception):
    """The file, or what is read at the moment, cannot be taken; nothing of it was."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.detail for problem in problems))
        self.problems = problems

    @classmethod
    def because(cls, code: Code, detail: str, at: Location = NOWHERE) -> "FileRefused":
        return cls(Problem(code, detail, at))


class Problems:
    """Those of one document, gathered so that all of them are named at once."""

    MOST = 50

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, problem: Problem) -> None:
        if len(self._found) < self.MOST:
            self._found.append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add(problem)

    def refuse(self) -> None:
        """Raise what was found, if anything was."""
        if self._found:
            raise FileRefused(*self._found)
