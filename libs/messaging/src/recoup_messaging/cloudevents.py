"""Events as CloudEvents 1.0 in Kafka's binary mode: the context in headers, the event as value."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, TypeAlias, cast

from asyncpg.pgproto.pgproto import UUID  # what rows carry: a uuid.UUID, read ten times as fast
from pydantic_core import to_json

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.registry import MalformedEvent, UnknownEvent, decode
from recoup_events.kernel.sizes import MESSAGE_BYTES
from recoup_events.kernel.topics import topic_owned_by
from recoup_eventstore.ports import Cursor
from recoup_eventstore.tracing import TRACEPARENT
from recoup_messaging.errors import Foreign, Unreadable
from recoup_messaging.keys import key_of
from recoup_messaging.outbox_row import OutboxRow
from recoup_messaging.records import FoundHeaders, Headers, Record

PREFIX = "ce_"
TYPE = "ce_type"
SOURCE = "ce_source"
SEQUENCE = "ce_sequence"
TIME = "ce_time"
LARGEST_VERSION = 2**31
REMEMBERED = 16_384
Context: TypeAlias = Mapping[str, bytes]


class Heading(NamedTuple):
    """Everything a record says about an event, but the event itself."""

    id: UUID
    type: str
    stream: Stream
    version: int
    cause: Cause
    slot: int
    cursor: Cursor


@lru_cache(maxsize=REMEMBERED)
def source_of(owner: str) -> bytes:
    """Whose word it is, as a CloudEvent says it."""
    return f"/recoup/{owner}".encode()


def record_of(event: OutboxRow, owner: str, topic: str | None = None) -> Record:
    """What is published for a row, on its owner's topic; its JSON goes out as it was stored."""
    headers = [
        *_shared(owner, event.type, event.category, event.tenant, event.actor, event.slot),
        ("ce_id", str(event.id).encode()),
        (TIME, to_json(event.at)[1:-1]),  # in a third of the time that isoformat takes
        ("ce_subject", event.stream.encode()),
        ("ce_correlationid", str(event.correlation_id).encode()),
        (SEQUENCE, str(event.cursor).encode()),
        ("ce_streamversion", b"%d" % event.version),
    ]
    if event.causation_id is not None:
        headers.append(("ce_causationid", str(event.causation_id).encode()))
    if event.traceparent is not None:
        headers.append((TRACEPARENT, event.traceparent.encode()))
    key = key_of(Account(TenantId(event.tenant), event.account))
    return Record(topic or topic_owned_by(owner), key, event.data.encode(), headers)


@lru_cache(maxsize=REMEMBERED)
def _shared(owner: str, type: str, category: str, tenant: str, actor: str, slot: int) -> Headers:
    """The headers that many events share, put together once."""
    return [
        ("ce_specversion", b"1.0"),
        (SOURCE, source_of(owner)),
        (TYPE, type.encode()),
        ("ce_dataschema", f"urn:recoup:event:{type}".encode()),
        ("content-type", b"application/json"),
        ("ce_category", category.encode()),
        ("ce_tenantid", tenant.encode()),
        ("ce_actor", actor.encode()),
        ("ce_slot", b"%d" % slot),
    ]


def context_of(headers: FoundHeaders) -> Context:
    """The headers by name; one that is null is as none."""
    context = dict(headers)
    if all(context.values()):  # nearly always; an empty one only takes the longer way
        return cast(Context, context)
    return {name: value for name, value in context.items() if value is not None}


def type_of(context: Context) -> str:
    """The type alone, which says whether anybody here listens."""
    if TYPE not in context:
        raise Foreign(f"the header {TYPE} is missing: this is no CloudEvent in binary mode")
    return context[TYPE].decode(errors="replace")


def recorded_at(context: Context) -> datetime | None:
    """When the event was said; ``None`` when that cannot be read."""
    try:
        return _moment(context[TIME])
    except (KeyError, ValueError):
        return None


def place_of(context: Context) -> Cursor:
    """Where in its publisher's feed it was said; raises ``KeyError`` or ``ValueError``."""
    return Cursor.parse(context[SEQUENCE].decode())


def heading_of(context: Context, account: Account) -> Heading:
    """Read the whole context, and hold it against the key's account; raises ``Unreadable``."""
    try:
        return _heading(context, account)
    except KeyError as error:
        raise Unreadable(f"the header {error} is missing") from error
    except ValueError as error:
        raise Unreadable(f"a header does not have its form: {error}") from error


def _heading(raw: Context, account: Account) -> Heading:
    if raw["ce_specversion"] != b"1.0" or raw["content-type"] != b"application/json":
        raise ValueError("expected CloudEvents 1.0 with application/json")
    tenant, category = raw["ce_tenantid"].decode(), raw["ce_category"].decode()
    if tenant != account.tenant:
        raise Foreign(f"tenant {tenant!r} under the key of {account.tenant!r}")
    subject, prefix = raw["ce_subject"].decode(), f"{category}-"
    if not subject.startswith(prefix):
        raise ValueError(f"subject {subject!r} is not of category {category!r}")
    causation, traceparent = raw.get("ce_causationid"), raw.get(TRACEPARENT)
    cause = Cause(
        _moment(raw[TIME]),
        raw["ce_actor"].decode(),
        UUID(raw["ce_correlationid"].decode()),
        None if causation is None else UUID(causation.decode()),
        None if traceparent is None else traceparent.decode(),
    )
    stream = Stream(account, category, subject[len(prefix) :])
    return Heading(
        UUID(raw["ce_id"].decode()),
        raw[TYPE].decode(),
        stream,
        _counted(raw["ce_streamversion"]),
        cause,
        int(raw["ce_slot"]),
        place_of(raw),
    )


def _moment(text: bytes) -> datetime:
    moment = datetime.fromisoformat(text.decode())
    if moment.tzinfo is None:
        raise ValueError(f"{TIME} {text!r} has no offset from UTC")
    return moment


def _counted(text: bytes) -> int:
    version = int(text)
    if not 0 < version < LARGEST_VERSION:
        raise ValueError(f"{version} is no version of a stream")
    return version


def envelope_of(heading: Heading, value: bytes | None) -> Envelope[Event]:
    """The event itself, in the version the domain knows; raises ``Unreadable``."""
    if value is None:
        raise Unreadable("the record has no value; events are never deleted")
    if len(value) > MESSAGE_BYTES:
        raise Unreadable(
            f"the value has {len(value)} bytes and was not read: {MESSAGE_BYTES} are the most; "
            "skip it, and have its owner say it anew in smaller parts"
        )
    try:
        event = decode(heading.type, value)
    except UnknownEvent as unknown:
        raise Unreadable(
            f"{unknown} is not known here; upgrade this service, then redrive"
        ) from unknown
    except (ValueError, MalformedEvent) as error:
        raise Unreadable(f"the value does not have its shape: {error}") from error
    return Envelope(heading.id, heading.stream, heading.version, heading.cause, event)
