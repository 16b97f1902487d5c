"""Whatever happens and in whatever order it is received: at rest all chase the same, to the cent."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispute.disputes.domain import commands as disputing
from dispute.disputes.domain.decider import DISPUTE
from dispute.disputes.domain.dispute import Dispute, DisputeState
from dispute.disputes.domain.receivable import RECEIVABLE as CONTESTABLE
from invoice.invoices.domain import commands as invoicing
from invoice.invoices.domain.decider import INVOICE
from notification.messages.domain.receivable import RECEIVABLE as REMINDABLE
from payment_plan.plans.domain import commands as planning
from payment_plan.plans.domain.decider import PLAN
from payment_plan.plans.domain.plan import Plan, PlanState
from payment_plan.plans.domain.receivable import RECEIVABLE as PLANNABLE
from recoup_cli.services import every_service
from recoup_events.dispute import Reason
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import (
    AllocationId,
    CreditNoteId,
    CustomerId,
    DisputeId,
    InvoiceId,
    PaymentId,
    PlanId,
    TenantId,
)
from recoup_events.kernel.money import Money, split, total
from recoup_events.kernel.slices import Slice
from recoup_events.payment_plan import Instalment
from recoup_testing.clock import TurnedClock
from recoup_testing.cluster import Cluster, Road, roads
from recoup_testing.creditors import CREDITOR
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.slices import held

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
TODAY = NOW.date()
ACCOUNT = Account(TenantId("acme"), "cus_1")
CUSTOMER = CustomerId(ACCOUNT.key)
INVOICES = (InvoiceId("inv_1"), InvoiceId("inv_2"))
NTH = range(2)
WHOLE = Money(minor_units=100, currency="EUR")
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


class Move(NamedTuple):
    """Something somebody does; ``nth`` tells payments, credits, disputes and plans apart."""

    what: str
    invoice_id: InvoiceId
    amount: Money
    nth: int


AGREEING = ("plan", "dispute")
BILLING = ("pay", "take off", "move", "pay", "credit", "lower", "raise", "pay", "cancel")
AMOUNTS = (20, 30, 33, 50, 10, 70, 100)
amounts = st.sampled_from([Money(minor_units=amount, currency="EUR") for amount in AMOUNTS])
moves = st.builds(
    Move,
    st.sampled_from((*BILLING, *AGREEING, *ENDS, *BILLING, *AGREEING, *PLAN_ENDS)),
    st.sampled_from((INVOICES[0], *INVOICES)),
    amounts,
    st.sampled_from(NTH),
)
arrivals = st.lists(st.sampled_from(roads(SERVICES)), max_size=12)
happenings = st.lists(st.tuples(moves, arrivals), min_size=8, max_size=16)


async def begin() -> Cluster:
    """Two open invoices nobody has received yet."""
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
            due_date=date(2026, 2, 4),
            time_zone="Europe/Berlin",
            at=NOW,
        )
        await cluster.ask("invoice", INVOICE, id, terms)
    return cluster


async def make(cluster: Cluster, move: Move, n: int) -> None:
    """The ``n``-th move; what it allocates has an id of its own."""
    if move.what in ENDS:
        await cluster.ask("dispute", DISPUTE, f"dsp_{move.nth}", ENDS[move.what])
    elif move.what in PLAN_ENDS:
        await cluster.ask("payment_plan", PLAN, f"pln_{move.nth}", PLAN_ENDS[move.what])
    elif move.what == "dispute":
        await contest(cluster, move)
    elif move.what == "plan":
        await agree(cluster, move)
    else:
        for invoice_id, command in await billed(cluster, move, AllocationId(f"alc_{n}")):
            await cluster.ask("invoice", INVOICE, invoice_id, command)


async def billed(
    cluster: Cluster, move: Move, new: AllocationId
) -> list[tuple[InvoiceId, invoicing.InvoiceCommand]]:
    paid = invoicing.ApplyPayment(
        payer_id=CUSTOMER,
        payment_id=PaymentId(f"pay_{move.nth}"),
        allocation_id=new,
        amount=move.amount,
        **dict.fromkeys(("value_date", "applied_on"), TODAY),
    )
    match move.what:
        case "pay":
            return [(move.invoice_id, paid)]
        case "take off":
            return await taken_off(cluster, move)
        case "move":
            other = INVOICES[move.invoice_id == INVOICES[0]]
            return [*await taken_off(cluster, move), (other, paid)]
        case "credit":
            credit = invoicing.ApplyCredit(
                credit_note_id=CreditNoteId(f"crn_{move.nth}"),
                allocation_id=new,
                number=f"dsp_{move.nth}",
                amount=move.amount,
                applied_on=TODAY,
                reason="x",
            )
            return [(move.invoice_id, credit)]
        case "lower" | "raise":
            change = move.amount if move.what == "raise" else -move.amount
            return [(move.invoice_id, invoicing.AdjustInvoice(change=change, reason="x", at=NOW))]
        case _:
            return [(move.invoice_id, invoicing.CancelInvoice(reason="x", at=NOW))]


async def taken_off(
    cluster: Cluster, move: Move
) -> list[tuple[InvoiceId, invoicing.InvoiceCommand]]:
    """The first payment or credit that is applied."""
    applied = (await cluster.state("invoice", INVOICE, move.invoice_id)).applied
    first = [id for id, part in applied.items() if not part.granted][:1]
    return [
        (move.invoice_id, invoicing.Unapply(allocation_id=id, reason="x", today=TODAY))
        for id in first
    ]


async def contest(cluster: Cluster, move: Move) -> None:
    known = await cluster.known("dispute", CONTESTABLE, move.invoice_id)
    if known.balance is not None:
        opening = disputing.OpenDispute(
            dispute_id=DisputeId(f"dsp_{move.nth}"),
            customer_id=CUSTOMER,
            creditor_id=CREDITOR,
            invoice_id=move.invoice_id,
            amount=move.amount,
            reason=Reason.PRICE,
            statement="x",
            owed=known.balance,
            contested=known.contested,
            at=NOW,
        )
        await cluster.ask("dispute", DISPUTE, opening.dispute_id, opening)


async def agree(cluster: Cluster, move: Move) -> None:
    """The first plan is over one invoice, the second over both."""
    covered = (move.invoice_id,) if move.nth == 0 else INVOICES
    slices = tuple(Slice(invoice_id=id, amount=move.amount) for id in covered)
    parts = split(total((slice.amount for slice in slices), "EUR"), (1, 2))
    agreement = planning.AgreePlan(
        plan_id=PlanId(f"pln_{move.nth}"),
        customer_id=CUSTOMER,
        slices=slices,
        schedule=tuple(
            Instalment(due_on=TODAY + timedelta(days=30 * n), amount=part)
            for n, part in enumerate(parts)
        ),
        grace_days=3,
        time_zone="Europe/Berlin",
        receivables={id: await cluster.known("payment_plan", PLANNABLE, id) for id in covered},
        at=NOW,
    )
    await cluster.ask("payment_plan", PLAN, agreement.plan_id, agreement)


async def outside(cluster: Cluster, invoice_id: InvoiceId, balance: Money) -> Money:
    """What is owed and neither contested nor planned, by those who decide on it."""
    for nth in NTH:
        dispute = await cluster.state("dispute", DISPUTE, f"dsp_{nth}")
        if isinstance(dispute, Dispute) and dispute.state is DisputeState.OPEN:
            contested = dispute.slice
            balance -= contested.amount if contested.invoice_id == invoice_id else NOTHING
        plan = await cluster.state("payment_plan", PLAN, f"pln_{nth}")
        if isinstance(plan, Plan) and plan.state is PlanState.RUNNING:
            balance -= plan.expected(invoice_id)
    return max(balance, NOTHING)


@pytest.mark.slow
@settings(deadline=None, max_examples=300)
@given(st.booleans(), happenings)
async def test_what_is_chased_is_what_is_owed_outside_of_disputes_and_plans(
    received_at_once: bool, happenings: list[tuple[Move, list[Road]]]
) -> None:
    cluster = await begin()
    if received_at_once:
        await cluster.come_to_rest()
    for n, (move, arriving) in enumerate(happenings):
        await make(cluster, move, n)
        for road in arriving:
            await cluster.travel(road)
    await cluster.come_to_rest()
    for id in INVOICES:
        balance = (await cluster.state("invoice", INVOICE, id)).balance
        rest = await outside(cluster, id, balance)
        reminded = (await cluster.known("notification", REMINDABLE, id)).owed
        assert (reminded.balance, reminded.chased(id)) == (balance, rest)
        stream = enrolment_of(ACCOUNT, id)
        enrolment = await cluster.state("workflow_scheduler", ENROLMENT, stream.id)
        assert isinstance(enrolment, Enrolment)
        assert (enrolment.balance, enrolment.chased) == (balance, rest)
        assert rest + total(held(balance, enrolment.pauses), "EUR") == balance
