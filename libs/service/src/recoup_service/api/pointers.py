"""From where pydantic stumbled to where the integrator has to look."""

from collections.abc import Mapping, Sequence
from typing import Any

from recoup_service.api.problems import Mistake
from recoup_service.api.wording import worded


def mistakes(errors: Sequence[Mapping[str, Any]], body: Any) -> list[Mistake]:
    """The errors of a ``RequestValidationError``, worded for the one who sent the request."""
    return [_mistake(error["loc"], worded(error), body) for error in errors]


def _mistake(loc: Sequence[str | int], detail: str, body: Any) -> Mistake:
    place, *path = loc
    if place == "body":
        return Mistake(detail=detail, pointer=json_pointer(path, body))
    named = ".".join(map(str, path))
    return Mistake(detail=f"{place} parameter {named}: {detail}")


def json_pointer(path: Sequence[str | int], body: Any) -> str:
    """RFC 6901; parts that name the branch of a union, and no member of the body, are left out."""
    here, found = body, list[str]()
    for nth, part in enumerate(path, start=1):
        member = _has(here, part)
        if member or nth == len(path):
            found.append(str(part).replace("~", "~0").replace("/", "~1"))
        if member:
            here = here[part]
    return "".join(f"/{part}" for part in found)


def _has(here: Any, part: str | int) -> bool:
    if isinstance(here, dict):
        return part in here
    return isinstance(here, list) and isinstance(part, int) and part < len(here)
