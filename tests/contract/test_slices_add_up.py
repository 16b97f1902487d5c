"""Whatever happens and in whatever order it is received: at rest all chase the same, to the cent."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispute.disputes.domain import commands as disputing
from dispute.disputes.domain.decider import DISPUTE
from dispute.disputes.domain.dispute import Dispute, DisputeState
from dispute.disputes.domain.invoice import INVOICE as CONTESTABLE
from invoice.invoices.domain import commands as invoicing
from invoice.invoices.domain.decider import INVOICE
from notification.messages.domain.receivable import RECEIVABLE as REMINDABLE
from payment_plan.plans.domain import commands as planning
from payment_plan.plans.domain.decider import PLAN
from payment_plan.plans.domain.invoice import INVOICE as PLANNABLE
from payment_plan.plans.domain.plan import Plan, PlanState
from recoup_events.dispute import Reason
from recoup_events.kernel.ids import (
    AllocationId,
    CreditNoteId,
    DisputeId,
    InvoiceId,
    PaymentId,
    PlanId,
    ReceivableId,
)
from recoup_events.kernel.money import Money, split, total
from recoup_events.payment_plan import CreditsLower, Instalment
from recoup_events.workflow_scheduler import PauseCause
from recoup_receivables.cover import amount_in
from recoup_testing.cluster import Cluster, Road
from recoup_testing.creditors import CREDITOR
from recoup_testing.slices_chased import hold_or_release, promise, promised
from recoup_testing.slices_example import (
    ACCOUNT,
    CUSTOMER,
    ENDS,
    INVOICES,
    NOTHING,
    NOW,
    NTH,
    PLAN_ENDS,
    PROMISE_ENDS,
    TERMS,
    TODAY,
    Move,
    begin,
    happenings,
)
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.slices import held
from workflow_scheduler.promises.domain.decider import PROMISE


async def make(cluster: Cluster, move: Move, n: int) -> None:
    """The ``n``-th move; what it allocates has an id of its own."""
    if move.what in (*ENDS, *PLAN_ENDS, *PROMISE_ENDS):
        await end(cluster, move)
    elif move.what == "dispute":
        await contest(cluster, move)
    elif move.what == "plan":
        await agree(cluster, move)
    elif move.what == "promise":
        await promise(cluster, move)
    elif move.what in ("hold", "release"):
        await hold_or_release(cluster, move)
    else:
        for invoice_id, command in await billed(cluster, move, AllocationId(f"alc_{n}")):
            await cluster.ask("invoice", INVOICE, invoice_id, command)


async def end(cluster: Cluster, move: Move) -> None:
    if move.what in ENDS:
        await cluster.ask("dispute", DISPUTE, f"dsp_{move.nth}", ENDS[move.what])
    elif move.what in PLAN_ENDS:
        await cluster.ask("payment_plan", PLAN, f"pln_{move.nth}", PLAN_ENDS[move.what])
    else:
        what = PROMISE_ENDS[move.what]
        await cluster.ask("workflow_scheduler", PROMISE, f"prm_{move.nth}", what)


async def billed(
    cluster: Cluster, move: Move, new: AllocationId
) -> list[tuple[InvoiceId, invoicing.InvoiceCommand]]:
    paid = invoicing.ApplyPayment(
        receivable_id=move.receivable_id,
        payer_id=CUSTOMER,
        payment_id=PaymentId(f"pay_{move.nth}"),
        allocation_id=new,
        amount=move.amount,
        value_date=TODAY,
        applied_on=TODAY,
    )
    match move.what:
        case "pay":
            return [(move.invoice_id, paid)]
        case "take off":
            return await taken_off(cluster, move)
        case "move":
            other = move._replace(invoice_id=INVOICES[move.invoice_id == INVOICES[0]])
            moved = paid.model_copy(update={"receivable_id": other.receivable_id})
            return [*await taken_off(cluster, move), (other.invoice_id, moved)]
        case "credit":
            credit = invoicing.ApplyCredit(
                receivable_id=move.receivable_id,
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
    """The first payment or credit that is applied; it is there no more, or had never been."""
    applied = (await cluster.state("invoice", INVOICE, move.invoice_id)).applied
    first = [id for id, part in applied.items() if not part.granted][:1]
    return [
        (
            move.invoice_id,
            invoicing.Unapply(allocation_id=id, reason="x", today=TODAY, undone=move.nth == NTH[0]),
        )
        for id in first
    ]


async def contest(cluster: Cluster, move: Move) -> None:
    known = await cluster.known("dispute", CONTESTABLE, move.invoice_id)
    if known.creditor_id is not None:
        opening = disputing.OpenDispute(
            dispute_id=DisputeId(f"dsp_{move.nth}"),
            customer_id=CUSTOMER,
            creditor_id=CREDITOR,
            term=move.term,
            amount=move.amount,
            reason=Reason.PRICE,
            statement="x",
            invoice=known,
            at=NOW,
        )
        await cluster.ask("dispute", DISPUTE, opening.dispute_id, opening)


async def agree(cluster: Cluster, move: Move) -> None:
    """The first plan is over one invoice, the second over both."""
    ids = (move.invoice_id,) if move.nth == 0 else INVOICES
    covered = tuple(
        planning.Covered(
            invoice_id=id, amount=move.amount, term=move.term if move.nth == 0 else None
        )
        for id in ids
    )
    parts = split(total((each.amount for each in covered), "EUR"), (1, 2))
    agreement = planning.AgreePlan(
        plan_id=PlanId(f"pln_{move.nth}"),
        customer_id=CUSTOMER,
        covered=covered,
        schedule=tuple(
            Instalment(due_on=TODAY + timedelta(days=30 * n), amount=part)
            for n, part in enumerate(parts)
        ),
        grace_days=3,
        credits_lower=list(CreditsLower)[move.nth],
        time_zone="Europe/Berlin",
        invoices={id: await cluster.known("payment_plan", PLANNABLE, id) for id in ids},
        at=NOW,
    )
    await cluster.ask("payment_plan", PLAN, agreement.plan_id, agreement)


async def outside(cluster: Cluster, receivable_id: ReceivableId, balance: Money) -> Money:
    """What is owed and neither contested nor planned, by those who decide on it."""
    for nth in NTH:
        dispute = await cluster.state("dispute", DISPUTE, f"dsp_{nth}")
        if isinstance(dispute, Dispute) and dispute.state is DisputeState.OPEN:
            balance -= amount_in(dispute.slices, receivable_id)
        plan = await cluster.state("payment_plan", PLAN, f"pln_{nth}")
        if isinstance(plan, Plan) and plan.state is PlanState.RUNNING:
            balance -= plan.expected(receivable_id)
    return max(balance, NOTHING)


@pytest.mark.slow
@settings(deadline=None, max_examples=200)
@given(st.booleans(), happenings)
async def test_what_is_chased_is_what_is_owed_outside_of_disputes_plans_promises_and_holds(
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
    terms = [(id, term.receivable_id) for id in INVOICES for term in TERMS[id]]
    for invoice_id, id in terms:
        balance = (await cluster.state("invoice", INVOICE, invoice_id)).owed(id)
        uncovered = await outside(cluster, id, balance)
        rest = max(uncovered - await promised(cluster, id), NOTHING)
        reminded = await cluster.known("notification", REMINDABLE, id)
        assert (reminded.balance, reminded.chased) == (balance, rest)
        known_later = reminded.past.moment(NOW + timedelta(days=400))
        assert (
            reminded.past.right(known_later, "EUR") == uncovered
        )  # a promise makes no mail an error
        stream = enrolment_of(ACCOUNT, id)
        enrolment = await cluster.state("workflow_scheduler", ENROLMENT, stream.id)
        assert isinstance(enrolment, Enrolment)
        by_person = [each.amount for each in enrolment.pauses if each.cause is PauseCause.HOLD]
        kept = total((rest if amount is None else min(amount, rest) for amount in by_person), "EUR")
        assert (enrolment.balance, enrolment.chased) == (balance, rest - kept)
        assert enrolment.chased + total(held(balance, enrolment.pauses), "EUR") == balance
