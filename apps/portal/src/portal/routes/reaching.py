"""How somebody may be reached: the preferred way, quiet hours, what stops, and the wrong person."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from portal.forms import text_of
from portal.render import page
from portal.visit import COOKIE, ServiceAway, Visit, Visiting

router = APIRouter()
MEDIA = ("email", "sms", "call", "letter")
PREFERRED = ("email", "sms", "call", "letter")


@router.get("/reach")
async def show(visit: Visiting) -> Response:
    return _page(visit)


def _page(visit: Visit, problem: str | None = None, status: int = 200) -> Response:
    person = visit.person or {}
    hours = next(iter(person.get("inconvenient_times", [])), {"begins": "", "ends": ""})
    stated = {"begins": hours["begins"][:5], "ends": hours["ends"][:5]}
    context: dict[str, Any] = {"person": visit.person, "hours": stated, "problem": problem}
    return page(visit, "reach.html", status, preferred=PREFERRED, media=MEDIA, **context)


@router.post("/reach")
async def wish(visit: Visiting) -> Response:
    """What the person prefers is shown to people; quiet hours let no message through."""
    form = await visit.request.form()
    if visit.person is None:
        return _page(visit, status=409)
    channel, begins, ends = (text_of(form, name) for name in ("channel", "begins", "ends"))
    body: dict[str, Any] = {
        "preferred_channel": channel if channel in PREFERRED else None,
        "inconvenient_times": [{"begins": begins, "ends": ends}] if begins and ends else [],
    }
    path = f"/v1/customers/{visit.link.customer_id}/persons/{visit.link.person_id}"
    answer = await visit.api.send("PATCH", path, body, visit.once(form))
    if answer.away:
        raise ServiceAway
    if not answer.done:
        return _page(visit, visit.words("problem.refused"), 422)
    return page(visit, "done.html", sentences=[visit.words("done.reach")])


@router.post("/reach/stop")
async def stop(visit: Visiting) -> Response:
    """By the ways that were chosen nothing is sent any more, whatever waits included."""
    form = await visit.request.form()
    chosen = [each for each in MEDIA if text_of(form, each)]
    if visit.person is None or not chosen:
        return _page(visit, visit.words("problem.choose") if visit.person else None, 422)
    for medium in chosen:
        await _opt_out(visit, medium, f"The portal (link {visit.link.link_id})", own=True)
    return page(visit, "done.html", sentences=[visit.words("done.stop")])


@router.post("/reach/wrong-person")
async def wrong_person(visit: Visiting) -> Response:
    """Nothing is sent to them any more by anybody of this tenant, and their links end."""
    if visit.person is None:
        return _page(visit, status=409)
    for medium in MEDIA:
        source = f"Says on the portal that they are the wrong person (link {visit.link.link_id})"
        await _opt_out(visit, medium, source, own=False)
    answer = page(visit, "done.html", sentences=[visit.words("done.wrong")])
    path = f"/v1/customers/{visit.link.customer_id}/portal-links/revocation"
    body = {"person_id": visit.link.person_id, "reason": "Says that they are the wrong person."}
    if not (await visit.api.send("POST", path, body)).done:
        raise ServiceAway
    answer.delete_cookie(COOKIE, path="/")
    return answer


async def _opt_out(visit: Visit, medium: str, source: str, *, own: bool) -> None:
    """Said again it is the same; ``own``: for this creditor alone."""
    body = {
        "customer_id": visit.link.customer_id,
        "person_id": visit.link.person_id,
        "channel": medium,
        "source": source,
        **({"creditor": visit.creditor["code"]} if own else {}),
    }
    if not (await visit.api.send("POST", "/v1/consents/opt-outs", body)).done:
        raise ServiceAway
