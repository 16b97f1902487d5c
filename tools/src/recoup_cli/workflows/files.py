"""Reading a workflow's file; what is wrong in it is said as `file:line:column`, as compilers do."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from recoup_cli.stack import StackFailed
from recoup_cli.workflows.documents import NewWorkflow, checked
from recoup_service.api.problems import Problem


def read(file: Path) -> NewWorkflow:
    """Raise ``StackFailed`` with a line for each mistake."""
    try:
        return checked(file.read_bytes())
    except Problem as problem:
        mistakes = [each.model_dump() for each in problem.errors]
        raise StackFailed(told(file, str(problem.detail), mistakes)) from problem


def told(file: Path, detail: str, mistakes: Sequence[Any]) -> str:
    """A problem's mistakes by their places; the whole of it where it names none."""
    lines = [
        f"{file}:{each['line']}:{each['column']}: {each['detail']} ({each.get('pointer') or '/'})"
        for each in mistakes
        if each.get("line")
    ]
    return "\n".join(lines) or f"{file}: {detail}"
