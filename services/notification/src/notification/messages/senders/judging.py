"""What becomes of a message whose moment has come: the check of its kind, then its words and their proof."""

from collections.abc import Callable
from datetime import datetime

from notification.claims.domain.facts import Unproven
from notification.consents.domain.address_hash import AddressHash
from notification.messages.domain import commands, creditor_policy
from notification.messages.domain.attachments import WantedDocuments, attached, wanted_documents
from notification.messages.domain.closing_check import AllowedClosing, KnownClosing, closing_check
from notification.messages.domain.closing_notice import ClosingNotice
from notification.messages.domain.credit_notice import CreditNotice
from notification.messages.domain.events import MessageAsked
from notification.messages.domain.message import Message
from notification.messages.domain.notice_check import AllowedNotice, KnownNotice, notice_check
from notification.messages.domain.on_paper import category_of, for_channel
from notification.messages.domain.portal_links import NO_LINKS, Linking
from notification.messages.domain.pre_send_check import Known, pre_send_check
from notification.messages.domain.reminder import REMINDER, stream_of
from notification.messages.domain.verdict import Allowed, CreditorUnknown, Refusal, Unknown
from notification.messages.domain.wording import (
    AnyAllowed,
    AnyKnown,
    claims_of,
    content_of,
    context_of,
)
from notification.messages.handlers import (
    intended_of,
    known_of,
    known_of_closing,
    known_of_notice,
    proofs_of,
)
from notification.messages.senders.answers import Answer, refuse
from notification.templates.domain.content import Template
from notification.templates.handlers import own_template
from notification.templates.renderer.built_in import FIXED
from notification.templates.renderer.templates import TemplateMissing, Templates
from recoup_events.kernel.channels import LETTERS
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import CreditorId
from recoup_events.notification import TemplateCategory
from recoup_events.workflow_scheduler import Intention
from recoup_eventstore.work import UnitOfWork


class Judging:
    """By what is known when it is asked."""

    def __init__(
        self,
        templates: Templates,
        address_hash: AddressHash,
        *,
        opt_out_link: Callable[[Account, MessageAsked], str | None],
        portal_link: Linking,
        files: bool,
    ) -> None:
        self._templates = templates
        self._address_hash = address_hash
        self._opt_out_link = opt_out_link
        self._portal_link = portal_link
        self._files = files

    async def answer(
        self, work: UnitOfWork, account: Account, message: Message, now: datetime
    ) -> Answer:
        """A reminder, a notice of credit, or one to who wants no more contact."""
        assert message.asked is not None, "only a message that was asked for wants to be sent"
        reminder = await work.state(REMINDER, stream_of(account, message.asked.reminder_id))
        notice = reminder.notice or reminder.closing
        if notice is not None:
            return await self._of_notice(work, account, message, notice, now)
        return await self._of_reminder(work, account, message, now)

    async def _of_reminder(
        self, work: UnitOfWork, account: Account, message: Message, now: datetime
    ) -> Answer:
        asked = message.asked
        assert asked is not None, "only a message that was asked for wants to be sent"
        known = await known_of(work, account, asked, self._address_hash)
        match pre_send_check(asked, message.content, known, now):
            case Unknown(receivable_id=id):
                return Answer(commands.HoldMessage(receivable_id=id), None)
            case CreditorUnknown():
                return Answer(commands.PostponeMessage(at=now), None)
            case Refusal() as refusal:
                return refuse(refusal)
            case Allowed() as allowed:
                named = category_of(asked.channel), asked.template
                return await self._written(work, account, message, allowed, known, named, now)

    async def _of_notice(
        self,
        work: UnitOfWork,
        account: Account,
        message: Message,
        notice: CreditNotice | ClosingNotice,
        now: datetime,
    ) -> Answer:
        asked = message.asked
        assert asked is not None, "only a message that was asked for wants to be sent"
        judged: AllowedNotice | AllowedClosing | CreditorUnknown | Refusal
        known: KnownNotice | KnownClosing
        if isinstance(notice, CreditNotice):
            known = await known_of_notice(work, account, asked, notice, self._address_hash)
            judged = notice_check(asked, message.content, known, now)
        else:
            known = await known_of_closing(work, account, asked, notice, self._address_hash)
            judged = closing_check(asked, message.content, known, now)
        match judged:
            case CreditorUnknown():
                return Answer(commands.PostponeMessage(at=now), None)
            case Refusal() as refusal:
                return refuse(refusal)
            case AllowedNotice() | AllowedClosing() as allowed:
                named = TemplateCategory.NOTICE, notice.template
                return await self._written(work, account, message, allowed, known, named, now)

    async def _written(
        self,
        work: UnitOfWork,
        account: Account,
        message: Message,
        allowed: AnyAllowed,
        known: AnyKnown,
        named: tuple[TemplateCategory, str],
        now: datetime,
    ) -> Answer:
        """The words and the proof of what they claim; or the same words once more."""
        assert message.asked is not None, "only a message that was asked for is written"
        if message.content is not None:
            again = {proof.claim for proof in message.content.proofs}
            proven = await proofs_of(work, account, again, allowed, known)
            if isinstance(proven, Unproven):
                return refuse(creditor_policy.unproven(proven))
            return Answer(commands.RepeatMessage(debts=allowed.debts, at=now), allowed)
        try:
            template = await self._template(work, account, named, message.asked.creditor_id)
        except TemplateMissing as missing:
            return Answer(commands.AbandonMessage(reason=str(missing)), allowed)
        claims = claims_of(known, self._templates.claims(template))
        proofs = await proofs_of(work, account, claims, allowed, known)
        if isinstance(proofs, Unproven):
            return refuse(creditor_policy.unproven(proofs))
        intended: tuple[Intention, ...] = ()
        names_measures = self._templates.names_measures(template)
        if isinstance(known, Known) and isinstance(allowed, Allowed) and names_measures:
            intended, more = await intended_of(work, account, allowed, known)
            proofs = tuple(dict.fromkeys((*proofs, *more)))
        paper = message.asked.channel in LETTERS
        link = None if paper else self._opt_out_link(account, message.asked)
        bare = paper or isinstance(known, KnownClosing)
        portal = NO_LINKS if bare else self._portal_link(account, message.asked, now)
        facts = {"intended": intended, "on_paper": paper, "opt_out_link": link}
        context = context_of(allowed, known, **facts, **portal)
        words = self._templates.write(named[0], template, allowed.recipient.language, context)
        level = known.reminder.level if isinstance(known, Known) else 0
        documents = wanted_documents(allowed, level)
        along = attached(documents, message.documents, now, files=self._files)
        if isinstance(along, WantedDocuments):
            return Answer(commands.RequestDocuments(wanted=along, at=now), allowed)
        content = content_of(allowed, known, words, proofs).model_copy(update=dict(along))
        content = for_channel(message.asked.channel, content, allowed, known.creditor)
        leave = {"debts": allowed.debts, "rules_version": allowed.rules_version, "at": now}
        return Answer(commands.QueueMessage(content=content, **leave), allowed)

    async def _template(
        self,
        work: UnitOfWork,
        account: Account,
        named: tuple[TemplateCategory, str],
        creditor_id: CreditorId,
    ) -> Template:
        """A creditor's own before ours, but where nothing else may be said."""
        if named[1] in FIXED:
            return self._templates.built_in(*named)
        own = await own_template(work, account.tenant, *named, creditor_id)
        return own or self._templates.built_in(*named)
