"""A mail about a report to one address: asked for once, then tried until it is sent or given up.

Every attempt has the same Message-ID, so that what went twice because nobody knew is one mail.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime

from notification.messages.domain.outcomes import Deferred, Outcome, Rejected, Taken
from notification.messages.domain.retries import wait_after
from recoup_events.invoice import SenderIdentity
from recoup_events.kernel.attachments import StoredFile
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.personal import AboutPerson, Personal
from recoup_eventstore.decider import Decider

SEND = "send"
"""The timer of the next attempt; it stays wanted until there is an end."""


class ReportMailState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class ReportMailAsked(AboutPerson, Event, type="report_mail.asked.v1"):
    subject = "schedule_id"

    mail_id: str
    run_id: str
    schedule_id: str
    sender: SenderIdentity
    recipient: Personal[str]
    title: str
    text: str
    files: tuple[StoredFile, ...] = ()
    at: AwareDatetime


class ReportMailAttempted(Event, type="report_mail.attempted.v1"):
    """From now on it may have arrived."""

    attempt: int


class ReportMailDeferred(Event, type="report_mail.deferred.v1"):
    attempt: int
    reason: str
    retry_at: AwareDatetime


class ReportMailSent(Event, type="report_mail.sent.v1"):
    attempt: int
    provider_id: str
    at: AwareDatetime


class ReportMailFailed(Event, type="report_mail.failed.v1"):
    """It is not tried again."""

    attempt: int
    reason: str
    at: AwareDatetime


class AskMail(Command):
    mail_id: str
    run_id: str
    schedule_id: str
    sender: SenderIdentity
    recipient: str
    title: str
    text: str
    files: tuple[StoredFile, ...] = ()
    at: AwareDatetime


class BeginAttempt(Command):
    at: AwareDatetime


class RecordOutcome(Command):
    outcome: Outcome
    at: AwareDatetime


class ReportMail(Value):
    asked: ReportMailAsked | None = None
    state: ReportMailState = ReportMailState.WAITING
    attempts: int = 0
    send_at: AwareDatetime | None = None
    reason: str | None = None
    ended_at: AwareDatetime | None = None


MailCommand = AskMail | BeginAttempt | RecordOutcome
MailEvent = (
    ReportMailAsked | ReportMailAttempted | ReportMailDeferred | ReportMailSent | ReportMailFailed
)
_IN_DOUBT = "the last attempt began and its outcome is unknown"


def decide(command: MailCommand, mail: ReportMail) -> Sequence[MailEvent]:
    """A report that is heard of twice is one mail."""
    match command:
        case AskMail():
            if mail.asked is not None:
                return []
            return [ReportMailAsked.model_validate(command, from_attributes=True)]
        case _ if mail.state is not ReportMailState.WAITING:
            return []
        case BeginAttempt(at=at):
            if mail.attempts and wait_after(mail.attempts) is None:
                return [ReportMailFailed(attempt=mail.attempts, reason=_IN_DOUBT, at=at)]
            return [ReportMailAttempted(attempt=mail.attempts + 1)]
        case RecordOutcome(outcome=outcome, at=at):
            return [_ended(outcome, mail.attempts, at)]


def _ended(
    outcome: Outcome, attempt: int, at: datetime
) -> ReportMailSent | ReportMailFailed | ReportMailDeferred:
    match outcome:
        case Taken(provider_id=provider_id):
            return ReportMailSent(attempt=attempt, provider_id=provider_id, at=at)
        case Rejected(reason=reason):
            return ReportMailFailed(attempt=attempt, reason=reason, at=at)
        case Deferred(reason=reason):
            wait = wait_after(attempt)
            if wait is None:
                reason = f"attempts used up; the last one: {reason}"
                return ReportMailFailed(attempt=attempt, reason=reason, at=at)
            return ReportMailDeferred(attempt=attempt, reason=reason, retry_at=at + wait)


def evolve(mail: ReportMail, event: MailEvent) -> ReportMail:
    match event:
        case ReportMailAsked(at=at):
            return ReportMail(asked=event, send_at=at)
        case ReportMailAttempted(attempt=attempt):
            return mail.model_copy(update={"attempts": attempt})
        case ReportMailDeferred(reason=reason, retry_at=at):
            return mail.model_copy(update={"reason": reason, "send_at": at})
        case ReportMailSent(at=at):
            sent = {"state": ReportMailState.SENT, "reason": None, "ended_at": at}
            return mail.model_copy(update=sent)
        case ReportMailFailed(reason=reason, at=at):
            failed = {"state": ReportMailState.FAILED, "reason": reason, "ended_at": at}
            return mail.model_copy(update=failed)


def timers(mail: ReportMail) -> Mapping[str, datetime]:
    if mail.send_at is None or mail.state is not ReportMailState.WAITING:
        return {}
    return {SEND: mail.send_at}


REPORT_MAIL: Decider[MailCommand, ReportMail, MailEvent] = Decider(
    "report_mail", ReportMail(), decide, evolve, timers
)
