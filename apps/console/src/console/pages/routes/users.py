"""Keys and users: who may do what, and when they did it last; made, replaced and revoked."""

from collections.abc import Mapping
from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from console.pages.acting import act
from console.pages.render import page, part
from console.pages.routes.shared import not_there
from console.pages.service_apis import curl
from console.pages.visit import Visiting
from recoup_service.api.scopes import AGENCY_SCOPES, SCOPES
from recoup_service.ids import new_id
from recoup_service.oidc_settings import ROLES

router = APIRouter()
DAYS = (30, 90, 365)


def scopes_of(role: str) -> list[str]:
    """Each by its name: a key has no scope that stands for others, and none of an agency's."""
    granted = ROLES.get(role, ())
    return [
        scope
        for scope in SCOPES
        if scope not in AGENCY_SCOPES
        and (scope in granted or f"*:{scope.partition(':')[2]}" in granted)
    ]


def role_of(scopes: list[str]) -> str | None:
    """The role that opens just this much."""
    by_role: Mapping[str, list[str]] = {role: scopes_of(role) for role in ROLES}
    return next((role for role, each in by_role.items() if set(each) == set(scopes)), None)


@router.get("/users")
async def list_users(visit: Visiting) -> Response:
    answer = await visit.api.get("/v1/api-keys", limit="100")
    return page(
        visit,
        "users.html",
        answer=answer,
        role_of=role_of,
        roles=list(ROLES),
        scopes=[scope for scope in SCOPES if scope not in AGENCY_SCOPES],
        days=DAYS,
        may_write=visit.may("keys:write"),
        own=visit.principal.actor,
        once=new_id(),
        curl=curl(visit.api.base, "GET", "/v1/api-keys"),
    )


@router.post("/users")
async def make_key(visit: Visiting) -> Response:
    """Its secret is shown in the answer alone."""
    form = await visit.request.form()
    role, name = str(form.get("role") or ""), str(form.get("name") or "").strip()
    chosen = [str(scope) for scope in form.getlist("scopes")]
    days = str(form.get("days") or "")
    until = visit.now + timedelta(days=int(days) if days in map(str, DAYS) else DAYS[1])
    body = {
        "name": f"{name} ({role})" if role in ROLES else name,
        "scopes": scopes_of(role) if role in ROLES else chosen,
        "expires_at": until.isoformat(),
    }
    answer = await act(visit, "POST", "/v1/api-keys", body)
    return _secret(visit, answer, curl(visit.api.base, "POST", "/v1/api-keys", body))


@router.post("/users/{id}/{what}")
async def change_key(id: str, what: str, visit: Visiting) -> Response:
    form = await visit.request.form()
    path = f"/v1/api-keys/{id}/{what}"
    if what == "rotation":
        answer = await act(visit, "POST", path, {}, version="*")
        return _secret(visit, answer, curl(visit.api.base, "POST", path, {}))
    if what != "revocation":
        raise not_there("action")
    body = {"reason": str(form.get("reason") or "").strip()}
    answer = await act(visit, "POST", path, body, version="*")
    if answer.done and not visit.is_part:
        return RedirectResponse("/users", 303)
    shown = curl(visit.api.base, "POST", path, body)
    return part(visit, "parts/result.html", answer=answer, done="Revoked at once.", curl=shown)


def _secret(visit: Visiting, answer: object, shown: str) -> Response:
    template = "parts/key_made.html" if visit.is_part else "key_made.html"
    found = page(visit, template, answer=answer, curl=shown)
    found.headers["Cache-Control"] = "no-store"
    return found
