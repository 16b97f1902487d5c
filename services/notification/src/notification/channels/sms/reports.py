"""What the provider reports of a text, in words of messages."""

from collections.abc import Mapping
from datetime import datetime

from notification.messages.domain import commands
from notification.messages.domain.outcomes import Rejected
from notification.templates.domain.untrusted import answer
from recoup_events.notification import DeliveryProof

OPTED_OUT = frozenset({"21610"})
NOBODY = frozenset({"21211", "21614", "30005", "30006"})
"""No number, none that takes texts, nobody's, and a landline."""
_ON_THE_WAY = frozenset({"accepted", "scheduled", "queued", "sending", "sent"})
_ARRIVED = frozenset({"delivered", "read"})
_DID_NOT = frozenset({"undelivered", "failed", "canceled"})
_MEANINGS = {
    "30003": "the phone was off or out of reach",
    "30004": "the recipient blocks it",
    "30005": "nobody has this number",
    "30006": "a landline, or a carrier that cannot be reached",
    "30007": "the carrier took it for spam",
    "30008": "the carrier did not say why",
    "21610": "the recipient has replied STOP",
}


def report_of(form: Mapping[str, str], now: datetime) -> commands.DeliveryReport | None:
    """``None`` for a state that says nothing about delivery."""
    id = answer(form.get("MessageSid", ""), form.get("To", "")) or None
    state = form.get("MessageStatus", "")
    if state in _ON_THE_WAY:
        return commands.ReportTaken(provider_id=id)
    if state in _ARRIVED:
        return commands.ReportDelivered(
            provider_id=id, proof=DeliveryProof.CONFIRMED, delivered_at=now
        )
    if state in _DID_NOT:
        learned = learned_of(form)
        return commands.ReportUndelivered(
            provider_id=id,
            reason=learned.reason,
            returned_at=now,
            address_unknown=learned.bounced,
        )
    return None


def learned_of(form: Mapping[str, str]) -> Rejected:
    """Why it did not arrive, and what that says of the number."""
    code = form.get("ErrorCode", "")
    reason = _MEANINGS.get(code) or form.get("ErrorMessage") or form.get("MessageStatus", "")
    reason = answer(": ".join(part for part in (code, reason) if part), form.get("To", ""))
    return Rejected(reason=reason, opted_out=code in OPTED_OUT, bounced=code in NOBODY)
