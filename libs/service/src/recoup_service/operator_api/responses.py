"""How a parked message, its versions and its history look to an operator."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from recoup_eventstore.parked import LEFT, Content, Intervention, Kind, Parked, ParkedAction, Reason


class Place(BaseModel):
    """Which message this is; timers, effects and events have a name for their topic."""

    seq: int
    kind: Kind
    topic: str
    partition: int
    offset: int
    key: str
    tenant: str | None
    type: str | None


class ParkedShown(Place):
    """One that waits."""

    reason: Reason
    detail: str
    parked_at: datetime
    corrected: bool


class ActionShown(Place):
    """One thing that was done."""

    id: int
    action: ParkedAction
    actor: str
    reason: str
    at: datetime
    outcome: str


class VersionShown(BaseModel):
    """What it says: version 1 is what came, each later one what somebody made of it."""

    version: int
    headers: list[tuple[str, str]]
    value: str | None
    encoding: Literal["utf-8", "base64"]


class ParkedMessageShown(BaseModel):
    waits: ParkedShown | None
    """``null`` when it was redriven or skipped."""
    versions: list[VersionShown]
    history: list[ActionShown]


def _place(thing: Parked | Intervention) -> Place:
    return Place(
        seq=thing.seq or 0,
        kind=thing.kind,
        topic=thing.topic,
        partition=thing.partition,
        offset=thing.offset,
        key=thing.key.decode(errors="backslashreplace"),
        tenant=thing.tenant,
        type=thing.type,
    )


def shown(message: Parked) -> ParkedShown:
    return ParkedShown(
        **_place(message).model_dump(),
        reason=message.reason,
        detail=message.detail,
        parked_at=message.parked_at,
        corrected=message.corrected is not None,
    )


def action_shown(intervention: Intervention) -> ActionShown:
    request = intervention.request
    return ActionShown(
        **_place(intervention).model_dump(),
        id=intervention.id or 0,
        action=intervention.action,
        actor=request.actor,
        reason=request.reason,
        at=request.at,
        outcome=intervention.outcome,
    )


def message_shown(message: Parked | None, history: Sequence[Intervention]) -> ParkedMessageShown:
    """Also when it is long gone: then its last action kept what came."""
    came = [i.kept for i in history if i.action in LEFT] if message is None else [message.content]
    edits = [i.kept for i in history if i.action is ParkedAction.EDITED]
    contents = [content for content in (*came, *edits) if content is not None]
    return ParkedMessageShown(
        waits=None if message is None else shown(message),
        versions=[_version(n, content) for n, content in enumerate(contents, 1)],
        history=list(map(action_shown, history)),
    )


def _version(number: int, content: Content) -> VersionShown:
    headers = [(name, value.decode(errors="backslashreplace")) for name, value in content.headers]
    value = content.value
    try:
        text = None if value is None else value.decode()
        return VersionShown(version=number, headers=headers, value=text, encoding="utf-8")
    except UnicodeDecodeError:
        text = b64encode(value or b"").decode()
        return VersionShown(version=number, headers=headers, value=text, encoding="base64")
