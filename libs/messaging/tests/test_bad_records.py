"""Records of every bad kind lie between honest ones: those are applied once and in order, these are shown."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from recoup_eventstore.parked import (
    HOLDS_NOBODY,
    OperatorRequest,
    Parked,
    ParkedFilter,
    Reason,
    Redriven,
)
from recoup_messaging.corrections import skip
from recoup_messaging.records import Record
from recoup_messaging.redrive import redrive
from recoup_testing.consumer_group import ConsumerGroup
from recoup_testing.fake_subscriber import COUNTS_ALONG, NOON, received_by, record, total_of
from recoup_testing.loops import running, settled
from recoup_testing.parked_samples import number

ORDER = OperatorRequest("ada", "nobody of ours wrote it", NOON)
NULL = cast(bytes, None)
Change = Callable[[Record], Record]
NONSENSE = {
    "empty": b"",
    "no text": b"\xff\xfe",
    "endless": b"9" * 5_000,
    "negative": b"-1",
    "a fraction": b"1.5",
    "a word": b"many",
}
BELIEVED = {
    ("ce_actor", "empty"),
    ("ce_actor", "endless"),
    ("ce_actor", "negative"),
    ("ce_actor", "a fraction"),
    ("ce_actor", "a word"),
}
"""An actor may be called anything; of these two headers, one is not read and one only passed on."""
UNREAD = {"ce_dataschema", "traceparent"}
LIES = {
    "ce_source": (b"/recoup/dispute", b"/recoup/whoever", b"invoice", b"/RECOUP/INVOICE"),
    "ce_type": (b"dispute.raised.v1", b"counter.alarm_set.v1", b"counter.unheard_of.v1"),
    "ce_tenantid": (b"other", b"ACME"),
    "ce_slot": (b"65", b"-1", b"70000"),
    "ce_specversion": (b"0.3",),
    "content-type": (b"text/plain",),
    "ce_time": (b"2026-01-05T12:00:00",),
    "ce_sequence": (
        b"1:1:9007199254740993",
        b"1:9223372036854775807:2",
        b"1:1:100000000000",
        b"1:100000000000:2",
        b"200:1:2",
        b"1:-2:3",
        b"1:2",
    ),
}
KEYS = {
    "of nobody": b"nobody",
    "empty": b"",
    "another's": b"acme/somebody_else",
    "another tenant's": b"other/{key}",
    "no text": b"acme/\xff",
    "with a NUL": b"acme/\0",
}
VALUES = {"a tombstone": NULL, "empty": b"", "no text": b"\xff", "half": b"{", "a list": b"[1]"}


@dataclass(frozen=True)
class Trouble:
    """A record that is an honest one but for one thing, among those of a customer of its own."""

    name: str
    nth: int
    changed: Change
    believed: bool = False

    @property
    def customer(self) -> str:
        return f"cus_{self.nth}"

    def honest(self, by: int) -> Record:
        return record(by, key=self.customer, position=10 * self.nth + by)

    @property
    def record(self) -> Record:
        return self.changed(self.honest(2))

    def between(self) -> Sequence[Record]:
        """What it pretends to be comes right after it."""
        return [self.honest(1), self.record, self.honest(2), self.honest(3)]


def header(name: str, value: bytes | None) -> Change:
    """Another value; ``None`` takes it away."""

    def changed(of: Record) -> Record:
        others = [each for each in of.headers if each[0] != name]
        return of._replace(headers=others if value is None else [*others, (name, value)])

    return changed


def in_capitals(name: str) -> Change:
    return lambda of: of._replace(
        headers=[(n.upper() if n == name else n, value) for n, value in of.headers]
    )


def null(name: str) -> Change:
    return lambda of: of._replace(
        headers=[(n, NULL if n == name else value) for n, value in of.headers]
    )


def twice(name: str) -> Change:
    return lambda of: of._replace(
        headers=[*of.headers, *(each for each in of.headers if each[0] == name)]
    )


def key(form: bytes) -> Change:
    def changed(of: Record) -> Record:
        return of._replace(key=form.replace(b"{key}", of.key.partition(b"/")[2]))

    return changed


def value(other: bytes) -> Change:
    return lambda of: of._replace(value=other)


def changes() -> Iterator[tuple[str, Change, bool]]:
    """Everything that can be wrong with one thing, and whether it may be believed all the same."""
    for name, _ in record(1).headers:
        unread = name in UNREAD
        yield f"{name} missing", header(name, None), unread
        yield f"{name} in capitals", in_capitals(name), unread
        yield f"{name} twice", twice(name), not name.startswith("ce_")
        for kind, nonsense in NONSENSE.items():
            yield f"{name} {kind}", header(name, nonsense), unread or (name, kind) in BELIEVED
        yield f"{name} null", null(name), unread
        for lie in LIES.get(name, ()):
            yield f"{name} {lie!r}", header(name, lie), False
    yield "no headers", lambda of: of._replace(headers=[]), False
    for name, form in KEYS.items():
        yield f"key {name}", key(form), False
    for name, other in VALUES.items():
        yield f"value {name}", value(other), False


def of(trouble: Trouble, aside: Sequence[Parked]) -> Parked | None:
    sent = trouble.record
    content = [(name, value) for name, value in sent.headers if value is not NULL]
    for message in aside:
        recorded = (message.key, message.content.value, list(message.content.headers))
        if recorded == (sent.key, sent.value, content):
            return message
    return None


async def test_the_honest_are_applied_once_in_order_and_the_bad_are_shown(
    consumer_group: ConsumerGroup,
) -> None:
    every = [Trouble(name, n, change, free) for n, (name, change, free) in enumerate(changes())]
    records = [r._replace(topic=consumer_group.topic) for t in every for r in t.between()]
    await consumer_group.publisher.publish(records)
    consumer = consumer_group.consumer()
    async with running(consumer):
        await settled(consumer)
    command_runner = consumer_group.command_runner
    aside = await command_runner.store.list_parked(0, 10_000, ParkedFilter())
    unnoticed = []
    for trouble in every:
        message = of(trouble, aside)
        if message is None:
            if not trouble.believed:
                unnoticed.append(trouble.name)
            continue
        assert message.detail
        if message.reason not in HOLDS_NOBODY:
            assert await received_by(command_runner, trouble.customer) == (1,), trouble.name
            await skip(command_runner, number(message), ORDER)
            again = await redrive(
                command_runner, COUNTS_ALONG, consumer_group.topic, message.key, ORDER
            )
            assert again == Redriven(2, 0), trouble.name
    assert unnoticed == []
    for trouble in every:
        assert await received_by(command_runner, trouble.customer) == (1, 2, 3), trouble.name
        assert await total_of(command_runner, trouble.customer) == 6, trouble.name
    left = await command_runner.store.list_parked(0, 10_000, ParkedFilter())
    assert {message.reason for message in left} == {Reason.FOREIGN, Reason.IMPLAUSIBLE}
