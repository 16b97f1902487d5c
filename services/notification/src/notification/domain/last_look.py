"""The last look before a message leaves: still owed, still chased, and lawful right now."""

from datetime import datetime

from notification.domain import house_rules
from notification.domain.contacts import Contacts, medium
from notification.domain.debtor import Debtor, Profile
from notification.domain.facts import MessageAsked
from notification.domain.letter import Letter
from notification.domain.receivable import Invoice, Receivable
from notification.domain.verdict import Allowed, Refusal, Unheard
from recoup_compliance import attempt as compliance
from recoup_compliance.permit import Permitted, Refused, permit
from recoup_events.base import Value
from recoup_events.money import Money


class Known(Value):
    """Everything the look rests on, as of now."""

    debtor: Debtor
    receivable: Receivable
    contacts: Contacts


class Wanted(Value):
    """Whom to write to about how much, before the law is asked."""

    recipient: str
    address: str
    amount: Money


def last_look(
    asked: MessageAsked, queued: Letter | None, known: Known, now: datetime
) -> Allowed | Refusal | Unheard:
    """Judge one message; ``queued`` holds its words if it was dispatched before."""
    invoice, profile = known.receivable.invoice, known.debtor.profile
    if invoice is None or profile is None:
        return Unheard()
    wanted = _wanted(asked, known.receivable, invoice, profile)
    if isinstance(wanted, Refusal):
        return wanted
    if queued is not None and (queued.address, queued.amount) != (wanted.address, wanted.amount):
        return house_rules.outdated(queued, wanted.address, wanted.amount)
    history = known.contacts.before(asked.message_id, known.debtor)
    match permit(_attempt(asked, profile, now), history):
        case Permitted(rules_version=version):
            return Allowed(
                invoice=invoice,
                customer=profile,
                recipient=wanted.recipient,
                address=wanted.address,
                amount=wanted.amount,
                rules_version=version,
            )
        case Refused() as refused:
            return Refusal.model_validate(refused.model_dump())


def _wanted(
    asked: MessageAsked, receivable: Receivable, invoice: Invoice, profile: Profile
) -> Wanted | Refusal:
    if not invoice.balance:
        return house_rules.settled(invoice.balance)
    chased = receivable.set_aside.chased(asked.invoice_id, invoice.balance)
    if not chased:
        return house_rules.nothing_chased(invoice.balance)
    found = profile.address(asked.role, asked.channel)
    if found is None:
        return house_rules.no_address(asked.role, asked.channel)
    recipient, address = found
    return Wanted(recipient=recipient, address=address, amount=min(chased, asked.amount))


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
    )
