"""What the events of an offer add up to."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypedDict

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, CustomerId, PlanOfferId
from recoup_events.payment_plan import (
    OfferedOption,
    PlanOfferAccepted,
    PlanOfferDeclined,
    PlanOfferEvent,
    PlanOfferExpired,
    PlanOfferMade,
    PlanOfferReferred,
    PlanOfferWithdrawn,
)
from recoup_receivables.calendar import start_of_day

EXPIRY = "expiry"
"""The timer of the moment at which its last day has ended."""


class OfferState(StrEnum):
    REFERRED = "referred"
    """A person decides whether it is offered."""
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    """By a newer offer over some of the same."""
    EXPIRED = "expired"


class OfferIds(TypedDict):
    """What every event about an offer names."""

    offer_id: PlanOfferId
    customer_id: CustomerId
    creditor_id: CreditorId


class NoOffer(Value):
    """Nothing was offered under this id."""


class Offer(Value):
    made: PlanOfferMade | None = None
    referred: PlanOfferReferred | None = None
    state: OfferState
    accepted: PlanOfferAccepted | None = None
    superseded_by: PlanOfferId | None = None
    reason: str | None = None
    """Why it was declined or withdrawn."""

    @property
    def terms(self) -> PlanOfferMade | PlanOfferReferred:
        """As it is offered, or was asked for."""
        terms = self.made or self.referred
        assert terms is not None, "an offer begins with one of them"
        return terms

    @property
    def ids(self) -> OfferIds:
        terms = self.terms
        return {
            "offer_id": terms.offer_id,
            "customer_id": terms.customer_id,
            "creditor_id": terms.creditor_id,
        }

    def named(self, option: str) -> OfferedOption | None:
        return next((each for each in self.terms.options if each.option == option), None)

    @property
    def ends_at(self) -> datetime:
        """The moment from which it cannot be accepted any more."""
        assert self.made is not None, "what is open was made"
        return start_of_day(self.made.expires_on + timedelta(days=1), self.made.time_zone)


State = NoOffer | Offer
NOTHING: State = NoOffer()


def evolve(state: State, event: PlanOfferEvent) -> State:
    match state, event:
        case NoOffer(), PlanOfferReferred():
            return Offer(referred=event, state=OfferState.REFERRED)
        case NoOffer(), PlanOfferMade():
            return Offer(made=event, state=OfferState.OPEN)
        case Offer(), _:
            return state.model_copy(update=_changed(event))
        case _:
            return state


def _changed(event: PlanOfferEvent) -> Mapping[str, object]:
    match event:
        case PlanOfferMade():
            return {"made": event, "state": OfferState.OPEN}
        case PlanOfferAccepted():
            return {"accepted": event, "state": OfferState.ACCEPTED}
        case PlanOfferDeclined(reason=reason):
            return {"state": OfferState.DECLINED, "reason": reason}
        case PlanOfferWithdrawn(reason=reason, superseded_by=other):
            state = OfferState.SUPERSEDED if other else OfferState.WITHDRAWN
            return {"state": state, "reason": reason, "superseded_by": other}
        case PlanOfferExpired():
            return {"state": OfferState.EXPIRED}
        case _:
            return {}


def timers(state: State) -> Mapping[str, datetime]:
    match state:
        case Offer(state=OfferState.OPEN):
            return {EXPIRY: state.ends_at}
        case _:
            return {}
