"""Looking things up in a document; what is wrong is gathered, and the reading goes on."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from recoup_events.kernel.money import Money
from recoup_formats.amounts import decimal_of, known_currency, money_of
from recoup_formats.codes import Code
from recoup_formats.einvoice.figures import Figure
from recoup_formats.problems import FileRefused, Problem, Problems
from recoup_formats.xml import Element, path_of, place

T = TypeVar("T")
LONGEST_TEXT = 2000


class Reading:
    """One document, and what was found wrong with it so far."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self.namespaces = dict(namespaces)
        self.problems = Problems()

    def find(self, element: Element, path: str) -> Element | None:
        """The first there; a path with a condition is more than ElementPath knows."""
        if "[" in path:
            return next(iter(element.xpath(path, namespaces=self.namespaces)), None)
        return element.find(path, self.namespaces)

    def all(self, element: Element, path: str) -> list[Element]:
        return list(element.iterfind(path, self.namespaces))

    def text(self, element: Element | None, path: str | None = None) -> str | None:
        """Without the white space around it; nothing where nothing is written."""
        if element is not None and path is not None:
            element = self.find(element, path)
        if element is None or not element.text or not element.text.strip():
            return None
        return " ".join(str(element.text).split())[:LONGEST_TEXT]

    def needed(self, element: Element, path: str, term: str) -> str:
        """What must be there; its absence is a problem, and the reading goes on."""
        text = self.text(element, path)
        if text is None:
            self.missing(element, path, term)
        return text or ""

    def missing(self, element: Element, path: str, term: str) -> None:
        name = "/".join(step.rpartition(":")[2] for step in path.split("/"))
        at = place(element)._replace(path=f"{path_of(element)}/{name}")
        self.problems.add(Problem(Code.MISSING, f"{term} is missing. Add it and send again.", at))

    def figure(self, element: Element | None, path: str | None = None) -> Figure | None:
        if element is not None and path is not None:
            element = self.find(element, path)
        if element is None:
            return None
        value = self._tried(element, decimal_of)
        return None if value is None else Figure(value, element)

    def number(self, element: Element | None, path: str) -> Decimal | None:
        figure = self.figure(element, path) if element is not None else None
        return None if figure is None else figure.value

    def day(
        self, element: Element | None, read: Callable[..., date], path: str | None = None
    ) -> date | None:
        if element is not None and path is not None:
            element = self.find(element, path)
        if element is None:
            return None
        return self._tried(element, read)

    def money(self, figure: Figure | None, currency: str) -> Money:
        """The figure's, zero where there is none."""
        zero = Money.zero(currency)
        if figure is None:
            return zero
        value = figure.value
        return self._tried(figure.element, lambda _: money_of(value, currency)) or zero

    def optional_money(self, figure: Figure | None, currency: str) -> Money | None:
        return None if figure is None else self.money(figure, currency)

    def currency(self, element: Element, path: str) -> str:
        code = self.needed(element, path, "The document's currency (BT-5)")
        try:
            known_currency(code)
        except FileRefused as refused:
            if code:
                self._located(refused, self.find(element, path))
            self.problems.refuse()
        return code

    def _tried(self, element: Element, read: Callable[[str], T]) -> T | None:
        try:
            return read(element.text or "")
        except FileRefused as refused:
            self._located(refused, element)
            return None

    def _located(self, refused: FileRefused, element: Element) -> None:
        """Finding a place costs time, so it is done for what is wrong alone."""
        at = place(element)
        self.problems.extend(problem._replace(at=at) for problem in refused.problems)
