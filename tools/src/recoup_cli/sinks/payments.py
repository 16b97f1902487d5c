"""Takes payments the way Stripe Checkout does, and moves no money: whoever looks at its page says what becomes of one.

A card is paid at once; declined, its page says so, and nothing is called back. A debit is on its way first; its end, or that the bank takes it back later, is
chosen on the same page, or by `POST /sandbox/sessions/{id}/{outcome}`.
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest
from html import escape
from pathlib import Path
from urllib.parse import parse_qsl
from uuid import uuid4

import httpx
import typer
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

SECRET = "whsec_of_a_local_stack_and_of_no_other"
"""Signs its callbacks."""
_SESSION, _DISPUTE = "checkout.session.", "charge.dispute.funds_withdrawn"
OUTCOMES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "paid": (f"{_SESSION}completed", {"payment_status": "paid"}),
    "pending": (f"{_SESSION}completed", {"payment_status": "unpaid"}),
    "arrived": (f"{_SESSION}async_payment_succeeded", {"payment_status": "paid"}),
    "failed": (f"{_SESSION}async_payment_failed", {"reason": "insufficient_funds"}),
    "expired": (f"{_SESSION}expired", {"status": "expired"}),
    "returned": (_DISPUTE, {"reason": "debit_not_authorized"}),
}
DECLINED = "declined"
"""The debtor may try another card, or go back."""
_BUTTONS = {
    "card": ("paid", DECLINED, "expired"),
    "sepa_debit": ("pending", "arrived", "failed", "returned"),
    "us_bank_account": ("pending", "arrived", "failed", "returned"),
}
_NEEDED = ("mode", "success_url", "cancel_url", "line_items[0][price_data][unit_amount]")


@dataclass(frozen=True, slots=True)
class Session:
    id: str
    form: Mapping[str, str]

    @property
    def intent(self) -> str:
        return self.id.replace("cs_", "pi_")

    @property
    def metadata(self) -> Mapping[str, str]:
        start = "metadata["
        return {k[len(start) : -1]: v for k, v in self.form.items() if k.startswith(start)}

    @property
    def method(self) -> str:
        return self.form.get("payment_method_types[0]", "card")

    @property
    def amount(self) -> str:
        line = "line_items[0][price_data]"
        return f"{self.form[f'{line}[unit_amount]']} {self.form[f'{line}[currency]'].upper()}"

    def event(self, outcome: str) -> bytes:
        """What is called back with, unsigned."""
        kind, more = OUTCOMES[outcome]
        of_session = {} if kind == _DISPUTE else {"metadata": self.metadata}
        about = {"id": self.id, "payment_intent": self.intent, **of_session, **more}
        event = {"id": f"evt_{uuid4().hex}", "type": kind, "data": {"object": about}}
        return json.dumps(event).encode()


def signed(body: bytes, at: float, secret: str = SECRET) -> str:
    """The header of a callback."""
    stamp = str(int(at))
    made = digest(secret.encode(), stamp.encode() + b"." + body, sha256).hex()
    return f"t={stamp},v1={made}"


class Sessions:
    """Kept in one file; the same Idempotency-Key is the same session."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "sessions.jsonl"
        self._file.touch()
        kept = [json.loads(line) for line in self._file.read_text().splitlines()]
        self._by_key = {each["key"]: Session(each["id"], each["form"]) for each in kept}

    def open(self, key: str, form: Mapping[str, str]) -> Session:
        if key not in self._by_key:
            session = Session(f"cs_{uuid4().hex}", form)
            line = json.dumps({"key": key, "id": session.id, "form": dict(form)})
            with self._file.open("a") as file:
                file.write(f"{line}\n")
            self._by_key[key] = session
        return self._by_key[key]

    def find(self, id: str) -> Session | None:
        """By its own id, or by its payment's."""
        wanted = id.replace("pi_", "cs_")
        return next((each for each in self._by_key.values() if each.id == wanted), None)


def application(folder: Path, callback: str, client: httpx.AsyncClient) -> Starlette:
    sessions = Sessions(folder)

    async def start(request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        missing = [name for name in _NEEDED if not form.get(name)]
        if missing:
            error = {"type": "invalid_request_error", "param": missing[0]}
            return JSONResponse({"error": error}, 400)
        session = sessions.open(request.headers.get("Idempotency-Key", uuid4().hex), form)
        return JSONResponse({"id": session.id, "url": f"{request.base_url}pay/{session.id}"})

    async def intent(request: Request) -> Response:
        session = sessions.find(request.path_params["id"])
        if session is None:
            return JSONResponse({"error": {"type": "invalid_request_error"}}, 404)
        return JSONResponse({"id": session.intent, "metadata": session.metadata})

    async def page(request: Request) -> Response:
        session = sessions.find(request.path_params["id"])
        is_declined = DECLINED in request.query_params
        return _page(session, is_declined=is_declined)

    async def choose(request: Request) -> Response:
        session, outcome = sessions.find(request.path_params["id"]), request.path_params["outcome"]
        if session is None or outcome not in OUTCOMES:
            return HTMLResponse("No such session or outcome.", 404)
        body = session.event(outcome)
        headers = {"Stripe-Signature": signed(body, time.time())}
        answer = await client.post(callback, content=body, headers=headers)
        answer.raise_for_status()
        gone = session.form["cancel_url" if outcome in ("failed", "expired") else "success_url"]
        return RedirectResponse(gone, 303)

    return Starlette(
        routes=[
            Route("/v1/checkout/sessions", start, methods=["POST"]),
            Route("/v1/payment_intents/{id}", intent),
            Route("/pay/{id}", page),
            Route(f"/sandbox/sessions/{{id}}/{DECLINED}", decline, methods=["POST"]),
            Route("/sandbox/sessions/{id}/{outcome}", choose, methods=["POST"]),
        ]
    )


async def decline(request: Request) -> Response:
    return RedirectResponse(f"/pay/{request.path_params['id']}?{DECLINED}", 303)


def _page(session: Session | None, *, is_declined: bool) -> HTMLResponse:
    if session is None:
        return HTMLResponse("No such session.", 404)
    said = '<p role="alert">The card was declined.</p>' if is_declined else ""
    back = f'<p><a href="{escape(session.form["cancel_url"])}">Back</a></p>'
    buttons = "".join(
        f'<form method="post" action="/sandbox/sessions/{session.id}/{each}"><button>{each}</button></form>'
        for each in _buttons(session)
    )
    return HTMLResponse(
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Sandbox</title><h1>Sandbox: no money moves</h1><p>{escape(session.amount)} by "
        f"{escape(session.method)}</p>{said}{buttons}{back}</html>"
    )


def _buttons(session: Session) -> Sequence[str]:
    return _BUTTONS.get(session.method, tuple(OUTCOMES))


def main(port: int, folder: Path, callback: str) -> None:
    client = httpx.AsyncClient(trust_env=False, timeout=10)
    app = application(folder, callback, client)
    uvicorn.run(app, host="127.0.0.1", port=port, access_log=False)


if __name__ == "__main__":
    typer.run(main)
