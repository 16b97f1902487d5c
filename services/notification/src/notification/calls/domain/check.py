"""The check before a call: what is still owed and chased, and lawful right now."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from notification.calls.domain.events import CallRequested
from notification.contacts.domain.judging import judged
from notification.contacts.domain.known_contact import Intent, KnownContact
from notification.debtors.domain.debtor import Recipient, can_be_reached
from notification.messages.domain import creditor_policy
from notification.messages.domain.receivable import Receivable
from notification.messages.domain.verdict import Refusal
from recoup_compliance.contact_ledger.line import Evidence
from recoup_compliance.permit import Refused
from recoup_compliance.recording import recording_of
from recoup_compliance.window import window
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import DebtId, InvoiceId, debt_id_of
from recoup_events.notification import CallItem, CapLeft, RecordingRule

LONGEST = timedelta(minutes=30)
"""How long a permission holds at most: a payment may come, and nothing can stop who dials."""


class KnownCall(KnownContact):
    """Everything the check rests on, as of now."""

    receivables: Mapping[InvoiceId, tuple[Receivable, ...]]
    """Of each invoice the call is about; all have arrived."""


class Allowed(Value):
    """The call may be made."""

    items: tuple[CallItem, ...]
    debts: tuple[DebtId, ...]
    address_hash: str
    until: datetime
    caps: tuple[CapLeft, ...]
    recording: RecordingRule | None = None
    rules_version: str
    evidence: Evidence


def check(requested: CallRequested, known: KnownCall) -> Allowed | Refusal:
    """Judge one call at the moment at which it is asked for."""
    items = _chased(known)
    if not items:
        return _nothing_left(known)
    recipient = _recipient(requested, known)
    if isinstance(recipient, Refusal):
        return recipient
    intent = Intent(
        id=requested.call_id,
        channel=Medium.CALL,
        address=requested.phone,
        creditor_id=requested.creditor_id,
        debts=(debt_id_of(requested.customer_id, requested.creditor_id),),
        place=requested.place,
        notice=requested.notice,
    )
    call = judged(intent, known, recipient, requested.at)
    if isinstance(call.verdict, Refused):
        return Refusal(**call.verdict.model_dump(exclude={"basis"}), evidence=call.evidence)
    ahead = window(call.attempt, call.history)
    return Allowed(
        items=items,
        debts=intent.debts,
        address_hash=known.address_hash,
        until=min(ahead.until, requested.at + LONGEST),
        caps=tuple(CapLeft(**dict(cap)) for cap in ahead.caps),
        recording=_recording(known, recipient, call.attempt.day),
        rules_version=call.verdict.rules_version,
        evidence=call.evidence,
    )


def _recording(known: KnownCall, recipient: Recipient, on: date) -> RecordingRule:
    """By where both sides are: the creditor's office, and the person."""
    assert known.creditor.details is not None, "nobody is called in nobody's name"
    office = known.creditor.details.address
    places = (office.country, office.subdivision), (recipient.country, recipient.subdivision)
    return RecordingRule.model_validate(recording_of(places, on).model_dump())


def _chased(known: KnownCall) -> tuple[CallItem, ...]:
    return tuple(
        CallItem(invoice_id=id, receivable_id=each.receivable_id, amount=each.chased)
        for id, terms in known.receivables.items()
        for each in terms
        if each.chased
    )


def _nothing_left(known: KnownCall) -> Refusal:
    if any(each.balance for terms in known.receivables.values() for each in terms):
        return creditor_policy.nothing_chased(len(known.receivables))
    return creditor_policy.settled(len(known.receivables))


def _recipient(requested: CallRequested, known: KnownCall) -> Recipient | Refusal:
    profile = known.debtor.profile
    recipient = None if profile is None else profile.recipient(requested.person_id)
    assert recipient is not None, "a call is asked for to one of a customer's persons"
    if not can_be_reached(requested.phone, Medium.CALL):
        return creditor_policy.invalid_address(recipient, Medium.CALL)
    if bounce := known.address.bounces.get(Medium.CALL):
        return creditor_policy.bounced(recipient, Medium.CALL, bounce)
    return recipient
