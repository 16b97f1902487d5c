"""What services answer the portal about one debtor, and what it asked them."""

import json
import re
from collections.abc import Callable
from typing import Any

import httpx

from recoup_events.kernel.ids import derived

CUSTOMER, CREDITOR, PERSON = derived("cus", 1), derived("crd", 1), derived("per", 1)
INVOICE, LATER = derived("inv", 1), derived("inv", 2)
Shown = dict[str, Any]


def euros(amount: str) -> Shown:
    return {"amount": amount, "currency": "EUR"}


def invoice(id: str, number: str, due: str, balance: str, **more: Any) -> Shown:
    base = {
        "id": id,
        "customer_id": CUSTOMER,
        "creditor_id": CREDITOR,
        "number": number,
        "payment_reference": None,
        "issue_date": "2026-01-05",
        "due_date": due,
        "state": "open",
        "schedule": [],
        "lines": [
            {"description": "Hex bolts M8", "net": euros("80.00"), "tax": euros("15.20")},
            {"description": "Freight", "net": euros("4.03"), "tax": euros("0.77")},
        ],
    }
    amounts = {name: euros("0.00") for name in ("paid", "credited")}
    return {**base, **amounts, "total": euros(balance), "balance": euros(balance), **more}


CUSTOMER_SHOWN: Shown = {
    "id": CUSTOMER,
    "name": "Ost KG",
    "country": "IE",
    "language": "de",
    "persons": [
        {
            "id": PERSON,
            "name": "Accounts payable",
            "language": "en",
            "preferred_channel": None,
            "inconvenient_times": [],
        }
    ],
    "conditions": [],
}
CREDITOR_SHOWN: Shown = {
    "id": CREDITOR,
    "code": "default",
    "legal_name": "Sandmann GmbH",
    "trading_name": "Sandmann",
    "register_line": "Amtsgericht Hamburg, HRB 12345",
    "address": {
        "lines": ["Speicherstraße 1"],
        "postal_code": "20457",
        "city": "Hamburg",
        "country": "DE",
    },
    "sender": {
        "name": "Sandmann",
        "email": None,
        "reply_to": "ar@sandmann.example",
        "phone": "+4940123",
    },
    "on_behalf_of": None,
    "metadata": {"portal_accent": "#0b6285"},
    "bank_accounts": [
        {
            "currency": "EUR",
            "holder": "Sandmann GmbH",
            "iban": "DE89370400440532013000",
            "bic": "COBADEFFXXX",
        }
    ],
}


class Services:
    """Answers by path; what it has no answer for is not there."""

    def __init__(self) -> None:
        self.asked: list[httpx.Request] = []
        self.works = True
        self.away: set[str] = set()
        self.answers: dict[tuple[str, str], tuple[int, Shown]] = {}
        first = invoice(INVOICE, "2026-0001", "2026-02-04", "100.00", state="overdue")
        second = invoice(LATER, "2026-0002", "2026-03-20", "50.50")
        self.says(f"/v1/customers/{CUSTOMER}", CUSTOMER_SHOWN)
        self.says(f"/v1/creditors/{CREDITOR}", CREDITOR_SHOWN)
        self.says("/v1/invoices", {"data": [first, second]})
        for each in (first, second):
            self.says(f"/v1/invoices/{each['id']}", each)
        for path in (
            "/v1/promises",
            "/v1/plans",
            "/v1/plan-offers",
            "/v1/disputes",
            "/v1/charges",
            "/v1/payment-attempts",
        ):
            self.says(path, {"data": []})
        self.says("/v1/promise-policy", {"longest_days": 14})

    def says(self, path: str, body: Shown, status: int = 200, method: str = "GET") -> None:
        self.answers[method, path] = (status, body)

    def sent(self, method: str, path: str) -> list[Shown]:
        """The bodies of what the portal asked for."""
        return [
            json.loads(each.content)
            for each in self.asked
            if (each.method, each.url.path) == (method, path)
        ]

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if request.url.path in self.away:
            raise httpx.ConnectError("away", request=request)
        if request.url.path == "/v1/portal-links/visits":
            return self._visit()
        status, body = self.answers.get(
            (request.method, request.url.path), (404, {"code": "not_found"})
        )
        if request.url.path == "/v1/invoices" and status == 200:
            state = request.url.params["state"]
            body = {"data": [each for each in body["data"] if each["state"] == state]}
        return httpx.Response(status, json=body)

    def _visit(self) -> httpx.Response:
        if not self.works:
            return httpx.Response(404, json={"code": "link_not_valid"})
        return httpx.Response(200, json={"today": "2026-03-10"})


def form_token(page: str) -> str:
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', page)
    assert found is not None, page
    return found[1]


async def send(
    debtor: httpx.AsyncClient,
    path: str,
    form: dict[str, str],
    files: dict[str, tuple[str, bytes, str]] | None = None,
) -> str:
    """A form of ours, as a browser sends it."""
    token = form_token((await debtor.get("/reach")).text)
    answer = await debtor.post(path, data={**form, "form_token": token}, files=files)
    return answer.text


Link = Callable[..., str]
