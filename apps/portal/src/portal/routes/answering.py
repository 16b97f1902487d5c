"""Whether a message was clear and helpful: asked at its end, answered here, by its reader alone."""

from fastapi import APIRouter
from starlette.responses import Response

from portal.forms import text_of
from portal.render import page
from portal.visit import NotHere, ServiceAway, Visit, Visiting
from recoup_events.kernel.ids import derived

router = APIRouter()
MOST_WORDS = 500
"""Letters, as the API takes them."""
ANSWERS = {"satisfied": True, "unsatisfied": False}


@router.get("/satisfaction")
async def ask(visit: Visiting, message: str, answer: str = "") -> Response:
    """Nothing is recorded by following a link: programs that look into mails follow them too."""
    _must_be_of(visit, message)
    return _page(visit, message, answer)


def _must_be_of(visit: Visit, message: str) -> None:
    """A message's link is its own: no other opens its question."""
    if derived("lnk", visit.link.tenant, message) != visit.link.link_id:
        raise NotHere


def _page(
    visit: Visit, message: str, chosen: str, problem: str | None = None, status: int = 200
) -> Response:
    more = {"message": message, "chosen": chosen, "problem": problem, "answers": list(ANSWERS)}
    return page(visit, "satisfaction.html", status, **more)


@router.post("/satisfaction")
async def answer(visit: Visiting) -> Response:
    form = await visit.request.form()
    message, chosen = text_of(form, "message"), text_of(form, "answer")
    _must_be_of(visit, message)
    if chosen not in ANSWERS:
        return _page(visit, message, chosen, visit.words("problem.choose"), 422)
    words = " ".join(text_of(form, "words").split())[:MOST_WORDS]
    body = {"satisfied": ANSWERS[chosen], "words": words or None}
    sent = await visit.api.send("POST", f"/v1/messages/{message}/satisfaction", body)
    if sent.away:
        raise ServiceAway
    if not sent.done:
        return _page(visit, message, chosen, visit.words("satisfaction.over"), 409)
    onward = (f"/satisfaction?message={message}", visit.words("satisfaction.change"))
    return page(visit, "done.html", sentences=[visit.words("satisfaction.thanks")], onward=onward)
