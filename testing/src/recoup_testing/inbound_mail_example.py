"""Mails as servers and people send them back."""

from email.message import EmailMessage

POSTMASTER = "MAILER-DAEMON@mx.customer.example"


def bounce(
    to: str, status: str = "5.1.1", said: str = "550 no such user", action: str = "failed"
) -> bytes:
    """By the standard (RFC 3464), without the mail it returns."""
    return "\r\n".join(
        [
            "Return-Path: <>",
            f"From: Mail Delivery System <{POSTMASTER}>",
            f"To: {to}",
            "Subject: Undelivered Mail Returned to Sender",
            "Auto-Submitted: auto-replied",
            "MIME-Version: 1.0",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="B"',
            "",
            "--B",
            "Content-Type: text/plain",
            "",
            "I'm sorry to have to inform you.",
            "--B",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; mx.customer.example",
            "",
            "Final-Recipient: rfc822; ada@example.com",
            f"Action: {action}",
            f"Status: {status}",
            f"Diagnostic-Code: smtp; {said}",
            "",
            "--B--",
            "",
        ]
    ).encode()


def complaint(message_id: str) -> bytes:
    """By the standard (RFC 5965), with the headers of the mail it is about."""
    return "\r\n".join(
        [
            "From: feedback@provider.example",
            "To: receivables@acme.example",
            "Subject: FW: Invoice",
            "MIME-Version: 1.0",
            'Content-Type: multipart/report; report-type=feedback-report; boundary="B"',
            "",
            "--B",
            "Content-Type: message/feedback-report",
            "",
            "Feedback-Type: abuse",
            "User-Agent: Provider/1.0",
            "Version: 1",
            "",
            "--B",
            "Content-Type: text/rfc822-headers",
            "",
            f"Message-ID: {message_id}",
            "",
            "--B--",
            "",
        ]
    ).encode()


def reply(
    text: str,
    *,
    answers: str | None = None,
    sender: str = "ada@example.com",
    subject: str = "Re: Invoice",
    id: str = "1",
    **headers: str,
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f"Ada Byron <{sender}>"
    mail["To"] = "receivables@acme.example"
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{id}@mail.customer.example>"
    if answers is not None:
        mail["In-Reply-To"] = answers
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail
