"""What may be asked of an offer."""

from pydantic import AwareDatetime

from payment_plan.offers.domain.drafting import Draft
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import PersonId, PlanId, PlanOfferId


class MakeOffer(Command):
    """Offer it, or leave it to a person where the policy refuses what a debtor has asked for."""

    offer_id: PlanOfferId
    draft: Draft
    override: str | None = None
    words: str | None = None


class OverrideRefusal(Command):
    """Offer what was asked for, although the policy refuses it."""

    reason: str
    offer_days: int
    """For how long it can be accepted."""
    at: AwareDatetime


class AcceptOffer(Command):
    option: str
    plan_id: PlanId
    person_id: PersonId | None = None
    at: AwareDatetime


class DeclineOffer(Command):
    reason: str | None = None


class WithdrawOffer(Command):
    reason: str
    superseded_by: PlanOfferId | None = None


class ExpireOffer(Command):
    """See whether its last day is over."""

    at: AwareDatetime


OfferMove = OverrideRefusal | AcceptOffer | DeclineOffer | WithdrawOffer | ExpireOffer
OfferCommand = MakeOffer | OfferMove
