"""Payment plans of customers whose books are kept twice: agreed with the payment-plan service, too."""

from datetime import date
from itertools import permutations
from typing import Any, NamedTuple

from httpx import AsyncClient, Response

from invoice.open_items.domain.open_receivables import OPEN_RECEIVABLES
from payment_plan.plans.domain.decider import PLAN
from payment_plan.plans.domain.plan import Plan
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import InvoiceId, TenantId, receivable_id_of
from recoup_eventstore.ports import DocumentKey
from recoup_receivables.owed import Owed, follow, receivables_of
from recoup_testing.books_kept_twice import BooksKeptTwice
from recoup_testing.exchange import Exchange
from recoup_testing.naive_ledger import Term

Shown = dict[str, Any]


class PlansKeptTwice(NamedTuple):
    """What both services say, and the naive ledger; called from another thread than the loop's."""

    books: BooksKeptTwice
    http: AsyncClient
    """Of the payment-plan service."""
    exchange: Exchange
    ids: dict[str, str]

    def post(self, path: str, body: Shown) -> Response:
        answer: Response = self.books.run(self.http.post(path, json=body))
        assert answer.status_code < 500, answer.text
        return answer

    def agree(
        self,
        customer: str,
        amounts: dict[str, int],
        instalments: list[tuple[date, int]],
        grace: int,
    ) -> None:
        """Refused where another plan runs over some of it, and for no other reason."""
        naive, name = self.books.naive, f"PLAN-{len(self.ids) + 1}"
        body = {
            "customer_id": customer,
            "reference": name,
            "slices": [
                {"invoice_id": self.books.ids[each], "amount": self.books.money(amount)}
                for each, amount in amounts.items()
            ],
            "schedule": [
                {"due_on": due.isoformat(), "amount": self.books.money(amount)}
                for due, amount in instalments
            ],
            "grace_days": grace,
        }
        answer = self.post("/v1/plans", body)
        if answer.is_success:
            self.ids[name] = answer.json()["id"]
            naive.agree(name, customer, amounts, instalments, grace)
        else:
            assert answer.json()["code"] == "invoice_covered", answer.text
            terms = naive.terms(*amounts)
            assert any(
                (plan := naive.plan_over(term)) and plan.state == "running" for term in terms
            ), answer.text

    def cancel(self, name: str) -> None:
        answer = self.post(f"/v1/plans/{self.ids[name]}/cancellation", {"reason": "asked to"})
        assert answer.is_success, answer.text
        self.books.naive.plans[name].state = "cancelled"

    def settle(self) -> None:
        """Both services receive each other's events, and the bookkeeper closes the day."""
        self.books.run(self.exchange.settle())
        self.books.naive.end_day()

    def compare(self) -> None:
        """Every plan, and what is chased of every term."""
        for name in self.ids:
            self._compare_plan(name)
        naive = self.books.naive
        for customer in {naive.documents[name].customer for name in naive.names("invoice")}:
            terms = naive.terms(*naive.names("invoice", of=[customer]))
            chased = self.books.run(self._chased(customer, terms))
            assert chased == {term: naive.chased(term) for term in terms}

    def _compare_plan(self, name: str) -> None:
        plan, today = self.books.naive.plans[name], self.books.today
        answer = self.books.run(self.http.get(f"/v1/plans/{self.ids[name]}"))
        shown = answer.json()
        assert shown["state"] == plan.state, name
        if not plan.counts:
            return
        cents = self.books.cents
        assert cents(shown["remaining"]) == plan.remaining, name
        assert [cents(each["open"]) for each in shown["schedule"]] == plan.open, name
        if plan.state == "running":
            missed = [each["state"] == "missed" for each in shown["schedule"]]
            days = [due for due, _ in plan.instalments]
            short = zip(days, plan.open, strict=True)
            assert missed == [bool(left) and due < today for due, left in short], name

    async def _chased(self, customer: str, terms: list[Term]) -> dict[Term, int]:
        """As the invoice service knows it."""
        account = self.account(customer)
        ids = {term: self.receivable(term) for term in terms}
        invoices, _ = self.exchange.participants
        async with invoices.command_runner.work() as work:
            keys = [DocumentKey(account, OPEN_RECEIVABLES.name, id) for id in ids.values()]
            await work.preload(documents=keys)
            known = {o: await work.document(OPEN_RECEIVABLES, account, id) for o, id in ids.items()}
        return {term: each.chased.minor_units for term, each in known.items()}

    def compare_in_any_order(self, *others: list[Event]) -> None:
        """Whoever receives one topic before the other comes to the same, such as the scheduler."""
        topics = [*(each.recorded for each in self.exchange.participants), *others]
        for term in self.books.naive.terms(*self.books.naive.names("invoice")):
            id = self.receivable(term)
            own = [[event for event in topic if id in receivables_of(event)] for topic in topics]
            for order in permutations(own):
                assert chased_after(id, order) == self.books.naive.chased(term), term

    def compare_by_any_day(self, days: list[date]) -> None:
        """How much of each plan had been met."""
        for name, plan in self.books.naive.plans.items():
            if plan.counts:
                kept = self.books.run(self._plan(plan.customer, self.ids[name]))
                for day in days:
                    met = sum(f.amount.minor_units for f in kept.fillings if f.counted_on <= day)
                    assert met == plan.met(day), (name, day)

    async def _plan(self, customer: str, id: str) -> Plan:
        _, plans = self.exchange.participants
        async with plans.command_runner.work() as work:
            plan = await work.state(PLAN, PLAN.stream(*self.account(customer), id))
        assert isinstance(plan, Plan)
        return plan

    def account(self, customer: str) -> Account:
        return Account(TenantId(self.books.tenant), customer)

    def receivable(self, term: Term) -> Any:
        return receivable_id_of(InvoiceId(self.books.ids[term[0]]), term[1])


def chased_after(id: Any, topics: tuple[list[Event], ...]) -> int:
    owed = Owed(receivable_id=id)
    for topic in topics:
        for event in topic:
            owed = follow(owed, event)
    return owed.chased.minor_units
