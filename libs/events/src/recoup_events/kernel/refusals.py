"""How the domain says no: a noun, a stable code, a sentence, and where in the request it lies."""

from typing import ClassVar


class Refused(Exception):
    """The state or the rules do not allow what was asked; asking again unchanged will not help."""

    code: ClassVar[str] = "refused"

    def __init__(self, detail: str, *, pointer: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        """What is wrong and what to do next, for the person who asked."""
        self.pointer = pointer
        """JSON Pointer to the offending member of the request, if there is one."""


class Missing(Refused):
    """What the request speaks of does not exist for this tenant."""

    code = "not_found"


class Unacceptable(Refused):
    """The request contradicts itself or what it refers to; correct it and send it again."""

    code = "unacceptable"
