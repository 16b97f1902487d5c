"""The notification service, put together: the only file that sees all of it."""

import httpx

from notification.api.consents.routes import router as consents
from notification.api.messages.routes import router as messages
from notification.api.refusals.routes import router as refusals
from notification.consumers.invoices import release_held_messages
from notification.consumers.reminders import ask_for_messages, messages_of
from notification.domain.contacts import ATTEMPTS, WISHES
from notification.domain.debtor import DEBTOR
from notification.domain.message import MESSAGE
from notification.domain.receivable import RECEIVABLE
from notification.projections.communications import COMMUNICATIONS
from notification.senders.email import EmailSender
from notification.senders.mail import Writer
from notification.senders.message_effect import MessageEffect
from notification.senders.posting import Sender
from notification.senders.relay import relay_of
from notification.senders.rendering import Templates
from notification.senders.sms import SmsSender
from notification.senders.traced import Traced
from notification.settings import NotificationSettings
from recoup_events.invoice import InvoiceIssued
from recoup_events.workflow_scheduler import Channel, ReminderRequested
from recoup_service.house import House

DESCRIPTION = """What was said to customers, what they said about it, and what was left unsaid."""


def build(settings: NotificationSettings) -> House:
    senders: dict[Channel, Sender] = {Channel.EMAIL: _email(settings), Channel.SMS: _sms(settings)}
    house = House("notification", settings, title="Recoup notification", description=DESCRIPTION)
    house.keeps(DEBTOR, RECEIVABLE, ATTEMPTS, WISHES)
    house.serves(messages, consents, refusals)
    house.hears(ReminderRequested, ask_for_messages, messages_of)
    house.hears(InvoiceIssued, release_held_messages)
    house.sends(MESSAGE, "send", MessageEffect(senders, Templates(), settings.creditor))
    house.shows(COMMUNICATIONS)
    return house


def _email(settings: NotificationSettings) -> Sender:
    writer = Writer(
        name=settings.creditor, address=settings.mail_from, opt_out_url=settings.opt_out_url
    )
    relay = EmailSender(relay_of(settings), writer)
    return Traced(relay, "smtp", settings.smtp.host, settings.smtp.port)


def _sms(settings: NotificationSettings) -> Sender:
    provider = httpx.AsyncClient(
        base_url=str(settings.sms_url),
        auth=(settings.sms_account, settings.sms_token.get_secret_value()),
        trust_env=False,
    )
    sender = SmsSender(provider, account=settings.sms_account, sender=settings.sms_from)
    return Traced(sender, "sms", provider.base_url.host, provider.base_url.port)
