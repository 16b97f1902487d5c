"""The notification service, put together: the only file that sees all of it."""

import httpx

from notification.calls.api.routes import asking
from notification.calls.api.routes import router as calls
from notification.calls.handlers import Secrets
from notification.channels.email.mail import MailOrigin
from notification.channels.email.relay import relay_of
from notification.channels.email.sender import EmailSender
from notification.channels.sms import SmsSender
from notification.channels.traced import Traced
from notification.consents.api.addresses import addresses
from notification.consents.api.routes import router as consents
from notification.consents.domain.address_hash import AddressHash
from notification.consents.domain.wishes import WISHES
from notification.contact_ledger.api.routes import ledgers
from notification.contact_ledger.domain.attempts import ATTEMPTS
from notification.contact_ledger.domain.chain import CHAIN
from notification.contact_ledger.domain.entries import OUTCOMES
from notification.contact_ledger.handlers import enter_outcome
from notification.contacts_in_error.api.routes import router as contacts_in_error
from notification.contacts_in_error.consumers import look_back_at_contacts
from notification.contacts_in_error.handlers import follow_call, follow_unsent
from notification.contacts_in_error.projection import COMMUNICATIONS
from notification.creditors.domain.creditor import CREDITOR
from notification.debtors.domain.debtor import DEBTOR
from notification.messages.api.refusals import router as refusals
from notification.messages.api.routes import router as messages
from notification.messages.api.waiting import router as waiting
from notification.messages.consumers import (
    ask_for_messages,
    ask_for_those_that_waited,
    release_held_messages,
    reminder_of,
    tell_of_credit,
)
from notification.messages.domain.announced_terms import ANNOUNCED_TERMS
from notification.messages.domain.events import MessageAttemptFailed
from notification.messages.domain.message import MESSAGE
from notification.messages.domain.receivable import RECEIVABLE
from notification.messages.domain.reminder import UNADDRESSED
from notification.messages.domain.sender import Sender
from notification.messages.projection import WAITING
from notification.messages.senders import MessageEffect
from notification.report_mails.api.routes import router as report_mails
from notification.report_mails.consumers import mail_report
from notification.report_mails.domain.report_mail import REPORT_MAIL, SEND
from notification.report_mails.senders import ReportMailEffect
from notification.settings import NotificationSettings
from notification.templates.renderer import Templates
from recoup_compliance.contact_ledger.checkpoint import SigningKey
from recoup_events.invoice import CreditStandingChanged, CustomerRegistered, InvoiceIssued
from recoup_events.invoice.report import ReportMade
from recoup_events.kernel.channels import Channel
from recoup_events.notification import CallMade, ContactRefused, MessageFailed
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_receivables.owed import FOLLOWED
from recoup_service.ids import new_secret
from recoup_service.service import Service

BOOKED_LATE = [kind for kind in FOLLOWED if kind is not InvoiceIssued]
"""What may show that a message or call asked for too much."""
DESCRIPTION = """What was said to customers, what they said about it, and what was left unsaid."""


def build(settings: NotificationSettings) -> Service:
    senders: dict[Channel, Sender] = {Channel.EMAIL: _email(settings), Channel.SMS: _sms(settings)}
    service = Service(
        "notification", settings, title="Recoup notification", description=DESCRIPTION
    )
    hashed = AddressHash(settings.address_key.get_secret_value())
    signing = SigningKey(settings.checkpoint_key.get_secret_value())
    service.maintains(CREDITOR, DEBTOR, RECEIVABLE, UNADDRESSED, ANNOUNCED_TERMS)
    service.maintains(ATTEMPTS, WISHES, CHAIN)
    service.serves(waiting, messages, asking(Secrets(hashed, new_secret)), calls)
    service.serves(consents, addresses(hashed), refusals)
    service.serves(contacts_in_error, report_mails, ledgers(signing))
    service.subscribes(ReminderRequested, ask_for_messages, reminder_of)
    service.subscribes(CustomerRegistered, ask_for_those_that_waited)
    service.subscribes(InvoiceIssued, release_held_messages)
    service.subscribes(CreditStandingChanged, tell_of_credit)
    service.subscribes(BOOKED_LATE, look_back_at_contacts)
    service.follows(CallMade, follow_call)
    service.follows(MessageFailed, follow_unsent)
    service.follows(MessageAttemptFailed, follow_unsent)
    service.follows(ContactRefused, follow_unsent)
    for outcome in OUTCOMES:
        service.follows(outcome, enter_outcome)
    service.sends(MESSAGE, "send", MessageEffect(senders, Templates(), hashed, new_secret))
    service.subscribes(ReportMade, mail_report)
    service.sends(REPORT_MAIL, SEND, ReportMailEffect(_email(settings, opt_out=False)))
    service.projects(COMMUNICATIONS)
    service.awaits(WAITING)
    return service


def _email(settings: NotificationSettings, *, opt_out: bool = True) -> Sender:
    origin = MailOrigin(
        address=settings.mail_from,
        domains=settings.mail_domains,
        opt_out_url=settings.opt_out_url if opt_out else None,
    )
    relay = EmailSender(relay_of(settings), origin)
    return Traced(relay, "smtp", settings.smtp.host, settings.smtp.port)


def _sms(settings: NotificationSettings) -> Sender:
    provider = httpx.AsyncClient(
        base_url=str(settings.sms_url),
        auth=(settings.sms_account, settings.sms_token.get_secret_value()),
        trust_env=False,
    )
    sender = SmsSender(provider, account=settings.sms_account, sender=settings.sms_from)
    return Traced(sender, "sms", provider.base_url.host, provider.base_url.port)
