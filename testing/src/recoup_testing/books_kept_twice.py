"""A creditor's customers, whose books are kept by Recoup, over HTTP, and by a naive ledger."""

import asyncio
from collections.abc import Coroutine, Iterable, Iterator
from datetime import date
from itertools import count
from typing import Any

from httpx import AsyncClient, Response

from recoup_cli.demo_creditor import BOLTS as CREDITOR
from recoup_events.kernel.money import Money
from recoup_testing.clock import TurnedClock
from recoup_testing.naive_ledger import NOTHING, Document, Term
from recoup_testing.naive_plans import PlanningLedger

Shown = dict[str, Any]
Terms = list[tuple[date, int]]


class BooksKeptTwice:
    """What Recoup accepts is done to the naive ledger, too; called from another thread than ``loop``'s."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        erp: AsyncClient,
        clock: TurnedClock,
        tenant: str,
        creditor: str,
        currency: str,
    ) -> None:
        self.loop, self.erp, self.clock = loop, erp, clock
        self.tenant, self.creditor, self.currency = tenant, creditor, currency
        self.naive = PlanningLedger(lambda: self.today)
        self.ids, self.numbers = dict[str, str](), count(1)
        self.continued = list[str]()
        path = f"/v1/creditors/by/code/{creditor}"
        assert self.run(erp.put(path, json=dict(CREDITOR))).is_success

    def of_creditor(self, code: str) -> "BooksKeptTwice":
        """Those of another creditor of the same tenant."""
        return BooksKeptTwice(self.loop, self.erp, self.clock, self.tenant, code, self.currency)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    async def patient(self, method: str, path: str, **more: Any) -> Response:
        """Who asks faster than its key allows waits as long as it is told to."""
        answer = await self.erp.request(method, path, **more)
        while answer.status_code == 429:
            await asyncio.sleep(float(answer.headers["Retry-After"]))
            answer = await self.erp.request(method, path, **more)
        return answer

    def post(self, path: str, body: Shown) -> Response:
        answer: Response = self.run(self.patient("POST", path, json=body))
        assert answer.status_code < 500, answer.text
        return answer

    def done(self, path: str, body: Shown) -> Shown:
        answer = self.post(path, body)
        assert answer.is_success, answer.text
        shown: Shown = answer.json()
        return shown

    def read(self, path: str, **query: Any) -> Shown:
        answer = self.run(self.patient("GET", path, params=query))
        assert answer.is_success, answer.text
        shown: Shown = answer.json()
        return shown

    @property
    def today(self) -> date:
        return self.clock.instant.date()

    def money(self, minor_units: int) -> Shown:
        amount = Money(minor_units=minor_units, currency=self.currency)
        return {"amount": amount.decimal, "currency": self.currency}

    def issue(
        self, customer: str, day: date, terms: Terms, discount: tuple[int, date] | None = None
    ) -> str:
        name = f"SO-{next(self.numbers)}"
        body = {
            "customer_id": customer,
            "creditor": self.creditor,
            "external_id": name,
            "number": name,
            "total": self.money(sum(amount for _, amount in terms)),
            "issue_date": day.isoformat(),
            "schedule": [
                {"due_date": due.isoformat(), "amount": self.money(amount)} for due, amount in terms
            ],
        }
        if discount is not None:
            percent, until = discount
            body["discounts"] = [{"percent": str(percent), "until": until.isoformat()}]
        self.ids[name] = self.done("/v1/invoices", body)["id"]
        self.write_down(name, customer, day, terms, discount)
        self.naive.use_on_account(name)
        return name

    def write_down(
        self,
        name: str,
        customer: str,
        day: date,
        terms: Terms,
        discount: tuple[int, date] | None = None,
    ) -> None:
        """An invoice, or a charge."""
        due_dates = [[(date.min, due)] for due, _ in terms]
        invoice = Document("invoice", customer, day, due_dates, discount)
        self.naive.issue(name, invoice, [amount for _, amount in terms])

    def continue_(self, name: str, day: date) -> None:
        """Another invoice asks for what is left; who pays goes on to name the first."""
        self.continued.append(name)
        body = {
            "customer_id": self.naive.documents[name].customer,
            "creditor": self.creditor,
            "external_id": f"{name}.{len(self.continued)}",
            "number": f"{name}.{len(self.continued)}",
            "total": self.money(self.naive.balance(name)),
            "issue_date": day.isoformat(),
            "continues": [{"invoice_id": self.ids[name]}],
        }
        self.ids[name] = self.done("/v1/invoices", body)["id"]

    def receive(
        self,
        kind: str,
        customer: str,
        day: date,
        amount: int,
        wishes: Iterable[Term | str] = (),
    ) -> str:
        """Pay what is named, in this order; where nothing is, money pays the oldest, credit nothing."""
        wishes = list(wishes)
        name = f"{'B' if kind == 'payment' else 'CN'}-{next(self.numbers)}"
        body = {
            "customer_id": customer,
            "creditor": self.creditor,
            "external_id": name,
            "amount": self.money(amount),
            "references": [
                {"invoice": each}
                if isinstance(each, str)
                else {"invoice": each[0], "term": each[1] + 1}
                for each in wishes
            ],
        }
        if kind == "payment":
            body |= {"method": "transfer", "value_date": day.isoformat()}
        else:
            body |= {"number": name, "issue_date": day.isoformat(), "reason": "damaged"}
        self.ids[name] = self.done(f"/v1/{self.kind_of(name)}", body)["id"]
        self.naive.receive(name, Document(kind, customer, day), amount)
        if kind == "payment" and not wishes:
            self.naive.pay_unnamed(name)
        self.naive.pay(name, self.terms(wishes), amount)
        return name

    def terms(self, wishes: Iterable[Term | str]) -> list[Term]:
        each = ([w] if isinstance(w, tuple) else self.naive.terms(w) for w in wishes)
        return [term for terms in each for term in terms]

    def kind_of(self, source: str) -> str:
        return "payments" if source.startswith("B") else "credit-notes"

    def path(self, source: str) -> str:
        return f"/v1/{self.kind_of(source)}/{self.ids[source]}"

    def allocate(self, source: str, name: str, amount: int) -> None:
        body = {"references": [{"invoice": name, "amount": self.money(amount)}]}
        if self.post(f"{self.path(source)}/allocations", body).is_success:
            self.naive.pay(source, self.naive.terms(name), amount)

    def unallocate(self, source: str, nth: int) -> None:
        shown, kept = self.read(self.path(source))["allocations"], self.naive.parts(source)
        assert [self.cents(each["amount"]) for each in shown] == [-part.amount for part in kept]
        if kept:
            id = shown[nth % len(kept)]["id"]
            self.done(f"{self.path(source)}/allocations/{id}/unallocation", {"reason": "wrong"})
            self.naive.unallocate(kept[nth % len(kept)])

    def take_back(self, source: str) -> None:
        move = "reversal" if source.startswith("B") else "cancellation"
        if self.post(f"{self.path(source)}/{move}", {"reason": "returned"}).is_success:
            self.naive.take_back(source)

    def refund(self, source: str, day: date, amount: int) -> None:
        body = {"external_id": f"R-{next(self.numbers)}", "amount": self.money(amount)}
        body |= {"refunded_on": day.isoformat(), "reason": "twice"}
        if self.post(f"{self.path(source)}/refunds", body).is_success:
            self.naive.book("refund", -amount, day, NOTHING, source)

    def move(self, name: str, move: str, **body: Any) -> bool:
        """Whether the invoice did this."""
        body = {"reason": "so"} | body
        return self.post(f"/v1/invoices/{self.ids[name]}/{move}", body).is_success

    def pages(self, path: str, **query: Any) -> Iterator[Shown]:
        page = self.read(path, **query)
        yield page
        while page["next_cursor"]:
            page = self.read(path, **query, cursor=page["next_cursor"])
            yield page

    def cents(self, shown: Shown) -> int:
        amount = shown["amount"]
        minor_units = Money.parse(amount.lstrip("-"), shown["currency"]).minor_units
        return -minor_units if amount.startswith("-") else minor_units
