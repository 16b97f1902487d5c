"""What a mail is that came in: a report of a machine, an automatic answer, or what somebody wrote."""

import re
from collections.abc import Iterator
from email.message import Message
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from notification.inbound_mails.domain import parts, reports
from notification.inbound_mails.domain.parts import File
from notification.inbound_mails.domain.reports import Action, Returned
from notification.inbound_mails.domain.written import written
from notification.messages.domain.marks import Marked, Marks
from recoup_events.kernel.ids import TenantId

_CAME_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
_ID = re.compile(r"<([^<>@\s]{1,300})@[^<>@\s]{1,300}>")
_MAILERS = ("mailer-daemon", "postmaster", "mail-daemon")
_AUTOMATIC = ("auto_reply", "auto-reply", "autoreply", "junk")


class MailKind(StrEnum):
    """What came in."""

    BOUNCE = "bounce"
    DELAY = "delay"
    """A server goes on trying."""
    DELIVERY = "delivery"
    """A server says that it put the mail into the mailbox."""
    COMPLAINT = "complaint"
    AUTOMATIC = "automatic"
    """A machine answered."""
    REPLY = "reply"
    UNKNOWN = "unknown"
    """It answers no mail of this tenant; nothing of it is kept."""


class IncomingMail(NamedTuple):
    kind: MailKind
    marked: Marked | None
    """The message it answers."""
    sender: str
    subject: str
    text: str
    """What was written, without what it quotes."""
    files: tuple[File, ...]
    message_id: str
    digest: str
    """Of all of it: the name of a mail that has none."""
    returned: Returned | None = None
    feedback: str | None = None


def read(content: bytes, tenant: TenantId, marks: Marks) -> IncomingMail:
    """Never raises: a mail is what somebody sent."""
    message = parts.parsed(content)
    by_path = next((m for m in _of_paths(message, tenant, marks)), None)
    kind, returned, feedback = _kind(message, came_back=by_path is not None)
    marked = by_path or next(_of_ids(message, tenant, marks), None)
    is_text = kind in (MailKind.REPLY, MailKind.AUTOMATIC)
    return IncomingMail(
        kind=kind,
        marked=marked,
        sender=next(iter(parts.addresses(message, "From")), ""),
        subject=parts.header(message, "Subject")[:500],
        text=written(parts.text_of(message))[:10_000] if is_text else "",
        files=tuple(parts.files_of(message)) if is_text else (),
        message_id=parts.header(message, "Message-ID")[:500],
        digest=sha256(content).hexdigest(),
        returned=returned,
        feedback=feedback,
    )


def _kind(message: Message, *, came_back: bool) -> tuple[MailKind, Returned | None, str | None]:
    if (feedback := reports.complaint(message)) is not None:
        return MailKind.COMPLAINT, None, feedback
    returned = _gravest(message)
    if returned is None and came_back and _by_a_mailer(message):
        returned = reports.returned_in_words(message)
    if returned is not None:
        return _KINDS[returned.action], returned, None
    return (MailKind.AUTOMATIC if _is_automatic(message) else MailKind.REPLY), None, None


_KINDS = {
    Action.FAILED: MailKind.BOUNCE,
    Action.DELAYED: MailKind.DELAY,
    Action.DELIVERED: MailKind.DELIVERY,
    Action.RELAYED: MailKind.DELAY,
    Action.EXPANDED: MailKind.DELAY,
}


def _gravest(message: Message) -> Returned | None:
    """Of several recipients of a list, the first that failed, else the first of all."""
    found = reports.returned(message)
    failed = (each for each in found if each.action is Action.FAILED)
    return next(failed, next(iter(found), None))


def _by_a_mailer(message: Message) -> bool:
    senders = parts.addresses(message, "From")
    local = senders[0].partition("@")[0].lower() if senders else ""
    path = str(message.get("Return-Path", "")).strip()
    return (path == "<>" and not _answered_by_machine(message)) or local in _MAILERS


def _is_automatic(message: Message) -> bool:
    precedence = parts.header(message, "Precedence").lower()
    known = "X-Autoreply" in message or "X-Autorespond" in message
    return known or precedence in _AUTOMATIC or _answered_by_machine(message)


def _answered_by_machine(message: Message) -> bool:
    """RFC 3834; a person's mail says ``no`` or nothing."""
    submitted = parts.header(message, "Auto-Submitted").lower().partition(";")[0].strip()
    return submitted not in ("", "no")


def _of_paths(message: Message, tenant: TenantId, marks: Marks) -> Iterator[Marked]:
    for address in parts.addresses(message, *_CAME_TO)[:50]:
        marked = marks.of_return_path(tenant, address.rpartition("@")[0])
        if marked is not None:
            yield marked


def _of_ids(message: Message, tenant: TenantId, marks: Marks) -> Iterator[Marked]:
    """What it answers, the latest first; then what it brings back."""
    named = " ".join(parts.header(message, name) for name in ("References", "In-Reply-To"))
    returned = [_brought_back(part) for part in parts.parts_of(message)]
    for text in (named, *returned):
        for local in reversed(_ID.findall(text)):
            marked = marks.of_message_id(tenant, local)
            if marked is not None:
                yield marked


def _brought_back(part: Message) -> str:
    """The Message-ID of a mail inside this one, whole or only its headers."""
    inner = part.get_payload()
    if isinstance(inner, list):
        first = inner[0] if inner else None
        return str(first.get("Message-ID", ""))[:1_000] if isinstance(first, Message) else ""
    if part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers", "text/plain"):
        text = parts.content(part)[:20_000]
        found = re.search(r"^message-id:\s*(<[^>]{1,600}>)", text, re.IGNORECASE | re.MULTILINE)
        return found[1] if found else ""
    return ""
