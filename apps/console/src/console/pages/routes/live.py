"""What happens, as it happens: server-sent events, in streams short enough to end with the process."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from console.pages.lines import READS, lines_of
from console.pages.render import part
from console.pages.tables import number_in
from console.pages.visit import Visit, Visiting
from recoup_eventstore.errors import Unavailable

router = APIRouter()
LOOK_SECONDS = 0.4
LOOKS = 35
"""Of one stream; the browser then begins another by itself."""
AT_ONCE = 20


@router.get("/live")
async def live(visit: Visiting) -> Response:
    """Lines after the one named last: what a browser that comes back has missed comes first."""
    named = visit.request.headers.get("Last-Event-ID") or visit.request.query_params.get("after")
    after = number_in(named, 2**62, 0, 2**62)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_stream(visit, after), media_type="text/event-stream", headers=headers)


async def _stream(visit: Visit, after: int) -> AsyncIterator[str]:
    yield "retry: 500\n\n"
    for _ in range(LOOKS):
        try:
            async with visit.reading() as connection:
                rows = await connection.fetch(READS["latest"], after, AT_ONCE)
                lines = await lines_of(connection, rows, visit.writing) if rows else []
        except Unavailable:
            return
        for line in reversed(lines):
            html = bytes(part(visit, "parts/live_line.html", line=line).body).decode()
            data = "".join(f"data: {row}\n" for row in html.splitlines() if row.strip())
            yield f"id: {line.place}\nevent: line\n{data}\n"
            after = line.place
        await asyncio.sleep(LOOK_SECONDS)
