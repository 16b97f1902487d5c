"""A loop over a service's own tables, beside those that every service has."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from recoup_eventstore.polling import PollingLoop
from recoup_service.observability.meters import Sample


class OwnLoop(PollingLoop):
    """What a loop may tell of itself; most have nothing to tell."""

    async def next_moment(self) -> datetime | None:
        """When it has something to do again, for the driver of a stepped clock."""
        return None

    def samples(self) -> Iterable[Sample]:
        """Numbers it has counted."""
        return ()

    async def looked_up(self) -> Sequence[Sample]:
        """Numbers that are looked up when somebody asks; raises ``Unavailable``."""
        return ()
