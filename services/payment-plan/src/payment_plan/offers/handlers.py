"""Decisions on offers that need more than the offer: the debtor, what is owed, the policy, the plan."""

import contextlib
from collections.abc import Mapping, Sequence

from payment_plan.offers.domain.asking import Ask
from payment_plan.offers.domain.broken_plans import BROKEN_PLANS
from payment_plan.offers.domain.commands import (
    AcceptOffer,
    MakeOffer,
    OverrideRefusal,
    WithdrawOffer,
)
from payment_plan.offers.domain.decider import OFFER
from payment_plan.offers.domain.drafting import Draft, drafted
from payment_plan.offers.domain.errors import OfferOutdated, OptionUnacceptable, PlanIneligible
from payment_plan.offers.domain.offer import Offer
from payment_plan.offers.domain.offered import Items, all_that_is_free, chosen, outdated
from payment_plan.offers.domain.open_offers import OPEN_OFFERS
from payment_plan.plans.domain.covering import as_covered
from payment_plan.plans.domain.debtor import DEBTOR
from payment_plan.plans.domain.decider import PLAN
from payment_plan.plans.domain.invoice import INVOICE, Invoice
from payment_plan.plans.domain.open_items import OPEN_ITEMS, owed_to
from payment_plan.plans.domain.policy import PLAN_POLICY, plan_policy_of
from payment_plan.plans.handlers import Agreement, agree, known_debtor
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import (
    CreditorId,
    CustomerId,
    InvoiceId,
    PersonId,
    PlanId,
    PlanOfferId,
    ReceivableId,
    derived,
)
from recoup_events.payment_plan import AskedBy, OfferedSlice, PlanAgreed
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date

MOST = 100
"""Slices of one offer; those that are due longest where more is owed."""


async def draft(
    work: UnitOfWork, account: Account, ask: Ask, cause: Cause, *, customer_at: str
) -> Draft:
    """What would be offered, by all that is known now."""
    debtor, zone = await known_debtor(work, account, ask.customer_id, customer_at)
    slices = await _slices(work, account, ask)
    policies = await work.state(PLAN_POLICY, plan_policy_of(account.tenant))
    broken = await work.document(BROKEN_PLANS, account, ask.customer_id)
    first = await work.document(INVOICE, account, slices[0].invoice_id)
    assert first.creditor_id is not None, "what has arrived names its creditor"
    return drafted(
        ask,
        first.creditor_id,
        slices,
        debtor,
        policies.of(first.creditor_id),
        len(broken.plans),
        local_date(cause.at, zone),
    )


async def _slices(work: UnitOfWork, account: Account, ask: Ask) -> tuple[OfferedSlice, ...]:
    if ask.parts is None:
        within = "" if ask.creditor_id is None else owed_to(ask.creditor_id)
        items = await work.listed(OPEN_ITEMS, account, within=within, limit=MOST)
        return all_that_is_free(ask, {ReceivableId(id): item for id, item in items.items()})
    invoices = await _invoices(work, account, [part.invoice_id for part in ask.parts])
    terms = [id for invoice in invoices.values() for id in invoice.balances]
    return chosen(ask.parts, ask, invoices, await _items(work, account, terms))


async def _invoices(
    work: UnitOfWork, account: Account, ids: Sequence[InvoiceId]
) -> Mapping[InvoiceId, Invoice]:
    await work.preload(documents=[DocumentKey(account, INVOICE.name, id) for id in ids])
    return {id: await work.document(INVOICE, account, id) for id in ids}


async def _items(work: UnitOfWork, account: Account, ids: Sequence[ReceivableId]) -> Items:
    await work.preload(documents=[DocumentKey(account, OPEN_ITEMS.name, id) for id in ids])
    return {id: await work.document(OPEN_ITEMS, account, id) for id in ids}


async def make(
    work: UnitOfWork,
    stream: Stream,
    ask: Ask,
    cause: Cause,
    *,
    customer_at: str = "/customer_id",
    override: str | None = None,
    words: str | None = None,
) -> None:
    """Make the offer of this stream, or leave it to a person; older ones over the same are withdrawn."""
    id = PlanOfferId(stream.id)
    drawn = await draft(work, stream.account, ask, cause, customer_at=customer_at)
    command = MakeOffer(offer_id=id, draft=drawn, override=override, words=words)
    await work.execute(OFFER, stream, command, cause)
    over = {slice.receivable_id for slice in drawn.slices}
    superseded = WithdrawOffer(reason="There is a newer offer over the same.", superseded_by=id)
    await _withdraw_others(work, stream, over, superseded, cause)


async def offer_by_policy(
    work: UnitOfWork, account: Account, creditor_id: CreditorId | None, asked: str, cause: Cause
) -> None:
    """Offer what the policy allows to who cannot pay, once in each currency; else a person is asked anyhow.

    What was offered before, and waits for an answer, stays.
    """
    debtor = await work.document(DEBTOR, account, account.key)
    if debtor.time_zone is None:
        return
    policies = await work.state(PLAN_POLICY, plan_policy_of(account.tenant))
    within = "" if creditor_id is None else owed_to(creditor_id)
    items = await work.listed(OPEN_ITEMS, account, within=within, limit=MOST)
    offered = await work.listed(OPEN_OFFERS, account)
    waiting = {id for offer in offered.values() for id in offer.over}
    for to, currency in sorted({item.owed_in for item in items.values()}):
        free = {id for id, item in items.items() if item.owed_in == (to, currency)}
        if not policies.of(to).offers_in_hardship or free & waiting:
            continue
        ask = Ask(
            customer_id=CustomerId(account.key),
            creditor_id=to,
            asked_by=AskedBy.HARDSHIP,
            currency=currency,
        )
        stream = OFFER.stream(*account, derived("pof", asked, to, currency))
        if not await work.exists(stream):
            with contextlib.suppress(OptionUnacceptable, PlanIneligible):
                await make(work, stream, ask, cause)


async def _withdraw_others(
    work: UnitOfWork,
    than: Stream,
    over: set[ReceivableId],
    command: WithdrawOffer,
    cause: Cause,
) -> None:
    open_ones = await work.listed(OPEN_OFFERS, than.account)
    concerned = [id for id, offer in open_ones.items() if offer.over & over]
    streams = [OFFER.stream(*than.account, id) for id in concerned if id != than.id]
    await work.preload(streams=streams)
    for stream in streams:
        await work.execute(OFFER, stream, command, cause)


async def override(work: UnitOfWork, stream: Stream, reason: str, cause: Cause) -> None:
    """Offer what was asked for, although the policy refuses it."""
    offer = await work.state(OFFER, stream)
    creditor_id = offer.terms.creditor_id if isinstance(offer, Offer) else None
    policies = await work.state(PLAN_POLICY, plan_policy_of(stream.account.tenant))
    days = policies.of(creditor_id).offer_days
    command = OverrideRefusal(reason=reason, offer_days=days, at=cause.at)
    await work.execute(OFFER, stream, command, cause)


async def accept(
    work: UnitOfWork, stream: Stream, option: str, person_id: PersonId | None, cause: Cause
) -> None:
    """The option becomes a plan; accepted again, it is the same one."""
    id = PlanId(derived("pln", stream.account.tenant, stream.id))
    command = AcceptOffer(option=option, plan_id=id, person_id=person_id, at=cause.at)
    if not await work.execute(OFFER, stream, command, cause):
        return
    offer = await work.state(OFFER, stream)
    assert isinstance(offer, Offer), "it has just been accepted"
    agreement = await _agreement(work, stream.account, offer, option)
    plan = PLAN.stream(*stream.account, id)
    await agree(work, plan, agreement, cause, customer_at="/customer_id")


async def _agreement(work: UnitOfWork, account: Account, offer: Offer, option: str) -> Agreement:
    terms, taken = offer.terms, offer.named(option)
    assert taken is not None, "what was accepted is one of them"
    invoices = await _invoices(work, account, [slice.invoice_id for slice in terms.slices])
    items = await _items(work, account, [slice.receivable_id for slice in terms.slices])
    less = outdated(terms.slices, items)
    if less is not None:
        raise OfferOutdated(
            f"Less of invoice {less} is owed and free by now than was offered; make a new offer."
        )
    return Agreement(
        customer_id=terms.customer_id,
        covered=tuple(as_covered(slice, invoices[slice.invoice_id]) for slice in terms.slices),
        schedule=taken.schedule,
        grace_days=terms.grace_days,
        keep_current=terms.keep_current,
        interest=terms.interest,
        offer_id=terms.offer_id,
    )


async def withdraw_what_is_agreed(
    work: UnitOfWork, recorded: Envelope[PlanAgreed], cause: Cause
) -> None:
    """What a plan covers is offered no more."""
    over = {slice.receivable_id for slice in recorded.event.slices}
    command = WithdrawOffer(reason="A plan over the same was agreed.")
    await _withdraw_others(work, recorded.stream, over, command, cause)
