"""What other services say to the console and answer it, for tests of its pages."""

import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

from httpx import AsyncClient, ConnectError, Request, Response

from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.registry import decode
from recoup_service.api.keys import ApiKey, MemoryKeyRing

GOLDEN = Path(__file__).parents[3] / "tests/contract/events"
ACME, RIVAL = TenantId("acme"), TenantId("rival")
CUSTOMER, INVOICE = "cus_5f0c", "inv_91aa"
HUNDRED = {"amount": "100.00", "currency": "EUR"}
SLICE = {"invoice_id": INVOICE, "receivable_id": "rcv_1", "amount": HUNDRED}
OF_CUSTOMER = {
    "customer_id": CUSTOMER,
    "creditor_id": "crd_1",
    "created_at": "2026-03-01T09:00:00Z",
}
"""What a row of any board has."""
Receive = Callable[..., Awaitable[None]]
"""What other services say of a tenant."""
Visitor = Callable[..., AbstractAsyncContextManager[AsyncClient]]
"""A browser of somebody of a tenant, signed in."""


def example(type: str, **changes: Any) -> Event:
    """The event everybody knows the shape of, with these fields instead."""
    written = json.loads((GOLDEN / f"{type}.json").read_text())
    return decode(type, json.dumps({**written, **changes}))


class Apis:
    """What the services answer, by path; whatever is not said is somebody who does not answer."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, Mapping[str, Any]]] = {}
        self.asked: list[Request] = []

    def says(self, path: str, body: Mapping[str, Any], status: int = 200) -> None:
        self.answers[path] = (status, body)

    def answer(self, request: Request) -> Response:
        self.asked.append(request)
        if request.url.path not in self.answers:
            raise ConnectError("nobody listens", request=request)
        status, body = self.answers[request.url.path]
        return Response(status, json=dict(body))


def form_token_of(html: str) -> str:
    """What a page's forms bear."""
    return html.partition('name="form-token" content="')[2].partition('"')[0]


def only_key(keys: MemoryKeyRing) -> ApiKey:
    [key] = keys.keys.values()
    return key
