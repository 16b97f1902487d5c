"""Decisions on plans that need more than the plan itself: the debtor, and the invoices it covers."""

from collections.abc import Collection, Sequence

from payment_plan.plans.domain.commands import (
    AgreePlan,
    CancelPlan,
    Covered,
    FollowConditions,
    MatchPayment,
    NoteCured,
    NoteOverdue,
    ReducePlan,
    UnmatchPayment,
)
from payment_plan.plans.domain.covering import as_covered
from payment_plan.plans.domain.debtor import DEBTOR, Debtor
from payment_plan.plans.domain.decider import PLAN, running_plan
from payment_plan.plans.domain.errors import UnknownCustomer
from payment_plan.plans.domain.invoice import INVOICE
from payment_plan.plans.domain.plan import Plan
from payment_plan.plans.domain.policy import PLAN_POLICY, plan_policy_of
from payment_plan.plans.domain.running import RUNNING_PLANS
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CustomerId, PlanId, PlanOfferId
from recoup_events.kernel.metadata import NO_METADATA, Metadata
from recoup_events.payment_plan import (
    CreditsLower,
    Instalment,
    KeepCurrent,
    PlanAgreed,
    PlanInterest,
    PlanReinstated,
    PlanReopened,
)
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork


class Agreement(Value):
    """What debtor and creditor say they have agreed."""

    customer_id: CustomerId
    covered: tuple[Covered, ...]
    schedule: tuple[Instalment, ...]
    grace_days: int
    credits_lower: CreditsLower | None = None
    """``None``: as the creditor's policy says."""
    keep_current: KeepCurrent | None = None
    interest: PlanInterest | None = None
    """``None``: as the creditor's policy says."""
    offer_id: PlanOfferId | None = None
    replaces: PlanAgreed | None = None
    """The plan that is renegotiated."""
    metadata: Metadata = NO_METADATA
    reference: str | None = None


class Change(Value):
    """How a plan that runs is to be paid from now on."""

    schedule: tuple[Instalment, ...]
    reason: str
    reference: str
    grace_days: int | None = None
    """``None``: as before; so is what follows."""
    interest: PlanInterest | None = None


async def agree(
    work: UnitOfWork, stream: Stream, agreement: Agreement, cause: Cause, *, customer_at: str
) -> None:
    """Agree the plan of this stream; ``customer_at`` points at the customer in the request."""
    ids = [each.invoice_id for each in agreement.covered]
    await work.preload(documents=[DocumentKey(stream.account, INVOICE.name, id) for id in ids])
    _, time_zone = await known_debtor(work, stream.account, agreement.customer_id, customer_at)
    invoices = {id: await work.document(INVOICE, stream.account, id) for id in ids}
    policies = await work.state(PLAN_POLICY, plan_policy_of(stream.account.tenant))
    policy = policies.of(invoices[ids[0]].creditor_id)
    command = AgreePlan(
        plan_id=PlanId(stream.id),
        customer_id=agreement.customer_id,
        covered=agreement.covered,
        schedule=agreement.schedule,
        grace_days=agreement.grace_days,
        credits_lower=agreement.credits_lower or policy.credits_lower,
        keep_current=agreement.keep_current,
        interest=agreement.interest or policy.interest,
        offer_id=agreement.offer_id,
        replaces=agreement.replaces,
        metadata=agreement.metadata,
        reference=agreement.reference,
        time_zone=time_zone,
        invoices=invoices,
        at=cause.at,
    )
    await work.execute(PLAN, stream, command, cause)
    await follow_conditions(work, stream, cause)


async def renegotiate(
    work: UnitOfWork, stream: Stream, old: Stream, change: Change, cause: Cause
) -> None:
    """Agree a plan over all that another one still waits for, in its place and in one decision."""
    plan = running_plan(await work.state(PLAN, old))
    ids = dict.fromkeys(slice.invoice_id for slice in plan.slices)
    await work.preload(documents=[DocumentKey(stream.account, INVOICE.name, id) for id in ids])
    invoices = {id: await work.document(INVOICE, stream.account, id) for id in ids}
    left = [
        slice.model_copy(update={"amount": amount})
        for slice in plan.slices
        if (amount := plan.expected(slice.receivable_id))
    ]
    agreement = Agreement(
        customer_id=plan.agreed.customer_id,
        covered=tuple(as_covered(slice, invoices[slice.invoice_id]) for slice in left),
        schedule=change.schedule,
        grace_days=plan.agreed.grace_days if change.grace_days is None else change.grace_days,
        credits_lower=plan.agreed.credits_lower,
        keep_current=plan.agreed.keep_current,
        interest=change.interest or plan.agreed.interest,
        replaces=plan.agreed,
        reference=change.reference,
    )
    cancel = CancelPlan(reason=change.reason, replaced_by=PlanId(stream.id))
    await work.execute(PLAN, old, cancel, cause)
    await agree(work, stream, agreement, cause, customer_at="")


async def known_debtor(
    work: UnitOfWork, account: Account, id: CustomerId, pointer: str
) -> tuple[Debtor, str]:
    """Whoever is asked to pay, and its time zone; ``pointer`` points at it in the request."""
    debtor = await work.document(DEBTOR, account, id)
    if debtor.time_zone is None:
        raise UnknownCustomer(
            "No such customer has arrived here; check the id, and if the customer has just been "
            "registered, send this again in a few seconds.",
            pointer=pointer,
        )
    return debtor, debtor.time_zone


async def follow_conditions(work: UnitOfWork, stream: Stream, cause: Cause) -> None:
    """Let a plan's clock stand still, or go on, as the customer's conditions are now."""
    debtor = await work.document(DEBTOR, stream.account, stream.account.key)
    move = FollowConditions(conditions=debtor.conditions, at=cause.at)
    await work.execute(PLAN, stream, move, cause)


async def move_covering_plan(
    work: UnitOfWork,
    account: Account,
    move: MatchPayment | UnmatchPayment | ReducePlan,
    cause: Cause,
) -> None:
    """Ask it of the running plan over this receivable, if there is one, or of the one that ended last."""
    known = await work.document(INVOICE, account, move.invoice_id)
    if not known.balances:
        return
    running, ended = known.plans.get(move.receivable_id), known.ended.get(move.receivable_id)
    if running is not None:
        await work.execute(PLAN, PLAN.stream(*account, running), move, cause)
    elif ended is not None and not await _replaced(work, PLAN.stream(*account, ended)):
        stream = PLAN.stream(*account, ended)
        recorded = await work.execute(PLAN, stream, move, cause)
        if recorded and isinstance(recorded[-1].event, PlanReinstated | PlanReopened):
            await follow_conditions(work, stream, cause)


async def running_plans(work: UnitOfWork, account: Account) -> Sequence[Stream]:
    """Of a customer, read together."""
    ids = await work.listed(RUNNING_PLANS, account)
    streams = [PLAN.stream(*account, id) for id in ids]
    await work.preload(streams=streams)
    return streams


async def move_running_plans(
    work: UnitOfWork,
    account: Account,
    move: NoteOverdue | NoteCured,
    cause: Cause,
    among: Collection[PlanId] | None = None,
) -> None:
    """Ask it of all that run, or of those ``among`` them."""
    for stream in await running_plans(work, account):
        if among is None or stream.id in among:
            await work.execute(PLAN, stream, move, cause)


async def _replaced(work: UnitOfWork, ended: Stream) -> bool:
    """Whether another plan was agreed over some of what it had covered, whatever became of that one."""
    plan = await work.state(PLAN, ended)
    if not isinstance(plan, Plan):
        return True
    for slice in plan.agreed.slices:
        known = await work.document(INVOICE, ended.account, slice.invoice_id)
        if known.ended.get(slice.receivable_id) != ended.id:
            return True
    return False
