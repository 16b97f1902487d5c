"""Templates into pages: everything is escaped, and what a page may load is said with it."""

from collections.abc import Mapping
from functools import partial
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from console.pages.places import PLACES
from console.pages.visit import Visit
from console.pages.writing import words, zone_of
from recoup_service.pages import PageAssets

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": CSP, "Referrer-Policy": "same-origin"}
_PAGES = Environment(
    loader=PackageLoader("console.pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters["words"] = words
_PAGES.globals["zone_of"] = zone_of
_PAGES.globals["places"] = PLACES
ASSETS = PageAssets(files("console.pages") / "static")


def page(visit: Visit, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page for somebody signed in."""
    writing = visit.writing
    shared: Mapping[str, Any] = {
        "visit": visit,
        "w": writing,
        "path": visit.request.url.path,
        "query": visit.request.query_params,
        "form_token": visit.form_token,
        "here": visit.here,
        "theme": theme_of(visit.request.cookies.get("theme")),
        "now": visit.now,
        "today": writing.today(visit.now),
    }
    return _rendered(template, status, **shared, **context)


def bare_page(template: str, status: int, theme: str | None, **context: Any) -> HTMLResponse:
    """A page for anybody."""
    return _rendered(template, status, theme=theme_of(theme), **context)


def theme_of(cookie: str | None) -> str:
    """As chosen with the switch; else the browser says."""
    return cookie if cookie in ("light", "dark") else "auto"


def _rendered(template: str, status: int, **context: Any) -> HTMLResponse:
    context = {"assets": ASSETS.root, **context}
    html = _PAGES.get_template(template).render(**context)
    return HTMLResponse(html, status, HEADERS)


part = partial(page)
"""The same for a part of a page."""
