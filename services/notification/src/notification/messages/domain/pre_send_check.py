"""The check before a message leaves: still owed, still chased, and lawful right now."""

from datetime import datetime, timedelta

from notification.consents.domain.wishes import Wishes
from notification.contact_ledger.domain.attempts import Attempts
from notification.debtors.domain.debtor import Debtor, Profile, can_be_reached, medium
from notification.messages.domain import creditor_policy
from notification.messages.domain.events import MessageAsked
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.receivable import Receivable
from notification.messages.domain.verdict import Allowed, Refusal, Unknown
from recoup_compliance import attempt as compliance
from recoup_compliance.history import History
from recoup_compliance.permit import Permitted, Refused, permit
from recoup_events.kernel.channels import ContactRole
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import MessageId
from recoup_events.kernel.money import Money

FINAL_NOTICE = "final_notice"
"""The template by which the law and hardship know the last word."""


PATIENCE = timedelta(days=14)
"""Longer than any cap lets a message wait; after a longer rest the workflow asks anew."""


class Known(Value):
    """Everything the look rests on, as of now."""

    debtor: Debtor
    receivable: Receivable
    wishes: Wishes
    attempts: Attempts


class Addressed(Value):
    """Whom to write to about how much, before the law is asked."""

    recipient: str
    address: str
    amount: Money


def pre_send_check(
    asked: MessageAsked, queued: MessageContent | None, known: Known, now: datetime
) -> Allowed | Refusal | Unknown:
    """Judge one message; ``queued`` holds its words if it was dispatched before."""
    terms, profile = known.receivable.terms, known.debtor.profile
    owed = known.receivable.owed
    if terms is None or owed.balance is None or profile is None:
        return Unknown()
    wanted = _wanted(asked, owed.balance, owed.chased(asked.invoice_id), profile)
    if isinstance(wanted, Refusal):
        return wanted
    if queued is not None and (queued.address, queued.amount) != (wanted.address, wanted.amount):
        return creditor_policy.outdated(queued, wanted.address, wanted.amount)
    past = history(known.debtor, known.wishes, known.attempts, asked.message_id)
    attempt = _attempt(asked, profile, now)
    match permit(attempt, past):
        case Permitted(rules_version=version):
            return Allowed(
                terms=terms,
                balance=owed.balance,
                customer=profile,
                recipient=wanted.recipient,
                address=wanted.address,
                amount=wanted.amount,
                today=attempt.day,
                rules_version=version,
            )
        case Refused() as refused:
            return _refusal(refused, now)


def _refusal(refused: Refused, now: datetime) -> Refusal:
    until = refused.retry_at
    waits = until is not None and until - now <= PATIENCE
    return Refusal.model_validate(refused.model_dump() | {"retry_at": until if waits else None})


def _wanted(
    asked: MessageAsked, balance: Money, chased: Money, profile: Profile
) -> Addressed | Refusal:
    if not balance:
        return creditor_policy.settled(balance)
    if not chased:
        return creditor_policy.nothing_chased(balance)
    found = profile.address(asked.role, asked.channel)
    if found is None:
        return creditor_policy.no_address(asked.role, asked.channel)
    recipient, address = found
    if not can_be_reached(address, asked.channel):
        return creditor_policy.invalid_address(asked.role, asked.channel)
    return Addressed(recipient=recipient, address=address, amount=min(chased, asked.amount))


def _attempt(asked: MessageAsked, profile: Profile, now: datetime) -> compliance.Attempt:
    return compliance.Attempt(
        channel=medium(asked.channel),
        debtor=compliance.Debtor(
            kind=profile.kind, country=profile.country, time_zone=profile.time_zone
        ),
        role=compliance.Role.CREDITOR,
        purpose=profile.purpose,
        invoice_id=asked.invoice_id,
        at=now,
        to_attorney=asked.role is ContactRole.ATTORNEY,
        final=asked.template == FINAL_NOTICE,
    )


def history(debtor: Debtor, wishes: Wishes, attempts: Attempts, message_id: MessageId) -> History:
    """The history as the rules want it, without this message's own earlier attempts."""
    return History(
        attempts=tuple(past for id, past in attempts.by_message.items() if id != message_id),
        opt_outs=wishes.opt_outs,
        consents=wishes.consents,
        conditions=debtor.conditions,
    )
