"""A record is believed only where topic, type, source and key agree on who says it (ADR-0018)."""

from recoup_events.kernel.envelope import Account
from recoup_events.kernel.event import EVENTS, Event, name_of
from recoup_events.kernel.topics import owner_of
from recoup_eventstore.postgres.rows import SLOTS, slot_of
from recoup_messaging.cloudevents import PREFIX, SOURCE, Context, Heading, source_of
from recoup_messaging.errors import Foreign
from recoup_messaging.records import FoundHeaders

BY_HAND = SLOTS
"""A lane that no relay uses, for `recoup parked try`: what lies in it outruns nobody."""


class Provenance:
    """Holds what a record says of itself against what is known of its topic and its key."""

    def __init__(self) -> None:
        self._owners: dict[str, str | None] = {}
        """Of known types only: nobody can fill it up with invented ones."""

    def of_headers(self, topic: str, type: str, context: Context, headers: FoundHeaders) -> None:
        """Whoever owns the topic says it, and may say it; raises ``Foreign``."""
        if len(context) != len(headers):
            _once_each(headers)
        owner = owner_of(topic)
        source = context.get(SOURCE, b"")
        if source != source_of(owner):
            raise Foreign(
                f"{topic} is written by {source_of(owner).decode()}, "
                f"not by {source.decode(errors='backslashreplace') or 'nobody'}"
            )
        recorded_by = self._said_by(type)
        if recorded_by != owner and recorded_by is not UNKNOWN:
            raise Foreign(f"{type} is {_possession(recorded_by)}, and {topic} is {owner}'s")

    def _said_by(self, type: str) -> str | None:
        if type not in self._owners:
            event = _known(type)
            if event is None:
                return UNKNOWN
            if type not in EVENTS:
                return event.owner
            self._owners[type] = event.owner
        return self._owners[type]


UNKNOWN = "?"
"""A newer service may say what is not known here."""


def of_key(heading: Heading, account: Account) -> None:
    """It travels in the lane of its key; raises ``Foreign``."""
    if heading.slot not in (slot_of(account), BY_HAND):
        raise Foreign(f"slot {heading.slot} is not the one of its key, {slot_of(account)}")


def of_content(event: Event, account: Account) -> None:
    """The customer it speaks of is its key's; raises ``Foreign``."""
    customer = getattr(event, "customer_id", account.key)
    if customer != account.key:
        raise Foreign(f"it speaks of customer {customer!r} under the key of {account.key!r}")


def _once_each(headers: FoundHeaders) -> None:
    seen: set[str] = set()
    for name, _ in headers:
        if name in seen and name.startswith(PREFIX):
            raise Foreign(f"the header {name} comes more than once")
        seen.add(name)


def _known(type: str) -> type[Event] | None:
    """Its class, or that of another version of it."""
    name = name_of(type)
    return EVENTS.get(type) or next((f for t, f in EVENTS.items() if name_of(t) == name), None)


def _possession(owner: str | None) -> str:
    return "no service's to publish" if owner is None else f"{owner}'s"
