"""What one person has said about each channel."""

from collections.abc import Sequence

from recoup_compliance.history import Consent, OptOut
from recoup_events import notification as events
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.decider import View


class Wishes(Value):
    """What one person has said about channels."""

    opt_outs: tuple[OptOut, ...] = ()
    consents: tuple[Consent, ...] = ()


def _of_person(event: Event) -> Sequence[str]:
    return [event.person_id] if isinstance(event, events.ConsentEvent) else []


def _wished(wishes: Wishes, own: Envelope[Event]) -> Wishes:
    if not isinstance(own.event, events.ConsentEvent):
        return wishes
    extent = {"at": own.cause.at, "channel": own.event.channel}
    extent["creditor_id"] = own.event.creditor_id
    match own.event:
        case events.ConsentGranted(basis=basis):
            consent = Consent(**extent, basis=basis)
            return wishes.model_copy(update={"consents": (*wishes.consents, consent)})
        case _:
            opt_out = OptOut(**extent)
            return wishes.model_copy(update={"opt_outs": (*wishes.opt_outs, opt_out)})


WISHES = View("wishes", Wishes(), _of_person, _wished)
