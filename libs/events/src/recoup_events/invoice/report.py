"""Scheduled reports: that one was made, and whom to tell."""

from datetime import date
from typing import ClassVar

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.invoice.creditor import SenderIdentity
from recoup_events.kernel.attachments import StoredFile
from recoup_events.kernel.personal import AboutPerson, Personal


class ReportMade(AboutPerson, InvoiceEvent, type="report.made.v1"):
    """Its files can be read; those who are to know of it get a mail."""

    subject: ClassVar[str] = "schedule_id"

    run_id: str
    schedule_id: str
    report_name: str
    report: str
    as_of: date
    sender: SenderIdentity
    """The creditor's it is about, or the tenant's own."""
    summary: tuple[str, ...]
    """Its sums, a line each."""
    rows: int
    paths: tuple[str, ...]
    """Where its files are read."""
    files: tuple[StoredFile, ...] = ()
    """Those that may go along with a mail; the others are read where ``paths`` say."""
    recipients: Personal[tuple[str, ...]]
    """The email addresses of people of the creditor's."""
