"""Templates into pages: everything is escaped, and what a page may load is said with it."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from portal.look import accent_of
from portal.visit import Visit
from portal.words import LANGUAGES, Words
from recoup_service.pages import PageAssets

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self' {payments}; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}
"""No address of a page of ours is told to anybody, and none is kept by a browser that others use."""
_PAGES = Environment(
    loader=PackageLoader("portal"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
ASSETS = PageAssets(files("portal") / "static", HEADERS)


def page(visit: Visit, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page for whoever followed a link."""
    shared: Mapping[str, Any] = {
        "visit": visit,
        "words": visit.words,
        "money": visit.money,
        "day": visit.day,
        "form_token": visit.form_token,
        "accent": accent_of(visit.creditor),
        "sees_account": visit.link.purpose == "account",
        "payments": visit.ports.settings.payment_pages or "",
    }
    return _rendered(template, status, **shared, **context)


def bare_page(words: Words, name: str, status: int) -> HTMLResponse:
    """A page for anybody, that says why there is no other."""
    return _rendered("problem.html", status, words=words, name=name, accent=None)


def _rendered(template: str, status: int, **context: Any) -> HTMLResponse:
    context = {"assets": ASSETS.root, "languages": LANGUAGES, **context}
    html = _PAGES.get_template(template).render(**context)
    policy = CSP.format(payments=context.get("payments", "")).replace(" ;", ";")
    return HTMLResponse(html, status, {**HEADERS, "Content-Security-Policy": policy})
