"""As of which day, and as known on which: the two days that every report may be asked for."""

from datetime import UTC, date
from typing import Annotated

from fastapi import Query

from recoup_service.api.fields import Day
from recoup_service.api.request_context import RequestContext

AsOf = Annotated[
    Day | None,
    Query(description="At the end of this day, by value dates; today in UTC if left out."),
]
KnownOn = Annotated[
    Day | None,
    Query(
        description="As it was known at the end of this day, in UTC: what was recorded later is left "
        "out, whenever it counts from. Everything that is known by now if left out."
    ),
]
FOR_EVER = date.max


def today(context: RequestContext) -> date:
    return context.now.astimezone(UTC).date()
