"""YAML as data with places: strict, without what makes YAML surprising or dangerous.

Only ``true``, ``false``, ``null`` and numbers are more than text, so ``no`` is a word and ``10:00`` no
number. Aliases, tags, several documents and keys that come twice are refused where they stand.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml

MOST_BYTES = 256 * 1024
MOST_NODES = 50_000
DEEPEST = 20
_WORDS: Mapping[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}")


class Place(NamedTuple):
    """Both from 1 on."""

    line: int
    column: int


class UnreadableYaml(Exception):
    """It is no YAML, or more than a workflow needs."""

    def __init__(self, detail: str, place: Place, pointer: str = "") -> None:
        super().__init__(detail)
        self.detail, self.place, self.pointer = detail, place, pointer


class Document(NamedTuple):
    value: Any
    places: Mapping[str, Place]
    """Of each member, by its JSON pointer; where its key stands."""

    def place(self, pointer: str) -> Place:
        """That of the member, or of what it should be in."""
        while pointer and pointer not in self.places:
            pointer = pointer.rpartition("/")[0]
        return self.places[pointer]


def read_yaml(content: bytes) -> Document:
    """Raise ``UnreadableYaml`` with the place and what to do."""
    if len(content) > MOST_BYTES:
        raise UnreadableYaml(
            f"The file has {len(content)} bytes; a workflow has at most {MOST_BYTES}.", Place(1, 1)
        )
    try:
        return _Reader(content).document()
    except yaml.reader.ReaderError as error:
        raise UnreadableYaml(f"It is no UTF-8 text: {error.reason}.", Place(1, 1)) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(1, 1) if mark is None else _place(mark)
        raise UnreadableYaml(f"It is no YAML: {error.problem}. Correct it here.", place) from error


def _place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1)


class _Reader:
    def __init__(self, content: bytes) -> None:
        self._events: Iterator[Any] = yaml.parse(content, Loader=yaml.CSafeLoader)
        self._places: dict[str, Place] = {}
        self._nodes = 0

    def document(self) -> Document:
        next(self._events)
        first = next(self._events)
        if isinstance(first, yaml.StreamEndEvent):
            raise UnreadableYaml("The file is empty; write a workflow.", Place(1, 1))
        node = next(self._events)
        self._places[""] = _place(node.start_mark)
        value = self._value(node, "")
        next(self._events)
        more = next(self._events)
        if not isinstance(more, yaml.StreamEndEvent):
            place = _place(more.start_mark)
            raise UnreadableYaml("A second document begins; write one workflow in a file.", place)
        return Document(value, self._places)

    def _value(self, event: Any, pointer: str) -> Any:
        self._check(event, pointer)
        match event:
            case yaml.ScalarEvent():
                return _scalar(event)
            case yaml.SequenceStartEvent():
                return list(self._items(pointer))
            case _:
                return self._members(pointer)

    def _check(self, event: Any, pointer: str) -> None:
        place = _place(event.start_mark)
        self._nodes += 1
        if self._nodes > MOST_NODES or pointer.count("/") > DEEPEST:
            raise UnreadableYaml(
                "It holds more than any workflow; a workflow has 200 steps at most.", place, pointer
            )
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise UnreadableYaml(
                "Anchors and aliases are not read; write out what is meant.", place, pointer
            )
        if event.tag is not None:
            raise UnreadableYaml(f"Leave the tag {event.tag} out.", place, pointer)

    def _items(self, pointer: str) -> Iterator[Any]:
        for number, event in enumerate(self._events):
            if isinstance(event, yaml.SequenceEndEvent):
                return
            inside = f"{pointer}/{number}"
            self._places[inside] = _place(event.start_mark)
            yield self._value(event, inside)

    def _members(self, pointer: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            place = _place(event.start_mark)
            self._check(event, pointer)
            if not isinstance(event, yaml.ScalarEvent):
                raise UnreadableYaml("A key is a word; write one.", place, pointer)
            inside = f"{pointer}/{event.value.replace('~', '~0').replace('/', '~1')}"
            if event.value in found:
                raise UnreadableYaml(
                    f"The key {event.value!r} comes twice; it stands in line "
                    f"{self._places[inside].line}, too. Leave one out.",
                    place,
                    inside,
                )
            self._places[inside] = place
            found[event.value] = self._value(next(self._events), inside)
        return found


def _scalar(event: Any) -> Any:
    text = event.value
    if event.style is not None and event.style != "":
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
