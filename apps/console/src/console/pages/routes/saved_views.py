"""Saved views: the lists somebody comes back to, under names of their own."""

from hashlib import sha256
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter
from starlette.responses import Response

from console.pages.render import part
from console.pages.visit import Visit, Visiting
from console.saved_views.domain.saved_view import VIEWS, DropView, SavedView, SavedViews, SaveView
from recoup_events.kernel.envelope import Cause, Stream
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.work import UnitOfWork

router = APIRouter()
LONGEST_NAME, LONGEST_ADDRESS = 60, 1000
OF_A_LOOK = ("cursor", "page", "format", "open", "task", "receipt", "payment")
"""Parameters that say where somebody stood, not what was looked for."""


@router.get("/views")
async def views(visit: Visiting) -> Response:
    """Those of the page somebody is on, and a way to save it as it is."""
    at = _address(visit.request.query_params.get("at") or "/")
    return _shown(visit, await saved_by(visit), at)


@router.post("/views")
async def save(visit: Visiting) -> Response:
    form = await visit.request.form()
    name = str(form.get("name") or "").strip()[:LONGEST_NAME]
    at = _address(str(form.get("at") or "/"))
    if not name:
        return _shown(visit, await saved_by(visit), at, "Give it a name.")
    return await _decided(visit, SaveView(name=name, address=at), at)


@router.post("/views/drop")
async def drop(visit: Visiting) -> Response:
    form = await visit.request.form()
    at = _address(str(form.get("at") or "/"))
    return await _decided(visit, DropView(name=str(form.get("name") or "")), at)


async def saved_by(visit: Visit) -> SavedViews:
    """Everything this person has saved."""
    async with visit.ports.command_runner.work() as work:
        state: SavedViews = (await work.load(VIEWS, _stream(visit))).state
        return state


async def _decided(visit: Visit, command: SaveView | DropView, at: str) -> Response:
    stream = _stream(visit)
    now, actor = visit.ports.clock.now(), visit.principal.actor
    cause = Cause(now, actor, visit.request.state.correlation_id)

    async def decide(work: UnitOfWork) -> None:
        await work.lock([stream.account], reading=[stream])
        await work.execute(VIEWS, stream, command, cause)

    try:
        await visit.ports.command_runner.decide(decide)
    except Refused as refused:
        return _shown(visit, await saved_by(visit), at, str(refused))
    return _shown(visit, await saved_by(visit), at)


def _stream(visit: Visit) -> Stream:
    """Of one person, or of one key where nobody is signed in by an issuer."""
    whose = sha256(visit.principal.actor.encode()).hexdigest()[:32]
    return VIEWS.stream(visit.principal.tenant, f"views_{whose}", f"vws_{whose}")


def _address(sent: str) -> str:
    """A page of ours with what it was narrowed to; anything else is the overview."""
    path, _, query = sent[:LONGEST_ADDRESS].partition("?")
    if not path.startswith("/") or path.startswith("//") or "\\" in path:
        return "/"
    kept = [(name, value) for name, value in parse_qsl(query) if name not in OF_A_LOOK]
    return path + (f"?{urlencode(kept)}" if kept else "")


def _shown(visit: Visit, views: SavedViews, at: str, problem: str = "") -> Response:
    mine: list[SavedView] = [*views.of(at.partition("?")[0])]
    return part(visit, "parts/saved_views.html", views=mine, at=at, problem=problem)
