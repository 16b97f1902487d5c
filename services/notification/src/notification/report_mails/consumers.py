"""A report was made: each of those who are to know gets one mail."""

from notification.report_mails.domain.report_mail import REPORT_MAIL, AskMail
from notification.report_mails.domain.words import text_of, title_of
from recoup_events.invoice.report import ReportMade
from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.ids import derived
from recoup_eventstore.work import UnitOfWork


async def mail_report(work: UnitOfWork, received: Envelope[ReportMade], cause: Cause) -> None:
    """To people of the creditor's own, so nothing that protects debtors is asked."""
    made = received.event
    for recipient in made.recipients:
        id = derived("rml", made.run_id, recipient)
        command = AskMail(
            mail_id=id,
            run_id=made.run_id,
            schedule_id=made.schedule_id,
            sender=made.sender,
            recipient=recipient,
            title=title_of(made),
            text=text_of(made),
            files=made.files,
            at=cause.at,
        )
        await work.execute(REPORT_MAIL, REPORT_MAIL.stream(*received.account, id), command, cause)
