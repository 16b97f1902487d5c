"""The list of mails about reports."""

from typing import Any

from notification.report_mails.domain import report_mail as events
from notification.report_mails.domain.report_mail import ReportMailState
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import on

WRITES = named_queries("notification.report_mails", "projection.sql")
Row = tuple[Any, ...]


def _of(recorded: Envelope[Any]) -> Row:
    return (recorded.tenant, recorded.stream.id)


def _asked(recorded: Envelope[events.ReportMailAsked]) -> Row:
    event = recorded.event
    return (*_of(recorded), event.run_id, event.schedule_id, event.at)


def _attempted(recorded: Envelope[events.ReportMailAttempted]) -> Row:
    return (*_of(recorded), recorded.event.attempt)


def _deferred(recorded: Envelope[events.ReportMailDeferred]) -> Row:
    return (*_of(recorded), recorded.event.reason)


def _sent(recorded: Envelope[events.ReportMailSent]) -> Row:
    return (*_of(recorded), ReportMailState.SENT, None, recorded.event.at)


def _failed(recorded: Envelope[events.ReportMailFailed]) -> Row:
    return (*_of(recorded), ReportMailState.FAILED, recorded.event.reason, recorded.event.at)


CHANGES = (
    on(events.ReportMailAsked, WRITES["ask_report_mail"], _asked),
    on(events.ReportMailAttempted, WRITES["attempt_report_mail"], _attempted),
    on(events.ReportMailDeferred, WRITES["defer_report_mail"], _deferred),
    on(events.ReportMailSent, WRITES["end_report_mail"], _sent),
    on(events.ReportMailFailed, WRITES["end_report_mail"], _failed),
)
