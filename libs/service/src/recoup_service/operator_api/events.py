"""``/events`` on the private port: all that was ever said in public, as a batch of CloudEvents."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from recoup_eventstore.ports import START, Cursor
from recoup_messaging.cloudevents import record_of
from recoup_messaging.structured import BATCH_TYPE, event_of
from recoup_service.api.problems import Problem
from recoup_service.operator_api.operations import Opened

router = APIRouter(prefix="/events")
MOST = 1_000


@router.get("")
async def browse(
    at: Opened, after: str | None = None, limit: Annotated[int, Query(ge=1, le=MOST)] = 500
) -> Response:
    """``after`` is the ``sequence`` of the last event seen; an empty batch is the end for now."""
    recorded = await at.history.page(_cursor(after), limit)
    events = [event_of(record_of(event, at.owner)) for event in recorded]
    return JSONResponse(events, media_type=BATCH_TYPE)


def _cursor(after: str | None) -> Cursor:
    if after is None:
        return START
    try:
        return Cursor.parse(after)
    except ValueError as error:
        raise Problem(
            422,
            "unknown_cursor",
            "`after` is no place in the feed: send the `sequence` of the last event you have, or "
            "leave it out to begin with the first event",
        ) from error
