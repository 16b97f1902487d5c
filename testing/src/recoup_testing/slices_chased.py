"""What is promised of the two invoices, and what a person holds back, in the cluster."""

from datetime import timedelta

from recoup_events.kernel.ids import PromiseId, ReceivableId
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_events.workflow_scheduler import Given, PromiseSource
from recoup_testing.cluster import Cluster
from recoup_testing.creditors import CREDITOR
from recoup_testing.slices_example import ACCOUNT, CUSTOMER, NOTHING, NOW, NTH, TODAY, Move
from workflow_scheduler.enrolments.domain import commands as enrolling
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.promises.domain import commands as promising
from workflow_scheduler.promises.domain.decider import PROMISE
from workflow_scheduler.promises.domain.policy import PromisePolicy
from workflow_scheduler.promises.domain.promise import Promise, PromiseState


async def promise(cluster: Cluster, move: Move) -> None:
    """By what is known to be chased; the policy of a tenant that has set none."""
    chase = await enrolled(cluster, move.receivable_id)
    if chase is None:
        return
    made = promising.MakePromise(
        promise_id=PromiseId(f"prm_{move.nth}"),
        customer_id=CUSTOMER,
        creditor_id=CREDITOR,
        slices=(
            Slice(invoice_id=move.invoice_id, receivable_id=move.receivable_id, amount=move.amount),
        ),
        due_on=TODAY + timedelta(days=10),
        given=Given(by=PromiseSource.PERSON),
        words=None,
        time_zone="Europe/Berlin",
        now=NOW,
        policy=PromisePolicy(),
        chased={move.receivable_id: chase.chased},
        open_promises=0,
        broken={move.receivable_id: 0},
    )
    await cluster.ask("workflow_scheduler", PROMISE, made.promise_id, made)


async def hold_or_release(cluster: Cluster, move: Move) -> None:
    """The first asks for an amount, the second for everything."""
    if await enrolled(cluster, move.receivable_id) is None:
        return
    amount = move.amount if move.nth == 0 else None
    what = (
        enrolling.Hold(now=NOW, reason="x", amount=amount)
        if move.what == "hold"
        else enrolling.Release(now=NOW)
    )
    id = enrolment_of(ACCOUNT, move.receivable_id).id
    await cluster.ask("workflow_scheduler", ENROLMENT, id, what)


async def enrolled(cluster: Cluster, receivable_id: ReceivableId) -> Enrolment | None:
    id = enrolment_of(ACCOUNT, receivable_id).id
    found = await cluster.state("workflow_scheduler", ENROLMENT, id)
    return found if isinstance(found, Enrolment) else None


async def promised(cluster: Cluster, receivable_id: ReceivableId) -> Money:
    amount = NOTHING
    for nth in NTH:
        promise = await cluster.state("workflow_scheduler", PROMISE, f"prm_{nth}")
        if isinstance(promise, Promise) and promise.state is PromiseState.OPEN:
            amount += promise.open_on(receivable_id)
    return amount
