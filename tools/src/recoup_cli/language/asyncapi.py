"""One AsyncAPI 3 document per service: what it says, what it hears, and in which form."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from recoup_cli.houses import every_house, heard_by
from recoup_cli.language.facts import public_facts
from recoup_cli.language.golden import Golden
from recoup_cli.language.messages import Messages, reference
from recoup_events.base import Fact, name_of
from recoup_events.sizes import MESSAGE_BYTES
from recoup_events.topics import topic_of
from recoup_service.house import House

_KAFKA_BINDING = "0.5.0"
_PRODUCTION = {
    "partitions": 12,
    "replicas": 3,
    "topicConfiguration": {
        "retention.ms": -1,
        "min.insync.replicas": 2,
        "max.message.bytes": MESSAGE_BYTES,
    },
}
Document = dict[str, Any]


def asyncapi_files(golden: Golden) -> Mapping[str, str]:
    """File name to content of ``docs/api``."""
    return {
        f"{house.name}.asyncapi.json": json.dumps(document(house, golden), indent=2) + "\n"
        for house in every_house().values()
    }


def document(house: House, golden: Golden) -> Document:
    """What this service says and hears, as it sees it itself."""
    language = public_facts()
    said = [fact for fact in language.values() if fact.owner == house.package]
    heard = sorted(heard_by(house), key=list(language.values()).index)
    messages = Messages(golden)
    channels = {
        topic: _channel(topic, [messages.add(type) for fact in facts for type in versions(fact)])
        for topic, facts in _by_topic([*said, *heard]).items()
    }
    return {
        "asyncapi": "3.0.0",
        "id": f"urn:recoup:{house.package}",
        "info": {
            "title": house.title,
            "version": "1.0.0",
            "description": house.description,
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": _says(house, said) | _hears(house, heard),
        "components": messages.components(),
    }


def versions(fact: type[Fact]) -> Sequence[str]:
    """Every type a fact was ever said as; the topic keeps them all."""
    return [f"{name_of(fact.type)}.v{n}" for n in range(1, len(fact.history) + 2)]


def _by_topic(facts: Iterable[type[Fact]]) -> Mapping[str, list[type[Fact]]]:
    topics: dict[str, list[type[Fact]]] = {}
    for fact in facts:
        topics.setdefault(topic_of(fact), []).append(fact)
    return topics


def _channel(topic: str, types: Sequence[str]) -> Document:
    return {
        "address": topic,
        "description": "Keyed by account, so that all facts about one customer keep their order; "
        "nothing is ever deleted or compacted away. The numbers are those of production.",
        "messages": {type: {"$ref": reference("messages", type)} for type in types},
        "bindings": {"kafka": {"topic": topic, **_PRODUCTION, "bindingVersion": _KAFKA_BINDING}},
    }


def _says(house: House, facts: Sequence[type[Fact]]) -> Document:
    if not facts:
        return {}
    (topic,) = _by_topic(facts)
    says = _operation("send", topic, [fact.type for fact in facts])
    return {"say": {**says, "summary": f"What {house.name} says in public."}}


def _hears(house: House, facts: Sequence[type[Fact]]) -> Document:
    group = {"kafka": {"groupId": {"type": "string", "const": house.name}}}
    return {
        f"hear.{topic}": {
            **_operation("receive", topic, [type for fact in heard for type in versions(fact)]),
            "summary": f"What {house.name} listens to on {topic}.",
            "bindings": {"kafka": {**group["kafka"], "bindingVersion": _KAFKA_BINDING}},
        }
        for topic, heard in _by_topic(facts).items()
    }


def _operation(action: str, topic: str, types: Sequence[str]) -> Document:
    channel = f"#/channels/{topic}"
    return {
        "action": action,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{type}"} for type in types],
    }
