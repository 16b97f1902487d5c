"""What the contact ledger says of the answer to "may this message be sent now?"."""

from collections.abc import Sequence
from datetime import datetime

from notification.contact_ledger.domain.events import MessageDispatched
from notification.messages.domain.closing_check import AllowedClosing
from notification.messages.domain.events import MessageAsked
from notification.messages.domain.notice_check import AllowedNotice
from notification.messages.domain.verdict import Allowed, Refusal
from recoup_compliance.contact_ledger.line import Entry, Kind
from recoup_events.kernel.channels import medium_of
from recoup_events.kernel.event import Event

Verdict = Allowed | AllowedNotice | AllowedClosing | Refusal


def entry_of(
    asked: MessageAsked, verdict: Verdict, events: Sequence[Event], now: datetime
) -> Entry | None:
    """``None`` where it was allowed, and given up before an attempt began."""
    plain = Entry(
        kind=Kind.REFUSED,
        at=now,
        contact_id=asked.message_id,
        channel=medium_of(asked.channel),
        creditor_id=asked.creditor_id,
        person_id=asked.person_id,
        rules_version=verdict.rules_version,
    )
    if isinstance(verdict, Refusal):
        attempt = verdict.evidence.attempt
        debts = () if attempt is None else attempt.debts
        refused = {"rule": verdict.rule, "retry_at": verdict.retry_at, "debts": debts}
        return plain.model_copy(update=refused)
    for event in events:
        if isinstance(event, MessageDispatched):
            begun = {"attempt": event.attempt, "debts": event.debts}
            return plain.model_copy(update={"kind": Kind.PERMITTED} | begun)
    return None
