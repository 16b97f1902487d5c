"""Where a public fact is said: one Kafka topic per owner."""

from recoup_events.base import Fact

OWNERS = ("invoice", "workflow_scheduler", "notification", "dispute", "payment_plan")


def topic_owned_by(owner: str) -> str:
    """Where a service says what it says in public."""
    return f"recoup.{owner}"


def owner_of(topic: str) -> str:
    """Whose topic it is: the last part of its name; the parts before it are a namespace."""
    return topic.rpartition(".")[2]


TOPICS = tuple(map(topic_owned_by, OWNERS))


def topic_of(fact: type[Fact]) -> str:
    """The topic a public fact is published to; a private fact has none and raises."""
    if fact.owner is None:
        raise ValueError(f"{fact.type} is private to its service and has no topic")
    return topic_owned_by(fact.owner)
