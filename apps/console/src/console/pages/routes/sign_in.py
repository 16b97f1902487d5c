"""Signing in and out, and how a page shall look."""

from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from console.pages.render import bare_page
from console.pages.visit import COOKIE, ConsolePorts, Visiting, ports_of
from console.sessions.authenticator import CredentialRefused
from console.sessions.session import Session
from recoup_service.limits import peer_of

router = APIRouter()
YEAR = 365 * 24 * 60 * 60


@router.get("/sign-in")
async def ask_who(request: Request) -> Response:
    return _form(request, 200, "", request.query_params.get("next"))


@router.post("/sign-in")
async def sign_in(request: Request) -> Response:
    """A page of somebody else's cannot sign anybody in: browsers say where a form comes from."""
    ports = ports_of(request)
    form = await request.form()
    onward, credential = form.get("next"), str(form.get("key") or "").strip()
    if not _is_same_site(request):
        words = "This form was sent from another site; nothing was done. Sign in here."
        return _form(request, 403, words, onward)
    request.app.state.quotas.spend_of_stranger(
        peer_of(request.client.host if request.client else "")
    )
    now = ports.clock.now()
    try:
        if not credential:
            raise CredentialRefused("Paste an API key.")
        principal = await ports.authenticator.authenticate(credential[:8192], now)
    except CredentialRefused as unknown:
        return _form(request, 401, str(unknown), onward)
    request.state.actor = principal.actor
    began = ports.outside.now()
    session = Session(id=token_hex(32), credential=credential, began_at=began, seen_at=began)
    answer = RedirectResponse(_within(onward), 303)
    keep(answer, ports, session)
    return answer


@router.post("/sign-out")
async def sign_out(visit: Visiting) -> Response:
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


@router.post("/theme")
async def choose_theme(visit: Visiting) -> Response:
    """Light, dark, or what the browser says; without script."""
    form = await visit.request.form()
    chosen = str(form.get("theme"))
    answer = RedirectResponse(_within(form.get("next")), 303)
    if chosen in ("light", "dark"):
        answer.set_cookie("theme", chosen, max_age=YEAR, samesite="lax", path="/")
    else:
        answer.delete_cookie("theme", path="/")
    return answer


def keep(answer: Response, ports: ConsolePorts, session: Session) -> None:
    answer.set_cookie(
        COOKIE,
        ports.seal.seal(session),
        max_age=int(ports.settings.longest.total_seconds()),
        httponly=True,
        secure=ports.settings.console_secure,
        samesite="lax",
        path="/",
    )


def _form(request: Request, status: int, problem: str, onward: Any) -> Response:
    return bare_page(
        "sign_in.html",
        status,
        request.cookies.get("theme"),
        problem=problem,
        onward=_within(onward),
        takes_tokens=ports_of(request).authenticator.takes_tokens,
    )


def _is_same_site(request: Request) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("Host")


def _within(onward: Any) -> str:
    """Back to a page of ours, and nowhere else."""
    text = str(onward or "/")
    is_ours = text.startswith("/") and not text.startswith(("//", "/\\"))
    return text if is_ours and len(text) < 2_000 else "/"
