"""The notification service, put together: the only file that sees all of it."""

from collections.abc import Callable
from datetime import timedelta

import httpx

from notification.calls.api.routes import asking
from notification.calls.api.routes import router as calls
from notification.calls.handlers import Secrets
from notification.channels.email.composing import MailComposer
from notification.channels.email.mail import MailOrigin
from notification.channels.email.pacing import pace_of
from notification.channels.email.relay import relay_of
from notification.channels.email.sender import EmailSender
from notification.channels.letter.callbacks import letter_callbacks
from notification.channels.letter.provider import letters_of
from notification.channels.letter.sender import LetterSender
from notification.channels.letter.senders import TrackingEffect
from notification.channels.letter.signature import LetterSignature
from notification.channels.sms.callbacks import TEXTS, text_callbacks
from notification.channels.sms.sender import SmsSender
from notification.channels.sms.signature import SmsSignature
from notification.channels.traced import Traced
from notification.channels.with_files import WithFiles
from notification.claims.domain.agreed_terms import AGREED_TERMS
from notification.closing_notices.api.routes import router as closing_notices
from notification.consents.api.addresses import addresses
from notification.consents.api.routes import router as consents
from notification.consents.domain.address_hash import AddressHash
from notification.consents.domain.wishes import WISHES
from notification.contact_leases import consumers as leased
from notification.contact_leases import handlers as leases
from notification.contact_leases.api.history import router as contact_history
from notification.contact_leases.api.routes import leasing
from notification.contact_leases.domain.leases import EXPIRY, LEASES
from notification.contact_leases.timers import expire
from notification.contact_ledger.api.routes import ledgers
from notification.contact_ledger.domain.attempts import ATTEMPTS
from notification.contact_ledger.domain.chain import CHAIN
from notification.contact_ledger.domain.entries import OUTCOMES
from notification.contact_ledger.domain.events import ContactsGivenBack
from notification.contact_ledger.handlers import enter_outcome
from notification.contacts_in_error.api.routes import router as contacts_in_error
from notification.contacts_in_error.consumers import look_back_at_contacts
from notification.contacts_in_error.handlers import follow_call, follow_unsent
from notification.contacts_in_error.projection import COMMUNICATIONS
from notification.creditors.domain.creditor import CREDITOR
from notification.debtors.domain.debtor import DEBTOR
from notification.fallbacks.api.routes import router as fallbacks
from notification.fallbacks.domain.reasons import ENDS
from notification.fallbacks.handlers import fall_back, when_in_doubt
from notification.inbound_mails.api.routes import inbound_mails
from notification.messages import consumers as message_consumers
from notification.messages.api.attachments import attachments
from notification.messages.api.refusals import router as refusals
from notification.messages.api.routes import router as messages
from notification.messages.api.waiting import router as waiting
from notification.messages.domain.announced_terms import ANNOUNCED_TERMS
from notification.messages.domain.chase import CHASE
from notification.messages.domain.chosen_resorts import CHOSEN_RESORTS
from notification.messages.domain.events import MessageAsked, MessageAttemptFailed
from notification.messages.domain.marks import Marked, Marks
from notification.messages.domain.message import ASSUME_DELIVERED, MESSAGE, TRACK
from notification.messages.domain.portal_links import portal_links
from notification.messages.domain.receivable import RECEIVABLE
from notification.messages.domain.reminder import UNADDRESSED
from notification.messages.domain.sender import Sender
from notification.messages.domain.waiting import WAITING_MESSAGES
from notification.messages.projection import WAITING
from notification.messages.senders.effect import MessageEffect
from notification.messages.timers import assume_delivered
from notification.opt_outs.api.routes import OPT_OUTS, opt_outs
from notification.previews.api.routes import previews
from notification.replies.api.routes import router as replies
from notification.report_mails.api.routes import router as report_mails
from notification.report_mails.consumers import mail_report
from notification.report_mails.domain.report_mail import REPORT_MAIL, SEND
from notification.report_mails.senders import ReportMailEffect
from notification.rules.api.routes import router as rules
from notification.satisfaction.api.routes import answers, report
from notification.settings import NotificationSettings
from notification.signing_keys import keys_in
from notification.templates.api.routes import router as own_templates
from notification.templates.domain.template import TEMPLATES
from notification.templates.renderer.templates import Templates
from recoup_compliance.contact_ledger.checkpoint import SigningKey
from recoup_documents.renderer import Renderer
from recoup_events.invoice import CreditStandingChanged, CustomerRegistered, InvoiceIssued
from recoup_events.invoice.credit_standing import CreditPolicyApplied
from recoup_events.invoice.document_set import DocumentSetMade
from recoup_events.invoice.report import ReportMade
from recoup_events.kernel.channels import LETTERS, Channel
from recoup_events.kernel.envelope import Account
from recoup_events.notification import CallMade, ContactRefused, MessageFailed
from recoup_events.workflow_scheduler import (
    PlacementAccepted,
    PlacementContactReported,
    PlacementRecalled,
    PlacementReturned,
    ReminderRequested,
)
from recoup_receivables.owed import FOLLOWED
from recoup_receivables.portal_link import link_signer
from recoup_service.clock import SystemClock
from recoup_service.ids import new_secret
from recoup_service.service import Service

BOOKED_LATE = [kind for kind in FOLLOWED if kind is not InvoiceIssued]
"""What may show that a message or call asked for too much."""
DESCRIPTION = """What was said to customers, what they said about it, and what was left unsaid."""


def build(settings: NotificationSettings) -> Service:
    marks = Marks(settings.address_key.get_secret_value())
    store = settings.file_store(SystemClock().now)
    post = letters_of(settings)
    letters = Traced(LetterSender(post, Renderer()), "letter", _host(settings), None)
    senders: dict[Channel, Sender] = {
        Channel.EMAIL: WithFiles(_email(settings, marks), store),
        Channel.SMS: _sms(settings),
        **dict.fromkeys(LETTERS, letters),
    }
    service = Service(
        "notification", settings, title="Recoup notification", description=DESCRIPTION
    )
    hashed = AddressHash(settings.address_key.get_secret_value())
    signing = SigningKey(settings.checkpoint_key.get_secret_value())
    service.maintains(CREDITOR, DEBTOR, RECEIVABLE, UNADDRESSED, ANNOUNCED_TERMS, CHOSEN_RESORTS)
    service.maintains(WAITING_MESSAGES, AGREED_TERMS, ATTEMPTS, WISHES, CHAIN, TEMPLATES)
    templates = Templates()
    service.serves(waiting, messages, asking(Secrets(hashed, new_secret)), calls)
    service.serves(consents, addresses(hashed), refusals, fallbacks, closing_notices)
    service.serves(text_callbacks(_sms_signature(settings), hashed), opt_outs(marks))
    service.serves(own_templates, previews(templates, senders[Channel.EMAIL]))
    service.serves(inbound_mails(marks, hashed), replies, answers, report)
    service.serves(contacts_in_error, report_mails, ledgers(signing), attachments(store), rules)
    secret = settings.letter_webhook_secret.get_secret_value()
    service.serves(letter_callbacks(LetterSignature(secret), store))
    service.subscribes(
        ReminderRequested, message_consumers.ask_for_messages, message_consumers.reminder_of
    )
    service.subscribes(CustomerRegistered, message_consumers.ask_for_those_that_waited)
    service.subscribes(InvoiceIssued, message_consumers.release_held_messages)
    service.subscribes(CreditStandingChanged, message_consumers.tell_of_credit)
    service.subscribes(
        DocumentSetMade, message_consumers.take_documents, message_consumers.message_of
    )
    service.subscribes(CreditPolicyApplied, message_consumers.tell_of_policy)
    service.subscribes(BOOKED_LATE, look_back_at_contacts)
    service.subscribes((*BOOKED_LATE, *CHASE), message_consumers.stop_what_waits)
    service.follows(CallMade, follow_call)
    service.follows(MessageFailed, follow_unsent)
    service.follows(MessageAttemptFailed, follow_unsent)
    service.follows(ContactRefused, follow_unsent)
    for end in ENDS:
        service.follows(end, fall_back)
    service.serves(leasing(leases.Secrets(hashed, new_secret)), contact_history)
    service.subscribes(PlacementAccepted, leased.know_placement, leased.leases_of)
    service.subscribes(PlacementContactReported, leased.record_contact, leased.leases_of)
    service.subscribes((PlacementRecalled, PlacementReturned), leased.end_leases, leased.leases_of)
    service.follows(ContactsGivenBack, leased.enter_given_back)
    service.handles_timer(LEASES, EXPIRY, expire)
    for outcome in OUTCOMES:
        service.follows(outcome, enter_outcome)
    sending = MessageEffect(
        senders,
        templates,
        hashed,
        new_secret,
        opt_out_link=_opt_out_links(settings, marks),
        portal_link=portal_links(
            link_signer(settings.keys_of_portal),
            settings.address_of_portal,
            settings.portal_links_work_for,
        ),
        files=store is not None,
        when_in_doubt=when_in_doubt,
        returns_within={Channel.EMAIL: timedelta(days=settings.mail_delivered_after_days)},
    )
    service.sends(MESSAGE, "send", sending)
    service.handles_timer(MESSAGE, ASSUME_DELIVERED, assume_delivered)
    service.sends(MESSAGE, TRACK, TrackingEffect(post, store))
    service.subscribes(ReportMade, mail_report)
    service.sends(REPORT_MAIL, SEND, ReportMailEffect(WithFiles(_email(settings, marks), store)))
    service.projects(COMMUNICATIONS)
    service.awaits(WAITING)
    return service


def _opt_out_links(
    settings: NotificationSettings, marks: Marks
) -> Callable[[Account, MessageAsked], str | None]:
    """The same link as in a mail's header, for those who read its end."""

    def link(account: Account, asked: MessageAsked) -> str | None:
        page = _opt_out_page(settings)
        if page is None or asked.channel is not Channel.EMAIL:
            return None
        marked = Marked(
            tenant=account.tenant, customer_id=asked.customer_id, message_id=asked.message_id
        )
        return f"{page}/{marks.opt_out(marked)}"

    return link


def _opt_out_page(settings: NotificationSettings) -> str | None:
    public = settings.public_url
    return None if public is None else f"{str(public).rstrip('/')}{OPT_OUTS}"


def _email(settings: NotificationSettings, marks: Marks) -> Sender:
    origin = MailOrigin(
        address=settings.mail_from,
        domains=settings.mail_domains,
        opt_out_url=_opt_out_page(settings),
        return_host=settings.mail_return_host,
    )
    keys = {} if settings.dkim_keys is None else keys_in(settings.dkim_keys)
    relay = EmailSender(
        lambda: relay_of(settings), MailComposer(origin, marks, keys), pace_of(settings)
    )
    return Traced(relay, "smtp", settings.smtp.host, settings.smtp.port)


def _sms(settings: NotificationSettings) -> Sender:
    provider = httpx.AsyncClient(
        base_url=str(settings.sms_url),
        auth=(settings.sms_account, settings.sms_token.get_secret_value()),
        trust_env=False,
    )
    public = settings.public_url
    sender = SmsSender(
        provider,
        account=settings.sms_account,
        sender=settings.sms_from,
        most_segments=settings.sms_max_segments,
        reports=None if public is None else f"{str(public).rstrip('/')}{TEXTS}",
    )
    return Traced(sender, "sms", provider.base_url.host, provider.base_url.port)


def _host(settings: NotificationSettings) -> str | None:
    return None if settings.letter_url is None else settings.letter_url.host


def _sms_signature(settings: NotificationSettings) -> SmsSignature:
    return SmsSignature(settings.sms_token.get_secret_value(), str(settings.public_url or ""))
