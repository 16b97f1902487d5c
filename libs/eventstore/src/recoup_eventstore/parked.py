"""What is set aside, and everything operators did about it; both outlive the topic a message came on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import quote

from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.ids import TenantId

Headers = Sequence[tuple[str, bytes]]


class Kind(StrEnum):
    """What is set aside. All but messages have the name of what handles them for their topic."""

    MESSAGE = "message"
    """From a topic."""
    TIMER = "timer"
    """It does not fire while it is parked."""
    EFFECT = "effect"
    """It is neither prepared nor performed while it is parked."""
    EVENT = "event"
    """One of the service's own, which a build of a read model cannot apply."""


class Reason(StrEnum):
    """Why something is parked."""

    UNREADABLE = "unreadable"
    REFUSED = "refused"
    BEHIND = "behind"
    """It waits for an earlier one of its key."""
    FAILED = "failed"
    """What should have followed from it raised an exception: a bug here."""
    FOREIGN = "foreign"
    """Topic, type, source and key do not agree on who said it, or about whom."""
    IMPLAUSIBLE = "implausible"
    """Its place lies further ahead than its publisher can have come."""
    CORRUPT = "corrupt"
    """Bytes of a partition that are no records; it stands for all offsets of their batch."""


HOLDS_NOBODY = frozenset({Reason.FOREIGN, Reason.IMPLAUSIBLE, Reason.CORRUPT})
"""Later messages of the key do not wait behind these, and they do not count towards a halt."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says: as it came, or as somebody corrected it."""

    headers: Headers
    value: bytes | None


@dataclass(frozen=True, slots=True)
class Parked:
    """A message set aside with its reason; later messages of its key wait behind it."""

    topic: str
    partition: int
    offset: int
    key: bytes
    content: Content
    """As it came, for ever."""
    reason: Reason
    detail: str
    parked_at: datetime
    type: str | None = None
    """Of event, when its headers say so."""
    tenant: TenantId | None = None
    seq: int | None = None
    """Given by the store; the order of redrive."""
    corrected: Content | None = None
    """The newest version, when there is more than the one that came."""
    kind: Kind = Kind.MESSAGE
    stream: Stream | None = None
    """Whose timer, effect or event it is; ``None`` for messages."""


@dataclass(frozen=True, slots=True)
class ParkedFilter:
    """Which parked messages are asked for; what is ``None`` does not matter."""

    topic: str | None = None
    tenant: TenantId | None = None
    reason: Reason | None = None
    type: str | None = None
    heads: bool = False
    """Only the first of each key: those that hold the others up."""


class ParkedAction(StrEnum):
    """What was done about a parked message."""

    EDITED = "edited"
    EDIT_REFUSED = "edit_refused"
    SKIPPED = "skipped"
    REDRIVEN = "redriven"
    REDRIVE_FAILED = "redrive_failed"


LEFT = frozenset({ParkedAction.SKIPPED, ParkedAction.REDRIVEN})
"""After these a message waits no more."""


@dataclass(frozen=True, slots=True)
class OperatorRequest:
    """Who wants something done about parked messages, why and when."""

    actor: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Intervention:
    """One thing done about one message; never changed, never removed."""

    seq: int
    """The message's number; it has its coordinates also when it is gone."""
    topic: str
    partition: int
    offset: int
    key: bytes
    type: str | None
    tenant: TenantId | None
    action: ParkedAction
    request: OperatorRequest
    outcome: str = ""
    """Why it was refused, if it was."""
    kept: Content | None = None
    """The version somebody offered, or, as the message leaves, the message as it came."""
    id: int | None = None
    """Given by the store; grows with time."""
    kind: Kind = Kind.MESSAGE


def noted(
    message: Parked,
    action: ParkedAction,
    request: OperatorRequest,
    *,
    outcome: str = "",
    kept: Content | None = None,
) -> Intervention:
    """What was done about it, to be kept with where it stood."""
    if message.seq is None:
        raise ValueError("only what the store has numbered can be spoken of")
    return Intervention(
        seq=message.seq,
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        key=message.key,
        type=message.type,
        tenant=message.tenant,
        action=action,
        request=request,
        outcome=outcome,
        kept=kept,
        kind=message.kind,
    )


@dataclass(frozen=True, slots=True)
class Redriven:
    """How far a key got."""

    applied: int
    left: int
    """Still parked, in order, behind the first that failed again."""
    failure: str = ""
    """Why that one failed."""


def key_of(account: Account) -> bytes:
    """As in the records of its public events."""
    return f"{quote(account.tenant, safe='')}/{account.key}".encode()
