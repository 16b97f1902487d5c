"""What one customer has said about each channel."""

from collections.abc import Sequence

from notification.debtors.domain.debtor import medium
from recoup_compliance.history import Consent, OptOut
from recoup_events import notification as said
from recoup_events.base import Fact, Value
from recoup_events.envelope import Envelope
from recoup_eventstore.decider import View


class Wishes(Value):
    """What one customer has said about channels."""

    opt_outs: tuple[OptOut, ...] = ()
    consents: tuple[Consent, ...] = ()


_SAID = (said.ConsentGranted, said.ConsentWithdrawn, said.ChannelOptedOut)


def _of_customer(fact: Fact) -> Sequence[str]:
    return [fact.customer_id] if isinstance(fact, _SAID) else []


def _wished(wishes: Wishes, own: Envelope[Fact]) -> Wishes:
    match own.fact:
        case said.ConsentGranted(channel=channel, basis=basis):
            consent = Consent(at=own.cause.at, channel=medium(channel), basis=basis)
            return wishes.model_copy(update={"consents": (*wishes.consents, consent)})
        case said.ConsentWithdrawn(channel=channel) | said.ChannelOptedOut(channel=channel):
            opt_out = OptOut(at=own.cause.at, channel=medium(channel))
            return wishes.model_copy(update={"opt_outs": (*wishes.opt_outs, opt_out)})
        case _:
            return wishes


WISHES = View("wishes", Wishes(), _of_customer, _wished)
