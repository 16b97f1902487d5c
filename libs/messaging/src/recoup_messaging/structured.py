"""CloudEvents in JSON, as they travel over HTTP; the same events as on Kafka, and nothing lost."""

import json
from collections.abc import Mapping
from typing import Any

from recoup_eventstore.ports import OffsetKey
from recoup_messaging.cloudevents import PREFIX
from recoup_messaging.errors import Unreadable
from recoup_messaging.partitioner import partition_of
from recoup_messaging.records import ConsumerRecord, Record

BATCH_TYPE = "application/cloudevents-batch+json"
BEFORE_ALL = -1
"""The offset of what lies in no partition any more."""
_PLAIN = {"content-type": "datacontenttype"}
_NAMES = {attribute: header for header, attribute in _PLAIN.items()}


def event_of(record: Record) -> dict[str, Any]:
    """The event of a record; its key is an attribute here."""
    attributes = {
        _PLAIN.get(name, name.removeprefix(PREFIX)): value.decode()
        for name, value in record.headers
    }
    return {**attributes, "partitionkey": record.key.decode(), "data": json.loads(record.value)}


def received_of(event: Mapping[str, Any], topic: str, partitions: int) -> ConsumerRecord:
    """As if it had been read from its partition, before all else; raises ``Unreadable``."""
    try:
        key = event["partitionkey"].encode()
        value = json.dumps(event["data"], separators=(",", ":"), ensure_ascii=False).encode()
        headers = [
            (_header(name), text.encode())
            for name, text in event.items()
            if name not in ("partitionkey", "data")
        ]
    except (KeyError, AttributeError) as error:
        raise Unreadable(f"not an event of Recoup's feeds: {error!r}") from error
    at = OffsetKey(topic, partition_of(key, partitions))
    return ConsumerRecord(at=at, offset=BEFORE_ALL, key=key, value=value, headers=headers)


def _header(attribute: str) -> str:
    if attribute in _NAMES:
        return _NAMES[attribute]
    return attribute if attribute == "traceparent" else f"{PREFIX}{attribute}"
