"""The mails that arrived, taken apart far enough to see whether anybody else had a hand in them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from recoup_attack.relay import INDEX

MEANT = (
    "from",
    "to",
    "subject",
    "message-id",
    "in-reply-to",
    "references",
    "date",
    "auto-submitted",
    "content-language",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
)
"""The headers a reminder has; any other was written by somebody else."""
FORGERIES = ("evil.example", "somebody else")


@dataclass(frozen=True, slots=True)
class Mail:
    recipients: Sequence[str]
    """To whom the envelope said it goes."""
    content: bytes

    @property
    def parsed(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.default)


def mails(folder: Path) -> list[Mail]:
    """All that arrived, in their order; one being written down now is not there yet."""
    index = folder / INDEX
    lines = index.read_text() if index.exists() else ""
    entries = map(json.loads, lines[: lines.rfind("\n") + 1].splitlines())
    return [Mail(each["recipients"], (folder / each["file"]).read_bytes()) for each in entries]


def tampered(mail: Mail) -> list[str]:
    """What of this mail cannot be what was meant."""
    wrong = []
    head, _, body = mail.content.partition(b"\r\n\r\n")
    names = [
        line.partition(b":")[0].decode("ascii", "replace").lower()
        for line in head.split(b"\r\n")
        if not line.startswith((b" ", b"\t"))
    ]
    if strange := [name for name in names if name not in MEANT]:
        wrong.append(f"a mail has the headers {strange}")
    if len(set(names)) != len(names):
        wrong.append("a mail has a header twice")
    if len(mail.recipients) != 1:
        wrong.append(f"a mail went to {len(mail.recipients)} recipients")
    parsed = mail.parsed
    addresses = [address.addr_spec for address in parsed["To"].addresses]
    if addresses != list(mail.recipients):
        wrong.append(f"a mail says it is for {addresses} and went to {mail.recipients}")
    if parsed["Reply-To"] or parsed["Bcc"] or parsed["Cc"]:
        wrong.append("a mail names further recipients")
    if body.lstrip().startswith(b"The body of somebody else"):
        wrong.append("a mail has the body of somebody else")
    return wrong
