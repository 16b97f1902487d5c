"""The partner agencies that a key can be bound to, as they are received."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.refusals import Unacceptable
from recoup_events.workflow_scheduler import AgencyRegistered
from recoup_eventstore.decider import View


class UnknownAgency(Unacceptable):
    """No such agency has arrived here."""

    code = "unknown_agency"


class ScopesUnfit(Unacceptable):
    """An agency's key has the scopes of agencies and no others, and no other key has them."""

    code = "scopes_unfit"


class KnownAgency(Value):
    arrived: bool = False


def _documents(event: Event) -> Sequence[str]:
    return (event.agency_id,) if isinstance(event, AgencyRegistered) else ()


def _evolve(_agency: KnownAgency, _received: Envelope[Event]) -> KnownAgency:
    return KnownAgency(arrived=True)


KNOWN_AGENCIES = View(
    "known_agencies", KnownAgency(), _documents, _evolve, subscribes=(AgencyRegistered,)
)
