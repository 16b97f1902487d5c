"""Where a public event is said: one Kafka topic per owner."""

from recoup_events.kernel.event import Event

OWNERS = (
    "invoice",
    "workflow_scheduler",
    "notification",
    "dispute",
    "payment_plan",
    "console",
    "webhook",
)


def topic_owned_by(owner: str) -> str:
    """Where a service says what it says in public."""
    return f"recoup.{owner}"


def owner_of(topic: str) -> str:
    """Whose topic it is: the last part of its name; the parts before it are a namespace."""
    return topic.rpartition(".")[2]


TOPICS = tuple(map(topic_owned_by, OWNERS))


def topic_of(event: type[Event]) -> str:
    """The topic a public event is published to; a private event has none and raises."""
    if event.owner is None:
        raise ValueError(f"{event.type} is private to its service and has no topic")
    return topic_owned_by(event.owner)
