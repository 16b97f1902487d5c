"""How a service is spelt in the places that name it."""

import re
from dataclasses import dataclass

from recoup_cli.stack.errors import StackFailed

_FORM = re.compile(r"[a-z]+(-[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Named:
    """A service, and the first part of its paths, e.g. ``/v1/plans``."""

    name: str
    route: str

    @property
    def package(self) -> str:
        return self.name.replace("-", "_")

    @property
    def feature(self) -> str:
        """The folder of what the service is about: the noun of its route."""
        return self.route.removeprefix("/v1/").replace("-", "_")

    def instead_of(self, model: "Named", text: str) -> str:
        """The same text about this service."""
        for theirs, ours in (
            (model.route, self.route),
            (model.package.upper(), self.package.upper()),
            (model.package, self.package),
            (model.name, self.name),
        ):
            text = text.replace(theirs, ours)
        return text

    def is_in(self, text: str) -> bool:
        return any(word in text for word in (self.name, self.package, self.package.upper()))


def checked(name: str, route: str) -> Named:
    if not _FORM.fullmatch(name):
        raise StackFailed(f"{name!r} is no name of a service: lower case, words joined by hyphens.")
    if not re.fullmatch(rf"/v1/{_FORM.pattern}", route):
        raise StackFailed(f"{route!r} is no route: it reads /v1/<plural noun>.")
    return Named(name, route)
