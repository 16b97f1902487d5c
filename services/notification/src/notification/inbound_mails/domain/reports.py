"""Reports of machines about a mail of ours: delivery status (RFC 3464, 3463) and complaints (RFC 5965)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from email.message import Message
from email.parser import HeaderParser
from enum import StrEnum
from typing import NamedTuple

from notification.inbound_mails.domain.parts import content, parts_of, text_of
from recoup_events.notification import ReturnKind

_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_CODE = re.compile(r"\b(5[0-5]\d|4[2-5]\d)[ -]")
_LONGEST = 500
_NOBODY, _FULL, _EXPIRED = ("1", "2", "3", "6", "10"), "2.2", ("4.7", "4.1", "4.2")


class Action(StrEnum):
    """What a server says that it did with the mail."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"
    EXPANDED = "expanded"


class Returned(NamedTuple):
    """What a server says of one recipient."""

    action: Action
    status: str
    """Such as ``5.1.1``; empty if it says none."""
    reason: str
    """In the server's words; whom it quotes is masked by whoever keeps it."""

    @property
    def words(self) -> str:
        """Its code, and what the server said; most servers say the code once more."""
        return self.reason if self.status in self.reason else f"{self.status} {self.reason}"

    @property
    def kind(self) -> ReturnKind:
        """Why it came back, as far as its code tells."""
        _, _, detail = self.status.partition(".")
        subject, _, number = detail.partition(".")
        match subject:
            case "1" if number in _NOBODY and self.status.startswith("5"):
                return ReturnKind.NOBODY
            case "2" if detail == _FULL:
                return ReturnKind.MAILBOX_FULL
            case "2" if number == "1":
                return ReturnKind.MAILBOX_CLOSED
            case "7":
                return ReturnKind.BLOCKED
            case "4":
                return ReturnKind.UNREACHABLE
            case _:
                return ReturnKind.OTHER


def returned(message: Message) -> Sequence[Returned]:
    """By the standard; without it, what a server's words say that came to a return path."""
    return [
        one
        for part in parts_of(message)
        if part.get_content_type() == "message/delivery-status"
        for fields in _groups(part)
        if (one := _recipient(fields)) is not None
    ]


def returned_in_words(message: Message) -> Returned | None:
    """Old servers write a letter; only one with a code is believed."""
    text = text_of(message)[:20_000]
    status = _STATUS.search(text)
    if status is not None:
        line = text[max(0, status.start() - 100) : status.end() + 200]
        action = Action.FAILED if status[1] == "5" else Action.DELAYED
        return Returned(action, status[0], " ".join(line.split())[:_LONGEST])
    code = _CODE.search(text)
    if code is None:
        return None
    line = text[code.start() : code.end() + 200]
    action = Action.FAILED if code[1].startswith("5") else Action.DELAYED
    return Returned(action, "", " ".join(line.split())[:_LONGEST])


def complaint(message: Message) -> str | None:
    """The kind of feedback, such as ``abuse``; ``None`` if it is no complaint."""
    for part in parts_of(message):
        if part.get_content_type() == "message/feedback-report":
            fields = HeaderParser().parsestr(_report(part))
            return str(fields.get("Feedback-Type") or "abuse").strip().lower()[:40]
    return None


def _groups(part: Message) -> Iterator[Mapping[str, str]]:
    """Of the message, then of each recipient; the standard library makes mails of them."""
    inner = part.get_payload()
    groups = inner if isinstance(inner, list) else []
    if not groups:
        texts = re.split(r"\n\s*\n", content(part))
        groups = [HeaderParser().parsestr(text) for text in texts if text.strip()]
    for group in groups[:50]:
        if isinstance(group, Message):
            yield {name.lower(): str(value) for name, value in group.items()}


def _recipient(fields: Mapping[str, str]) -> Returned | None:
    action = fields.get("action", "").strip().lower().partition(" ")[0]
    if "final-recipient" not in fields and "original-recipient" not in fields:
        return None
    if action not in set(Action):
        return None
    found = _STATUS.search(fields.get("status", ""))
    diagnostic = " ".join(fields.get("diagnostic-code", "").split())
    better = _STATUS.search(diagnostic)
    status = found[0] if found else ""
    if better and (not status or status.endswith(".0.0")):
        status = better[0]
    reason = diagnostic.partition(";")[2].strip() or diagnostic or status or "no reason was given"
    return Returned(Action(action), status, reason[:_LONGEST])


def _report(part: Message) -> str:
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        return inner[0].as_string()
    return content(part)
