"""An element of a camt file and where it is, without the namespace that every version changes."""

from datetime import date

from recoup_events.kernel.money import Money
from recoup_formats.amounts import decimal_of, money_of
from recoup_formats.codes import Code
from recoup_formats.days import iso_day
from recoup_formats.problems import FileRefused, Location
from recoup_formats.xml import Element, namespace_of

LONGEST = 2000


class Node:
    """One element; paths are of local names. It is walked once, however much is looked up."""

    __slots__ = ("_below", "_space", "element", "path")

    def __init__(self, element: Element, path: str, space: str | None = None) -> None:
        self.element = element
        self.path = path
        self._space = f"{{{namespace_of(element)}}}" if space is None else space
        self._below: dict[str, list[Element]] | None = None

    @property
    def at(self) -> Location:
        return Location(self.element.sourceline, self.path)

    def _found(self, path: str) -> list[Element]:
        if self._below is None:
            self._below = {}
            self._walk(self.element, "")
        return self._below.get(path, [])

    def _walk(self, element: Element, above: str) -> None:
        """As deep as XML may be here, which the parser limits."""
        assert self._below is not None
        for child in element:
            tag: str = child.tag
            if tag.startswith(self._space):
                path = above + tag[len(self._space) :]
                self._below.setdefault(path, []).append(child)
                if len(child):
                    self._walk(child, f"{path}/")

    def find(self, path: str) -> "Node | None":
        """The first there."""
        found = self._found(path)
        return Node(found[0], f"{self.path}/{path}", self._space) if found else None

    def all(self, path: str) -> "list[Node]":
        """With their numbers."""
        numbered = enumerate(self._found(path), start=1)
        return [
            Node(each, f"{self.path}/{path}[{number}]", self._space) for number, each in numbered
        ]

    def text(self, path: str = "") -> str | None:
        found = self._found(path) if path else [self.element]
        if not found or not found[0].text:
            return None
        return " ".join(found[0].text.split())[:LONGEST] or None

    def needed(self, path: str) -> "Node":
        node = self.find(path)
        if node is None:
            raise self.refusal(Code.MISSING, f"{path} is missing.", path)
        return node

    def refusal(self, code: Code, detail: str, path: str = "") -> FileRefused:
        at = self.at._replace(path=f"{self.path}/{path}") if path else self.at
        return FileRefused.because(code, f"{detail} Ask the bank for the statement again.", at)

    def money(self, path: str) -> Money:
        """Of an amount with its currency; never below zero in these files."""
        node = self.needed(path)
        number = decimal_of(node.element.text or "", node.at)
        return money_of(number, node.element.get("Ccy") or "", node.at)

    def signed(self, path: str) -> Money:
        """An amount beside its indicator of credit or debit."""
        amount = self.money(path)
        return amount if self.is_credit() else -amount

    def is_credit(self) -> bool:
        indicator = self.text("CdtDbtInd")
        if indicator not in ("CRDT", "DBIT"):
            detail = f"CdtDbtInd is {indicator!r} and must be CRDT or DBIT."
            raise self.refusal(Code.DIRECTION_UNKNOWN, detail, "CdtDbtInd")
        return indicator == "CRDT"

    def day(self, path: str) -> date:
        """Of a choice between a day and a time."""
        node = self.needed(path)
        written = node.find("Dt") or node.find("DtTm")
        if written is None:
            raise node.refusal(Code.DAY_INVALID, f"{path} has neither Dt nor DtTm.")
        return iso_day(written.element.text or "", written.at)
