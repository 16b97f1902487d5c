"""Asks Kafka for the ids of topics: a topic that is deleted and made anew has another one.

aiokafka speaks the requests of Kafka 1.0, which know topics by name only; ids came with version 10.
"""

import asyncio
from collections.abc import Collection, Mapping
from io import BytesIO
from typing import Any
from uuid import UUID

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import NoBrokersAvailable
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import (
    AbstractType,
    Boolean,
    CompactArray,
    CompactString,
    Int16,
    Int32,
    Schema,
    TaggedFields,
)

from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.stop_client import part_with
from recoup_messaging.kafka.transient import transient_errors

ANSWER_SECONDS = 5.0
_ANY = UUID(int=0)


class _Uuid(AbstractType):  # type: ignore[misc]  # aiokafka has no types
    @classmethod
    def encode(cls, value: UUID) -> bytes:
        return value.bytes

    @classmethod
    def decode(cls, data: BytesIO) -> UUID:
        return UUID(bytes=data.read(16))


class _Response(Response):  # type: ignore[misc]
    API_KEY = 3
    API_VERSION = 12
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "brokers",
            CompactArray(
                ("node_id", Int32),
                ("host", CompactString("utf-8")),
                ("port", Int32),
                ("rack", CompactString("utf-8")),
                ("tags", TaggedFields),
            ),
        ),
        ("cluster_id", CompactString("utf-8")),
        ("controller_id", Int32),
        (
            "topics",
            CompactArray(
                ("error_code", Int16),
                ("name", CompactString("utf-8")),
                ("topic_id", _Uuid),
                ("is_internal", Boolean),
                (
                    "partitions",
                    CompactArray(
                        ("error_code", Int16),
                        ("partition", Int32),
                        ("leader", Int32),
                        ("leader_epoch", Int32),
                        ("replicas", CompactArray(Int32)),
                        ("isr", CompactArray(Int32)),
                        ("offline_replicas", CompactArray(Int32)),
                        ("tags", TaggedFields),
                    ),
                ),
                ("authorized_operations", Int32),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class _Struct(RequestStruct):  # type: ignore[misc]
    API_KEY = 3
    API_VERSION = 12
    FLEXIBLE_VERSION = True
    RESPONSE_TYPE = _Response
    SCHEMA = Schema(
        (
            "topics",
            CompactArray(
                ("topic_id", _Uuid), ("name", CompactString("utf-8")), ("tags", TaggedFields)
            ),
        ),
        ("allow_auto_topic_creation", Boolean),
        ("include_authorized_operations", Boolean),
        ("tags", TaggedFields),
    )


class _Request(Request[_Struct]):  # type: ignore[misc]
    API_KEY = 3

    def __init__(self, topics: Collection[str]) -> None:
        self._topics = topics

    def build(self, request: type[_Struct]) -> _Struct:
        wanted: list[Any] = [(_ANY, topic, {}) for topic in self._topics]
        return request(wanted, *(False, False), {})


class TopicIds:
    """Connects when first asked; a client that fails is thrown away."""

    def __init__(self, kafka: KafkaConnection) -> None:
        self._kafka = kafka
        self._client: AIOKafkaClient | None = None

    async def ask(self, topics: Collection[str]) -> Mapping[str, UUID]:
        """Of those that exist; raises ``Unavailable``."""
        try:
            with transient_errors():
                async with asyncio.timeout(ANSWER_SECONDS):
                    client = await self._connected()
                    node = client.get_random_node()
                    if node is None:
                        raise NoBrokersAvailable
                    answer = await client.send(node, _Request(topics))
        except Exception:
            await self.close()
            raise
        return {topic[1]: topic[2] for topic in answer.topics if topic[0] == 0}

    async def _connected(self) -> AIOKafkaClient:
        if self._client is None:
            self._client = AIOKafkaClient(**self._kafka.arguments())
            await self._client.bootstrap()
        return self._client

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await part_with(client.close())
