"""A target in memory for rehearsals: it does no harm unless told to, and has no defences at all."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from recoup_attack.relay import INDEX
from recoup_attack.target import SERVICES, Service, Target


class Harm(StrEnum):
    """What a target may do to a tenant who did nothing."""

    NONE = "no harm"
    FAILS = "answers 500"
    REFUSES = "tells the tenant to come again"
    IS_SLOW = "answers after half a second"
    MISREADS = "shows another balance"
    MISSTATES = "adds the statement up wrong"
    LOSES_A_PAYMENT = "goes on chasing what is paid"
    CHASES_TWICE = "enrols an invoice twice"
    FORGETS_TO_CHASE = "never enrols an invoice"
    MAILS_TWICE = "mails twice"
    MAILS_NOT = "does not mail"
    MAILS_STRANGERS = "mails to a second recipient"
    MAILS_OTHER_WORDS = "writes others' headers"
    LOSES_A_CREDIT = "does not credit the upheld dispute"
    LOSES_AN_INSTALMENT = "does not match the payment to the plan"
    STAYS_UNREADY = "never becomes ready again"


FORGED = "Reply-To: x@evil.example\r\n"


@dataclass
class FakeTarget:
    mail: Path
    harm: Harm = Harm.NONE
    status: Callable[[Request], int | None] = lambda _request: None
    """What a request is answered with in place of the truth."""
    customers: dict[str, Any] = field(default_factory=dict)
    invoices: dict[str, Any] = field(default_factory=dict)
    plans: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    mails: int = 0
    in_doubt: bool = False
    """Whether the log says of each mail that it may have been sent once more."""

    def app(self) -> Starlette:
        paths: Mapping[tuple[str, str], Any] = {
            ("GET", "/readyz"): self.readyz,
            ("POST", "/v1/customers"): self.register,
            ("GET", "/v1/customers/{id}/statement"): self.statement,
            ("POST", "/v1/invoices"): self.issue,
            ("GET", "/v1/invoices"): self.nothing,
            ("GET", "/v1/aging"): self.nothing,
            ("GET", "/v1/invoices/{id}"): self.invoice,
            ("POST", "/v1/payments"): self.pay,
            ("GET", "/v1/enrolments"): self.enrolments,
            ("POST", "/v1/disputes"): self.dispute,
            ("POST", "/v1/disputes/{id}/resolution"): self.uphold,
            ("POST", "/v1/plans"): self.plan,
            ("GET", "/v1/plans/{id}"): self.planned,
            ("GET", "/v1/messages"): self.messages,
            ("GET", "/v1/messages/{id}"): self.message,
        }
        routes = [
            Route(path, self._once(answer), methods=[method])
            for (method, path), answer in paths.items()
        ]
        return Starlette(routes=routes)

    def _once(self, answer: Any) -> Any:
        async def answered(request: Request) -> Response:
            if (status := self.status(request)) is not None:
                return JSONResponse({}, status)
            key = request.headers.get("idempotency-key")
            if key is None:
                return JSONResponse(await answer(request), await self._harmed(request))
            if key not in self.answers:
                self.answers[key] = await answer(request)
                if (status := await self._harmed(request)) != 200:
                    again = {"Retry-After": "0"} if status == 503 else {}
                    return JSONResponse({}, status, again)
            return JSONResponse(self.answers[key])

        return answered

    async def _harmed(self, request: Request) -> int:
        """The status of this answer; a request under a key is refused the first time only."""
        changes = request.method == "POST" and request.url.path == "/v1/invoices"
        if self.harm is Harm.IS_SLOW:
            await asyncio.sleep(0.5)
        if self.harm is Harm.STAYS_UNREADY and request.url.path == "/readyz":
            return 503
        if changes and self.harm is Harm.FAILS:
            return 500
        return 503 if changes and self.harm is Harm.REFUSES else 200

    async def readyz(self, _request: Request) -> Any:
        return {"complaints": {}}

    async def nothing(self, _request: Request) -> Any:
        return {"data": [], "has_more": False}

    async def register(self, request: Request) -> Any:
        body = await request.json()
        self.customers[body["external_id"]] = body
        return {"id": body["external_id"]}

    async def issue(self, request: Request) -> Any:
        body = await request.json()
        id, customer = body["external_id"], body["customer_external_id"]
        self.invoices[id] = {"customer": customer, "cents": _cents(body["total"]), "paid": 0}
        if body["due_date"] < "2026-01-05" and self.customers[customer]["persons"]:
            self._remind(self.customers[customer]["persons"][0]["emails"][0])
        return {"id": id}

    async def invoice(self, request: Request) -> Any:
        found = self.invoices[request.path_params["id"]]
        shown = found["cents"] - found["paid"] - (self.harm is Harm.MISREADS)
        return {
            "state": "open" if shown else "paid",
            "balance": _euros(shown),
            "credited": _euros(found.get("credited", 0)),
        }

    async def statement(self, request: Request) -> Any:
        mine = self._of(request.path_params["id"])
        owed = sum(each["cents"] - each["paid"] for each in mine.values())
        return {"balances": [{"balance": _euros(owed + (self.harm is Harm.MISSTATES))}]}

    async def pay(self, request: Request) -> Any:
        body = await request.json()
        invoice = body["references"][0]["invoice"]
        self.invoices[invoice]["paid"] += _cents(body["amount"])
        if invoice in self.plans and self.harm is not Harm.LOSES_AN_INSTALMENT:
            self.plans[invoice] += _cents(body["amount"])
        return {"id": body["external_id"]}

    async def enrolments(self, request: Request) -> Any:
        found = []
        wanted = set(request.query_params.values())
        for id, each in self.invoices.items():
            if not wanted & {id, each["customer"]}:
                continue
            paid = each["paid"] >= each["cents"] and self.harm is not Harm.LOSES_A_PAYMENT
            end = {"state": "ended", "outcome": "paid"}
            running = {"state": "running", "outcome": None}
            found.append({"invoice_id": id, **(end if paid else running)})
        if self.harm is Harm.CHASES_TWICE:
            found *= 2
        if self.harm is Harm.FORGETS_TO_CHASE:
            found = found[1:]
        return {"data": found, "has_more": False}

    async def dispute(self, request: Request) -> Any:
        body = await request.json()
        if self.harm is not Harm.LOSES_A_CREDIT:
            self.invoices[body["invoice_external_id"]]["credited"] = _cents(body["amount"])
        return {"id": body["reference"]}

    async def uphold(self, request: Request) -> Any:
        return {"id": request.path_params["id"]}

    async def plan(self, request: Request) -> Any:
        id = (await request.json())["reference"]
        self.plans[id] = 0
        return {"id": id}

    async def planned(self, request: Request) -> Any:
        return {"settled": _euros(self.plans[request.path_params["id"]])}

    async def messages(self, request: Request) -> Any:
        return {"data": [{"id": request.query_params["customer_id"]}], "has_more": False}

    async def message(self, _request: Request) -> Any:
        return {"attempts_in_doubt": int(self.in_doubt)}

    def _of(self, customer: str) -> dict[str, Any]:
        return {id: each for id, each in self.invoices.items() if each["customer"] == customer}

    def _remind(self, address: str) -> None:
        times = {Harm.MAILS_NOT: 0, Harm.MAILS_TWICE: 2}.get(self.harm, 1)
        recipients = [address] + ["x@evil.example"] * (self.harm is Harm.MAILS_STRANGERS)
        forged = FORGED if self.harm is Harm.MAILS_OTHER_WORDS else ""
        for _ in range(times):
            self.mails += 1
            name = f"{self.mails}.eml"
            (self.mail / name).write_bytes(
                f"To: {address}\r\nMessage-ID: <{address}>\r\n{forged}\r\nPay.\r\n".encode()
            )
            with (self.mail / INDEX).open("a") as index:
                index.write(json.dumps({"file": name, "recipients": recipients}) + "\n")


@asynccontextmanager
async def served(fake: FakeTarget) -> AsyncIterator[Target]:
    """All five services at one port."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(fake.app(), log_config=None, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve(sockets=[listening]))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    while not server.started:  # noqa: ASYNC110 - it announces nothing
        await asyncio.sleep(0.01)
    try:
        services = {name: Service(url, url) for name in SERVICES}
        yield Target(services, "rk_victim_1", "rk_attacker_1", fake.mail, seconds=1.5)
    finally:
        server.should_exit = True
        await running


def _cents(amount: Mapping[str, str]) -> int:
    return int(Decimal(amount["amount"]) * 100)


def _euros(cents: int) -> dict[str, str]:
    return {"amount": f"{Decimal(cents) / 100:.2f}", "currency": "EUR"}
