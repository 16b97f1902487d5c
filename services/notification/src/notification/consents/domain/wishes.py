"""What one customer has said about each channel."""

from collections.abc import Sequence

from notification.debtors.domain.debtor import medium
from recoup_compliance.history import Consent, OptOut
from recoup_events import notification as events
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.decider import View


class Wishes(Value):
    """What one customer has said about channels."""

    opt_outs: tuple[OptOut, ...] = ()
    consents: tuple[Consent, ...] = ()


_SAID = (events.ConsentGranted, events.ConsentWithdrawn, events.ChannelOptedOut)


def _of_customer(event: Event) -> Sequence[str]:
    return [event.customer_id] if isinstance(event, _SAID) else []


def _wished(wishes: Wishes, own: Envelope[Event]) -> Wishes:
    match own.event:
        case events.ConsentGranted(channel=channel, basis=basis):
            consent = Consent(at=own.cause.at, channel=medium(channel), basis=basis)
            return wishes.model_copy(update={"consents": (*wishes.consents, consent)})
        case events.ConsentWithdrawn(channel=channel) | events.ChannelOptedOut(channel=channel):
            opt_out = OptOut(at=own.cause.at, channel=medium(channel))
            return wishes.model_copy(update={"opt_outs": (*wishes.opt_outs, opt_out)})
        case _:
            return wishes


WISHES = View("wishes", Wishes(), _of_customer, _wished)
