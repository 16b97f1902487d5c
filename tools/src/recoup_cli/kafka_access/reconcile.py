"""Makes the users of a broker, and their grants what they should be, no less and no more."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from confluent_kafka import KafkaException
from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from recoup_cli.kafka_access.grants import Access, Grant, Operation, Resource
from recoup_cli.stack.errors import StackFailed
from recoup_messaging.kafka.connection import KafkaConnection

_ITERATIONS = 4096
"""Of the hash that a broker keeps. More would cost every connection, and passwords here are random."""
_TIMEOUT_SECONDS = 20
_TYPES = {Resource.TOPIC: ResourceType.TOPIC, Resource.GROUP: ResourceType.GROUP}
_OPERATIONS = {Operation.READ: AclOperation.READ, Operation.WRITE: AclOperation.WRITE}


async def ensure(
    kafka: KafkaConnection, accesses: Sequence[Access], secret: Callable[[str], str]
) -> None:
    """Give each user its password and exactly its grants, as one who may do so."""
    client = AdminClient(_configuration(kafka))
    try:
        await _have_passwords(client, accesses, secret)
        granted = {access.user: await _granted_to(client, access.user) for access in accesses}
        wanted = {a.user: {_binding(a.user, grant) for grant in a.grants} for a in accesses}
        await _done(client.create_acls, _missing(wanted, granted))
        await _done(client.delete_acls, map(_exactly, _missing(granted, wanted)))
    except KafkaException as error:
        raise StackFailed(
            f"Kafka at {kafka.bootstrap} did not take the users and their rights: {error}. It needs "
            "an authorizer and SCRAM-SHA-512, and who asks must be its superuser."
        ) from error


async def _have_passwords(
    client: AdminClient, accesses: Sequence[Access], secret: Callable[[str], str]
) -> None:
    how = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, _ITERATIONS)
    asked = [UserScramCredentialUpsertion(a.user, how, secret(a.user).encode()) for a in accesses]
    await _answered(
        client.alter_user_scram_credentials(asked, request_timeout=_TIMEOUT_SECONDS).values()
    )


async def _granted_to(client: AdminClient, user: str) -> set[AclBinding]:
    anything = AclBindingFilter(
        ResourceType.ANY,
        None,
        ResourcePatternType.ANY,
        f"User:{user}",
        None,
        AclOperation.ANY,
        AclPermissionType.ANY,
    )
    found = client.describe_acls(anything, request_timeout=_TIMEOUT_SECONDS)
    return set(await asyncio.wrap_future(found))


def _missing(
    wanted: Mapping[str, set[AclBinding]], there: Mapping[str, set[AclBinding]]
) -> list[AclBinding]:
    return [binding for user, bindings in wanted.items() for binding in bindings - there[user]]


def _binding(user: str, grant: Grant) -> AclBinding:
    return AclBinding(
        _TYPES[grant.resource],
        grant.name,
        ResourcePatternType.LITERAL,
        f"User:{user}",
        "*",
        _OPERATIONS[grant.operation],
        AclPermissionType.ALLOW,
    )


def _exactly(binding: AclBinding) -> AclBindingFilter:
    return AclBindingFilter(
        binding.restype,
        binding.name,
        binding.resource_pattern_type,
        binding.principal,
        binding.host,
        binding.operation,
        binding.permission_type,
    )


async def _done(ask: Callable[..., Mapping[Any, "Future[Any]"]], items: Iterable[Any]) -> None:
    if listed := list(items):
        await _answered(ask(listed, request_timeout=_TIMEOUT_SECONDS).values())


async def _answered(futures: Iterable["Future[Any]"]) -> None:
    await asyncio.gather(*map(asyncio.wrap_future, futures))


def _configuration(kafka: KafkaConnection) -> dict[str, Any]:
    """The same way, in librdkafka's words."""
    told: dict[str, Any] = {
        "bootstrap.servers": kafka.bootstrap,
        "security.protocol": kafka.security_protocol.value,
    }
    if kafka.tls is not None:
        told["ssl.ca.location"] = kafka.tls.ca_file
        told["ssl.certificate.location"] = kafka.tls.certificate_file
        told["ssl.key.location"] = kafka.tls.key_file
    if kafka.sasl is not None:
        told["sasl.mechanism"] = kafka.sasl.mechanism.value
        told["sasl.username"] = kafka.sasl.username
        told["sasl.password"] = kafka.sasl.read_password()
    return {name: str(value) for name, value in told.items() if value is not None}
