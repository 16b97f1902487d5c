"""On a broker that knows its users each service speaks for itself alone, whatever it speaks with."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from secrets import token_hex

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import (
    GroupAuthorizationFailedError,
    KafkaConnectionError,
    KafkaError,
    SaslAuthenticationFailed,
    TopicAuthorizationFailedError,
)

from recoup_cli.kafka_access import reconcile
from recoup_cli.kafka_access.grants import Access, Grant, Operation, Resource, every_access
from recoup_cli.stack import StackFailed, kafka_logins
from recoup_events.kernel.topics import TOPICS
from recoup_eventstore.errors import Unavailable
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.publisher import KafkaPublisher
from recoup_messaging.kafka.source import KafkaSource
from recoup_messaging.records import Record
from recoup_testing.kafka_tools import console_consumer, console_producer
from recoup_testing.topics import published

pytestmark = pytest.mark.servers

ACCESSES = every_access()
USERS = [access.user for access in ACCESSES]
OPEN_TO = {a.user: {g.name for g in a.grants if g.operation is Operation.READ} for a in ACCESSES}
OWN = {a.user: a.grants[0].name for a in ACCESSES}
LIE = Record("", b"acme/cus_1", b'{"amount": 5000}', [])
REFUSED = "TopicAuthorizationException"


def password(user: str) -> str:
    return f"password of {user}"


@pytest.fixture(scope="module")
async def logins(kafka: KafkaConnection) -> Mapping[str, KafkaConnection]:
    """By user, on the session's broker, which is the local stack's."""
    await reconcile.ensure(kafka, ACCESSES, password)
    return {user: kafka.as_user(user, password(user)) for user in USERS}


@pytest.fixture
def files(logins: Mapping[str, KafkaConnection], tmp_path: Path) -> Path:
    kafka_logins.write(tmp_path / "logins", logins)
    return tmp_path / "logins"


async def say(kafka: KafkaConnection, topic: str) -> None:
    publisher = KafkaPublisher(kafka, client_id="test")
    try:
        await publisher.publish([LIE._replace(topic=topic)])
    finally:
        await publisher.close()


async def count(kafka: KafkaConnection, topic: str) -> int:
    return len(await published(kafka, topic))


async def failure_of(consumer: AIOKafkaConsumer) -> Exception | None:
    """Why it reads nothing; it is closed afterwards."""
    try:
        async with asyncio.timeout(20):
            await consumer.start()
            await consumer.getone()
    except (KafkaError, TimeoutError) as error:
        return error
    finally:
        await consumer.stop()
    return None


@pytest.mark.parametrize("user", USERS)
async def test_a_service_speaks_on_its_own_topic_alone(
    user: str, kafka: KafkaConnection, logins: Mapping[str, KafkaConnection]
) -> None:
    await say(logins[user], OWN[user])
    for topic in set(TOPICS) - {OWN[user]}:
        before = await count(kafka, topic)
        with pytest.raises(Unavailable, match="TopicAuthorizationFailed"):
            await say(logins[user], topic)
        assert await count(kafka, topic) == before


async def test_kafkas_own_producer_cannot_speak_for_another_service_either(
    kafka: KafkaConnection, files: Path
) -> None:
    """Of one service; each start of it takes as long as all other tests here."""
    user, victim = USERS[:2]
    login = files / f"{user}.properties"
    before = await count(kafka, OWN[victim]), await count(kafka, OWN[user])
    theirs, ours = await asyncio.gather(
        console_producer(kafka.bootstrap, login, OWN[victim], "a lie"),
        console_producer(kafka.bootstrap, login, OWN[user], "our own words"),
    )
    assert REFUSED in theirs.output, theirs.output
    assert REFUSED not in ours.output, ours.output
    after = await count(kafka, OWN[victim]), await count(kafka, OWN[user])
    assert after == (before[0], before[1] + 1)


async def test_nobody_says_anything_without_credentials(kafka: KafkaConnection) -> None:
    before = await count(kafka, "recoup.dispute")
    recorded = await console_producer(kafka.bootstrap, None, "recoup.dispute", "a lie")
    assert "TimeoutException" in recorded.output, recorded.output
    assert await count(kafka, "recoup.dispute") == before


@pytest.mark.parametrize("user", [*USERS, "admin", "nobody"])
async def test_a_wrong_password_opens_nothing(user: str, kafka: KafkaConnection) -> None:
    guessed = kafka.as_user(user, "guessed").arguments()
    producer = AIOKafkaProducer(**guessed)
    try:
        with pytest.raises((SaslAuthenticationFailed, KafkaConnectionError)):
            await producer.start()
    finally:
        await producer.stop()


@pytest.mark.parametrize("user", USERS)
async def test_a_service_hears_what_it_subscribes_to_in_its_own_group_and_nothing_else(
    user: str, kafka: KafkaConnection, logins: Mapping[str, KafkaConnection]
) -> None:
    received = OPEN_TO[user] & set(TOPICS)
    for topic in received:
        await say(kafka, topic)
    source = KafkaSource(logins[user], group=user, topics=received)
    reached: set[str] = set()
    async with asyncio.timeout(30):
        while reached != received:
            reached |= {at.topic for at in await source.fetch(0.2)}
    await source.close()
    for topic in set(TOPICS) - received:
        consumer = AIOKafkaConsumer(**logins[user].arguments(), auto_offset_reset="earliest")
        consumer.assign([TopicPartition(topic, 0)])
        assert isinstance(await failure_of(consumer), TopicAuthorizationFailedError)


@pytest.mark.parametrize("user", USERS)
async def test_a_service_joins_nobody_elses_group(
    user: str, logins: Mapping[str, KafkaConnection]
) -> None:
    for group in {*USERS, f"own-{token_hex(4)}"} - {user}:
        consumer = AIOKafkaConsumer(
            *OPEN_TO[user] & set(TOPICS), **logins[user].arguments(), group_id=group
        )
        assert isinstance(await failure_of(consumer), GroupAuthorizationFailedError)


async def test_kafkas_own_consumer_joins_nobody_elses_group_either(
    kafka: KafkaConnection, files: Path
) -> None:
    await say(kafka, "recoup.dispute")
    login = files / "invoice.properties"
    ours, theirs = await asyncio.gather(
        console_consumer(kafka.bootstrap, login, "recoup.dispute", "invoice"),
        console_consumer(kafka.bootstrap, login, "recoup.dispute", "notification"),
    )
    assert "Processed a total of 1 messages" in ours.output, ours.output
    assert "GroupAuthorizationException" in theirs.output, theirs.output


@pytest.fixture
async def spoiled(kafka: KafkaConnection) -> AsyncIterator[Access]:
    """A user with a right too many, and one too few."""
    [dispute] = [access for access in ACCESSES if access.user == "dispute"]
    too_much = Grant(Resource.TOPIC, "recoup.invoice", Operation.WRITE)
    yield Access("dispute", [too_much, *dispute.grants[1:]])
    await reconcile.ensure(kafka, ACCESSES, password)


async def test_granting_again_takes_away_what_was_too_much(
    spoiled: Access, kafka: KafkaConnection, logins: Mapping[str, KafkaConnection]
) -> None:
    await reconcile.ensure(kafka, [spoiled], password)
    await say(logins["dispute"], "recoup.invoice")
    with pytest.raises(Unavailable, match="TopicAuthorizationFailed"):
        await say(logins["dispute"], "recoup.dispute")
    await reconcile.ensure(kafka, ACCESSES, password)
    await say(logins["dispute"], "recoup.dispute")
    with pytest.raises(Unavailable, match="TopicAuthorizationFailed"):
        await say(logins["dispute"], "recoup.invoice")


@pytest.mark.parametrize("user", USERS)
async def test_no_service_changes_passwords_or_grants(
    user: str, logins: Mapping[str, KafkaConnection]
) -> None:
    with pytest.raises(StackFailed, match="must be its superuser"):
        await reconcile.ensure(logins[user], ACCESSES, password)
