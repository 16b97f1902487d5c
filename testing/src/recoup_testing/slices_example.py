"""Two invoices, one of them in three terms, and what may be done to them in whatever order."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from dispute.disputes.domain import commands as disputing
from invoice.invoices.domain import commands as invoicing
from invoice.invoices.domain.decider import INVOICE
from payment_plan.plans.domain import commands as planning
from recoup_cli.services import every_service
from recoup_events.invoice import schedule_of
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import (
    CustomerId,
    InvoiceId,
    ReceivableId,
    TenantId,
)
from recoup_events.kernel.money import Money, split
from recoup_events.workflow_scheduler import Withdrawal
from recoup_testing.clock import TurnedClock
from recoup_testing.cluster import Cluster, roads
from recoup_testing.creditors import CREDITOR
from workflow_scheduler.promises.domain import commands as promising

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
TODAY = NOW.date()
ACCOUNT = Account(TenantId("acme"), "cus_1")
CUSTOMER = CustomerId(ACCOUNT.key)
INVOICES = (InvoiceId("inv_1"), InvoiceId("inv_2"))
NTH = range(2)
WHOLE = Money(minor_units=100, currency="EUR")
SCHEDULES = {
    INVOICES[0]: split(WHOLE, (2, 3, 5)),
    INVOICES[1]: (WHOLE,),
}
TERMS = {
    id: schedule_of(id, [(date(2026, 2, 4 + n), part) for n, part in enumerate(parts)])
    for id, parts in SCHEDULES.items()
}
"""Of the first three; the other is due on one day."""
NOTHING = Money.zero("EUR")
SERVICES = every_service()
ENDS = {
    "withdraw": disputing.WithdrawDispute(reason="x"),
    "uphold": disputing.UpholdDispute(reason="x"),
    "reject": disputing.RejectDispute(reason="x"),
    "uphold in part": disputing.PartlyUpholdDispute(
        credit=Money(minor_units=7, currency="EUR"), reason="x"
    ),
}
PLAN_ENDS = {
    "give up": planning.CancelPlan(reason="x"),
    "break": planning.ReviewPlan(at=NOW + timedelta(days=90)),
}


PROMISE_ENDS = {
    "take back": promising.WithdrawPromise(reason=Withdrawal.BY_CUSTOMER),
    "miss": promising.ReviewPromise(now=NOW + timedelta(days=90)),
}


class Move(NamedTuple):
    """Something somebody does; ``nth`` tells payments, credits, disputes, plans and promises apart."""

    what: str
    invoice_id: InvoiceId
    amount: Money
    nth: int
    place: int
    """Of the term that is meant."""

    @property
    def receivable_id(self) -> ReceivableId:
        return TERMS[self.invoice_id][self.place % len(TERMS[self.invoice_id])].receivable_id

    @property
    def term(self) -> int | None:
        """Its number, where a dispute or a plan is about one term."""
        return 1 + self.place if self.place < len(TERMS[self.invoice_id]) else None


AGREEING = ("plan", "dispute", "promise", "hold")
BILLING = ("pay", "take off", "move", "pay", "credit", "lower", "raise", "pay", "cancel")
AMOUNTS = (20, 30, 33, 50, 10, 70, 100)
amounts = st.sampled_from([Money(minor_units=amount, currency="EUR") for amount in AMOUNTS])
moves = st.builds(
    Move,
    st.sampled_from(
        (*BILLING, *AGREEING, *ENDS, *BILLING, *AGREEING, *PLAN_ENDS, *PROMISE_ENDS, "release")
    ),
    st.sampled_from((INVOICES[0], *INVOICES)),
    amounts,
    st.sampled_from(NTH),
    st.integers(min_value=0, max_value=3),
)
arrivals = st.lists(st.sampled_from(roads(SERVICES)), max_size=12)
happenings = st.lists(st.tuples(moves, arrivals), min_size=8, max_size=16)


async def begin() -> Cluster:
    """Two open invoices nobody has received yet, one of them in three terms."""
    cluster = Cluster(SERVICES, ACCOUNT, TurnedClock(NOW))
    for id in INVOICES:
        terms = invoicing.IssueInvoice(
            invoice_id=id,
            customer_id=CUSTOMER,
            creditor_id=CREDITOR,
            external_id=id,
            number=id,
            purchase_order=None,
            total=WHOLE,
            lines=(),
            issue_date=TODAY,
            terms=TERMS[id],
            time_zone="Europe/Berlin",
            at=NOW,
        )
        await cluster.ask("invoice", INVOICE, id, terms)
    return cluster
