"""What an operator sends: who wants what, and why; it is written down beside what was done."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from recoup_eventstore.parked import OperatorRequest
from recoup_messaging.corrections import Edit

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class OperatorOrder(BaseModel):
    model_config = ConfigDict(extra="forbid")

    actor: Words
    """Taken at their word: who reaches this port is the network's matter."""
    reason: Words

    def request(self, now: datetime) -> OperatorRequest:
        return OperatorRequest(self.actor, self.reason, now)


class RedriveOrder(OperatorOrder):
    accept: bool = False
    """Take this message up although its place in its publisher's feed is implausible."""


class EditOrder(OperatorOrder):
    value: str | None = None
    """The whole new value; the one before stays if not given."""
    headers: dict[str, str | None] | None = None
    """New ones by name, ``null`` to take one away; the others stay."""

    @property
    def edit(self) -> Edit:
        return Edit(None if self.value is None else self.value.encode(), self.headers)
