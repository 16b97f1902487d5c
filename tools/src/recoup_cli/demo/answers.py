"""What the world answers by mail at the end of the demo: one mail comes back, another is replied to."""

from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NamedTuple

import httpx

_WORDS = "We have never received this invoice. Could you send it again?"


class Answers(NamedTuple):
    """As the API shows them."""

    returned: Any
    """The message that came back."""
    reply: Any


def latest(mailbox: Path) -> list[EmailMessage]:
    """The two latest mails, or fewer."""
    return [_read(file) for file in sorted(mailbox.glob("*.eml"))[-2:]]


async def answer_two(
    http: httpx.AsyncClient, notification: str, key: str, mails: Sequence[EmailMessage]
) -> Answers | None:
    """``None`` where nobody was written to."""
    if len(mails) < 2:
        return None
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "message/rfc822"}

    async def asked(method: str, path: str, content: bytes | None = None) -> Any:
        answer = await http.request(method, notification + path, content=content, headers=headers)
        answer.raise_for_status()
        return answer.json()

    bounced = await asked("POST", "/v1/inbound-mails", bounce_of(mails[0]))
    replied = await asked("POST", "/v1/inbound-mails", reply_to(mails[1]))
    return Answers(
        await asked("GET", f"/v1/messages/{bounced['message_id']}"),
        await asked("GET", f"/v1/replies/{replied['reply_id']}"),
    )


def told(answers: Answers) -> str:
    """In two lines, and where to read more."""
    returned, reply = answers
    return (
        f"A mail came back: {returned['id']} is {returned['state']} ({returned['reason']}).\n"
        f"A customer wrote: “{reply['text']}”, understood as {reply['meaning']}, {reply['state']} "
        "at /v1/replies."
    )


def _read(file: Path) -> EmailMessage:
    return message_from_bytes(file.read_bytes(), policy=policy.default)


def bounce_of(mail: EmailMessage) -> bytes:
    """With the headers of the mail, as RFC 3464 asks for."""
    return "\r\n".join(
        [
            "From: Mail Delivery System <mailer-daemon@mx.example>",
            "To: receivables@recoup.example",
            "Subject: Undelivered Mail Returned to Sender",
            "MIME-Version: 1.0",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="B"',
            "",
            "--B",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; mx.example",
            "",
            "Final-Recipient: rfc822; somebody@customer.example",
            "Action: failed",
            "Status: 5.1.1",
            "Diagnostic-Code: smtp; 550 5.1.1 no such mailbox",
            "",
            "--B",
            "Content-Type: text/rfc822-headers",
            "",
            f"Message-ID: {mail['Message-ID']}",
            "",
            "--B--",
            "",
        ]
    ).encode()


def reply_to(mail: EmailMessage) -> bytes:
    reply = EmailMessage(policy=policy.SMTP)
    reply["From"], reply["To"] = str(mail["To"]), str(mail["From"])
    reply["Subject"] = f"Re: {mail['Subject']}"
    reply["In-Reply-To"] = str(mail["Message-ID"])
    reply["Message-ID"] = "<answer-1@customer.example>"
    reply.set_content(f"{_WORDS}\n\n> {mail['Subject']}\n")
    return reply.as_bytes()
