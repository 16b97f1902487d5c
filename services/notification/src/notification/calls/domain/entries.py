"""What the contact ledger says of the answer to "may this call be made?"."""

from notification.calls.domain.check import Allowed
from notification.calls.domain.events import CallRequested
from notification.messages.domain.verdict import Refusal
from recoup_compliance.contact_ledger.line import Entry, Kind
from recoup_events.kernel.channels import Medium


def entry_of(requested: CallRequested, verdict: Allowed | Refusal) -> Entry:
    """A permission is an attempt, until it turns out not to have been used."""
    attempt = verdict.evidence.attempt
    permitted = isinstance(verdict, Allowed)
    return Entry(
        kind=Kind.PERMITTED if permitted else Kind.REFUSED,
        at=requested.at,
        contact_id=requested.call_id,
        channel=Medium.CALL,
        creditor_id=requested.creditor_id,
        person_id=requested.person_id,
        debts=() if attempt is None else attempt.debts,
        rules_version=verdict.rules_version,
        rule=None if isinstance(verdict, Allowed) else verdict.rule,
        retry_at=None if isinstance(verdict, Allowed) else verdict.retry_at,
        until=verdict.until if isinstance(verdict, Allowed) else None,
    )
