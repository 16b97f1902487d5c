"""How an offer is refused."""

from collections.abc import Sequence
from typing import Self

from recoup_events.kernel.ids import PlanOfferId
from recoup_events.kernel.refusals import Refused, Unacceptable
from recoup_events.payment_plan import Refusal


class DuplicateOffer(Refused):
    """The reference already names an offer; the first one stands."""

    code = "duplicate_reference"

    @classmethod
    def of(cls, id: PlanOfferId) -> Self:
        return cls(
            f"This reference already names the offer {id}; read it, or send a new reference.",
            pointer="/reference",
        )


class OfferRefused(Refused):
    """The offer's state does not allow this."""

    code = "offer_refused"


class OfferOutdated(Refused):
    """What was offered is not all owed and free any more."""

    code = "offer_outdated"


class PlanIneligible(Refused):
    """The creditor's plan policy does not allow such a plan."""

    code = "plan_ineligible"

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        reasons = " ".join(refusal.reason for refusal in refusals)
        super().__init__(
            f"The plan policy does not allow this: {reasons} Offer something else, or send `override` "
            "with the reason why it is offered all the same."
        )
        self.refusals = refusals


class NothingToOffer(Refused):
    """Nothing is owed that is neither contested nor in a plan."""

    code = "nothing_to_offer"


class OptionUnacceptable(Unacceptable):
    """An option that cannot be, or that the offer does not have."""

    code = "option_unacceptable"
