"""Following a link, choosing a language, and the creditor's look."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from portal.look import contrast_with_white
from portal.render import HEADERS
from portal.visit import COOKIE, LANGUAGE, NotHere, Visiting, ports_of, welcome
from portal.words import LANGUAGES

router = APIRouter()
ONE_DAY = 24 * 60 * 60


@router.get("/l/{text}")
async def follow(
    text: str, request: Request, message: str | None = None, answer: str = ""
) -> Response:
    """From here on the link stands in a cookie, and in no address that others see."""
    visit = await welcome(request, text)
    start = "/" if visit.link.purpose == "account" else "/reach"
    if message is not None:
        start = f"/satisfaction?{urlencode({'message': message, 'answer': answer})}"
    onward = RedirectResponse(start, 303, HEADERS)
    _keep(onward, request, COOKIE, text, ONE_DAY)
    return onward


@router.post("/language")
async def choose_language(visit: Visiting) -> Response:
    chosen = str((await visit.request.form()).get("language", ""))
    answer = RedirectResponse("/" if visit.link.purpose == "account" else "/reach", 303, HEADERS)
    if chosen in LANGUAGES:
        _keep(answer, visit.request, LANGUAGE, chosen, 365 * ONE_DAY)
    return answer


@router.get("/logo")
async def logo(visit: Visiting) -> Response:
    """Drawn where it can do nothing; a creditor without one has an empty picture."""
    path = f"/v1/creditors/{visit.link.creditor_id}"
    letterhead = await visit.api.get(f"{path}/letterhead")
    about = letterhead.body.get("logo") if letterhead.done else None
    found = None if about is None else await visit.api.get(f"{path}/logo")
    headers = {
        **HEADERS,
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
        "Cache-Control": "private, max-age=600",
    }
    if about is None or found is None or not found.done:
        return Response(NOTHING, media_type="image/svg+xml", headers=headers)
    return Response(found.content, media_type=about["content_type"], headers=headers)


NOTHING = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


@router.get("/look/{digits}.css")
async def look(digits: str) -> Response:
    """One colour, if white can be read on it."""
    if len(digits) != 6 or not all(each in "0123456789abcdef" for each in digits):
        raise NotHere
    if contrast_with_white(digits) < 4.5:
        raise NotHere
    headers = {**HEADERS, "Cache-Control": "public, max-age=86400"}
    return Response(f":root{{--accent:#{digits}}}", media_type="text/css", headers=headers)


def _keep(answer: Response, request: Request, name: str, value: str, seconds: int) -> None:
    secure = ports_of(request).settings.portal_secure
    answer.set_cookie(
        name, value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax"
    )
