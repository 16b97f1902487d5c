"""The page integrators branch by: every code of a problem, where it comes from, and what it means."""

import ast
import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from recoup_cli.services import every_service
from recoup_events.kernel.refusals import Missing, Refused, Unacceptable
from recoup_eventstore.errors import EventTooLarge

SOURCES = ("libs/service/src", "apps/*/src", "services/*/src")
OPERATORS = "operator_api"
ELSEWHERE = ("recoup_testing", "recoup_messaging", "recoup_service.operator_api")
"""Said to tests, and to operators, whose API is described to nobody else."""
_HEAD = """# Problems

Written by `recoup docs` from the code; do not edit.

Whatever is not done is answered by `application/problem+json`. Branch on its `code`: it stays, and what it means stays; `detail` says what
was wrong this time and what to do next. The same code may come from several parts of the API. A 409 is about the state of things, a 422
about the request and what it names.
"""


class Code(NamedTuple):
    status: int
    code: str
    meaning: str


def problems_page() -> str:
    """The whole page, in Markdown."""
    found = sorted({*_refusals(), *_of_the_edge()})
    rows = ["| status | code | meaning |", "|---|---|---|"]
    for status, code in dict.fromkeys((each.status, each.code) for each in found):
        meanings = [each.meaning for each in found if (each.status, each.code) == (status, code)]
        rows.append(f"| {status} | `{code}` | {' · '.join(filter(None, meanings))} |")
    return _HEAD + "\n" + "\n".join(rows) + "\n"


def _refusals() -> Iterator[Code]:
    """What domains say no with."""
    every_service()
    waiting: list[type[Refused]] = [Refused]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if "code" in vars(kind) and not kind.__module__.startswith(ELSEWHERE):
            yield Code(_status(kind), kind.code, _in_one_line(inspect.getdoc(kind) or ""))


def _status(kind: type[Refused]) -> int:
    if issubclass(kind, Missing):
        return 404
    if issubclass(kind, EventTooLarge):
        return 413
    return 422 if issubclass(kind, Unacceptable) else 409


def _of_the_edge() -> Iterator[Code]:
    """What is refused before anything is decided: wherever a ``Problem`` is made of literals."""
    for pattern in SOURCES:
        for file in sorted(path for root in Path().glob(pattern) for path in root.rglob("*.py")):
            if OPERATORS not in file.parts:
                yield from _made_in(ast.parse(file.read_text()))


def _made_in(module: ast.Module) -> Iterator[Code]:
    for node in ast.walk(module):
        match node:
            case ast.Call(
                func=ast.Name(id="Problem"),
                args=[
                    ast.Constant(value=int(status)),
                    ast.Constant(value=str(code)),
                    detail,
                    *_,
                ],
            ):
                yield Code(status, code, _in_one_line(_text(detail, module)))
            case _:
                pass


def _text(detail: ast.expr, module: ast.Module) -> str:
    """As it is written, with an ellipsis for what differs."""
    match detail:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part, module) for part in parts)
        case ast.Name(id=name, lineno=line):
            before = [each for each in _assigned(name, module) if each.lineno < line]
            return _text(before[-1], module) if before else ""
        case _:
            return "…"


def _assigned(name: str, module: ast.Module) -> Sequence[ast.expr]:
    return [
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
    ]


def _in_one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
