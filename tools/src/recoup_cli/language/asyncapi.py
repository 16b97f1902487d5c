"""One AsyncAPI 3 document per service: what it says, what it receives, and in which form."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from recoup_cli.language.events import public_events
from recoup_cli.language.golden import Golden
from recoup_cli.language.messages import Messages, reference
from recoup_cli.services import every_service, subscribed_by
from recoup_events.kernel.event import Event, name_of
from recoup_events.kernel.sizes import MESSAGE_BYTES
from recoup_events.kernel.topics import topic_of
from recoup_service.service import Service

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
        f"{service.name}.asyncapi.json": json.dumps(document(service, golden), indent=2) + "\n"
        for service in every_service().values()
    }


def document(service: Service, golden: Golden) -> Document:
    """What this service says and receives, as it sees it itself."""
    language = public_events()
    recorded = [event for event in language.values() if event.owner == service.package]
    received = sorted(subscribed_by(service), key=list(language.values()).index)
    messages = Messages(golden)
    channels = {
        topic: _channel(topic, [messages.add(type) for event in events for type in versions(event)])
        for topic, events in _by_topic([*recorded, *received]).items()
    }
    return {
        "asyncapi": "3.0.0",
        "id": f"urn:recoup:{service.package}",
        "info": {
            "title": service.title,
            "version": "1.0.0",
            "description": service.description,
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": _says(service, recorded) | _hears(service, received),
        "components": messages.components(),
    }


def versions(event: type[Event]) -> Sequence[str]:
    """Every type an event was ever said as; the topic keeps them all."""
    return [f"{name_of(event.type)}.v{n}" for n in range(1, len(event.history) + 2)]


def _by_topic(events: Iterable[type[Event]]) -> Mapping[str, list[type[Event]]]:
    topics: dict[str, list[type[Event]]] = {}
    for event in events:
        topics.setdefault(topic_of(event), []).append(event)
    return topics


def _channel(topic: str, types: Sequence[str]) -> Document:
    return {
        "address": topic,
        "description": "Keyed by account, so that all events about one customer keep their order; "
        "nothing is ever deleted or compacted away. The numbers are those of production.",
        "messages": {type: {"$ref": reference("messages", type)} for type in types},
        "bindings": {"kafka": {"topic": topic, **_PRODUCTION, "bindingVersion": _KAFKA_BINDING}},
    }


def _says(service: Service, events: Sequence[type[Event]]) -> Document:
    if not events:
        return {}
    (topic,) = _by_topic(events)
    says = _operation("send", topic, [event.type for event in events])
    return {"say": {**says, "summary": f"What {service.name} says in public."}}


def _hears(service: Service, events: Sequence[type[Event]]) -> Document:
    group = {"kafka": {"groupId": {"type": "string", "const": service.name}}}
    return {
        f"hear.{topic}": {
            **_operation(
                "receive", topic, [type for event in received for type in versions(event)]
            ),
            "summary": f"What {service.name} listens to on {topic}.",
            "bindings": {"kafka": {**group["kafka"], "bindingVersion": _KAFKA_BINDING}},
        }
        for topic, received in _by_topic(events).items()
    }


def _operation(action: str, topic: str, types: Sequence[str]) -> Document:
    channel = f"#/channels/{topic}"
    return {
        "action": action,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{type}"} for type in types],
    }
