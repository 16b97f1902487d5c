"""An offer: made or left to a person, then accepted, declined, withdrawn or over."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from payment_plan.offers.domain import commands
from payment_plan.offers.domain.drafting import Draft
from payment_plan.offers.domain.errors import (
    DuplicateOffer,
    OfferRefused,
    OptionUnacceptable,
    PlanIneligible,
)
from payment_plan.offers.domain.offer import (
    NOTHING,
    NoOffer,
    Offer,
    OfferState,
    State,
    evolve,
    timers,
)
from recoup_events.kernel.ids import PlanOfferId
from recoup_events.payment_plan import (
    AskedBy,
    PlanOfferAccepted,
    PlanOfferDeclined,
    PlanOfferEvent,
    PlanOfferExpired,
    PlanOfferMade,
    PlanOfferReferred,
    PlanOfferWithdrawn,
)
from recoup_eventstore.decider import Decider
from recoup_receivables.calendar import local_date


def decide(command: commands.OfferCommand, state: State) -> Sequence[PlanOfferEvent]:
    if isinstance(command, commands.MakeOffer):
        return [_make(command, state)]
    match state:
        case Offer(state=OfferState.OPEN):
            return _move_open(command, state)
        case Offer(state=OfferState.REFERRED):
            return _move_referred(command, state)
        case Offer(state=ended):
            if isinstance(command, commands.ExpireOffer) or _is_chosen(command, state):
                return []
            raise OfferRefused(f"The offer is {ended.value} already; make a new one.")
        case NoOffer():
            raise OfferRefused("There is no such offer; make it first.")


def _make(command: commands.MakeOffer, state: State) -> PlanOfferMade | PlanOfferReferred:
    match state:
        case NoOffer():
            return _made(command)
        case Offer():
            raise DuplicateOffer.of(state.terms.offer_id)


def _is_chosen(command: commands.OfferMove, offer: Offer) -> bool:
    """Accepted again, it is the same."""
    accepted = offer.accepted
    return (
        isinstance(command, commands.AcceptOffer)
        and accepted is not None
        and accepted.option == command.option
    )


def _made(command: commands.MakeOffer) -> PlanOfferMade | PlanOfferReferred:
    draft, terms = command.draft, _terms(command.offer_id, command.draft)
    if not draft.refusals or command.override is not None:
        return PlanOfferMade(**terms, expires_on=draft.expires_on, override=command.override)
    if draft.ask.asked_by is not AskedBy.DEBTOR:
        raise PlanIneligible(draft.refusals)
    return PlanOfferReferred(**terms, refusals=draft.refusals, words=command.words)


def _terms(id: PlanOfferId, draft: Draft) -> dict[str, Any]:
    ask = draft.ask
    return {
        "offer_id": id,
        "customer_id": ask.customer_id,
        "creditor_id": draft.creditor_id,
        "asked_by": ask.asked_by,
        "slices": draft.slices,
        "options": draft.options,
        "total": draft.total,
        "keep_current": draft.keep_current,
        "interest": draft.interest,
        "grace_days": draft.grace_days,
        "wants_to_keep_trading": ask.wants_to_keep_trading,
        "made_on": draft.made_on,
        "time_zone": draft.time_zone,
        "reference": ask.reference,
    }


def _move_open(command: commands.OfferMove, offer: Offer) -> Sequence[PlanOfferEvent]:
    match command:
        case commands.AcceptOffer():
            return [_accepted(command, offer)]
        case commands.ExpireOffer(at=at):
            assert offer.made is not None, "what is open was made"
            last = offer.made.expires_on
            return [] if at < offer.ends_at else [PlanOfferExpired(**offer.ids, expired_on=last)]
        case commands.OverrideRefusal():
            raise OfferRefused("It is offered already; the debtor can accept it.")
        case commands.DeclineOffer() | commands.WithdrawOffer():
            return [_ended(command, offer)]


def _accepted(command: commands.AcceptOffer, offer: Offer) -> PlanOfferAccepted:
    if command.at >= offer.ends_at:
        raise OfferRefused("The offer could be accepted until its last day; make a new one.")
    if offer.named(command.option) is None:
        numbers = ", ".join(each.option for each in offer.terms.options)
        raise OptionUnacceptable(
            f"There is no option {command.option}; choose one of {numbers}.", pointer="/option"
        )
    return PlanOfferAccepted(
        **offer.ids,
        option=command.option,
        plan_id=command.plan_id,
        person_id=command.person_id,
    )


def _move_referred(command: commands.OfferMove, offer: Offer) -> Sequence[PlanOfferEvent]:
    match command:
        case commands.OverrideRefusal():
            return [_overridden(command, offer)]
        case commands.AcceptOffer():
            raise OfferRefused(
                "A person has not decided yet whether this is offered; wait for that."
            )
        case commands.ExpireOffer():
            return []
        case commands.DeclineOffer() | commands.WithdrawOffer():
            return [_ended(command, offer)]


def _overridden(command: commands.OverrideRefusal, offer: Offer) -> PlanOfferMade:
    """What was asked for, from today on."""
    terms = offer.terms
    today = local_date(command.at, terms.time_zone)
    soonest = min(option.schedule[0].due_on for option in terms.options)
    if soonest < today:
        raise OfferRefused(
            f"The first instalment would have been due on {soonest}; decline it, and make an offer of your own."
        )
    asked = terms.model_dump(exclude={"refusals", "words", "made_on"})
    expires_on = min(soonest, today + timedelta(days=command.offer_days))
    return PlanOfferMade(**asked, made_on=today, expires_on=expires_on, override=command.reason)


def _ended(command: commands.DeclineOffer | commands.WithdrawOffer, offer: Offer) -> PlanOfferEvent:
    match command:
        case commands.DeclineOffer(reason=reason):
            return PlanOfferDeclined(**offer.ids, reason=reason)
        case commands.WithdrawOffer(reason=reason, superseded_by=other):
            return PlanOfferWithdrawn(**offer.ids, reason=reason, superseded_by=other)


OFFER = Decider("plan_offer", NOTHING, decide, evolve, timers)
