"""Whether one contact is lawful right now, and what that rests on."""

from datetime import datetime
from typing import NamedTuple

from notification.contacts.domain.known_contact import Intent, KnownContact, attempt_of, history_of
from notification.debtors.domain.debtor import Recipient
from recoup_compliance.attempt import Attempt
from recoup_compliance.contact_ledger.line import Evidence
from recoup_compliance.history import History
from recoup_compliance.permit import Permitted, Refused, permit


class Judged(NamedTuple):
    attempt: Attempt
    history: History
    verdict: Permitted | Refused

    @property
    def evidence(self) -> Evidence:
        """All that the rules were given, and what they name if they refuse."""
        inputs = self.verdict.inputs if isinstance(self.verdict, Refused) else {}
        return Evidence(attempt=self.attempt, history=self.history, inputs=inputs)


def judged(intent: Intent, known: KnownContact, recipient: Recipient, now: datetime) -> Judged:
    """What the rules say of it."""
    attempt, history = attempt_of(intent, known, recipient, now), history_of(intent, known)
    return Judged(attempt, history, permit(attempt, history))
