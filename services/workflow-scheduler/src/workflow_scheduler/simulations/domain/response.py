"""A declared answer to messages: how many of those who are reached pay, and how soon; no forecast."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from pydantic import Field

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import EnrolmentId


class Response(Value):
    """Of those reached at a level, by any channel or by one."""

    level: int = Field(ge=0, le=9)
    percent: int = Field(ge=0, le=100)
    within_days: int = Field(ge=1, le=365)
    channel: Channel | None = None


class ResponseModel(Value):
    """The same seed gives the same payers, under whatever policy they are reached."""

    seed: int = Field(default=1, ge=0, lt=2**31)
    responses: tuple[Response, ...] = Field(min_length=1, max_length=50)

    def pays_at(
        self, enrolment_id: EnrolmentId, level: int, channel: Channel, reached_at: datetime
    ) -> datetime | None:
        """When it is paid because of this message; ``None`` if this message changes nothing."""
        for place, each in enumerate(self.responses):
            if each.level == level and each.channel in (None, channel):
                drawn = _draws(self.seed, enrolment_id, level, place)
                if drawn[0] % 100 < each.percent:
                    return reached_at + timedelta(days=1 + drawn[1] % each.within_days)
        return None

    @property
    def words(self) -> Sequence[str]:
        """What it says, for the report."""
        return [
            f"{each.percent} % of those reached at level {each.level}"
            f"{'' if each.channel is None else f' by {each.channel}'} pay within {each.within_days} days"
            for each in self.responses
        ] + [f"seed {self.seed}"]


def _draws(*parts: object) -> tuple[int, int]:
    digest = sha256("\x1f".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:16], "big")
