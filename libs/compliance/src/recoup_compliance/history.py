"""What has already passed between a debtor and those who collect, as far as the rules ask."""

from collections.abc import Collection, Iterator

from recoup_compliance.attempt import Attempt, Instant
from recoup_compliance.conditions import Conditions
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, DebtId
from recoup_events.notification import ConsentBasis


class PastAttempt(Value):
    """A contact with the person that was tried, at whichever address, whether or not it arrived."""

    at: Instant
    channel: Medium
    debts: tuple[DebtId, ...]


class Conversation(Value):
    """A telephone conversation with the person, whoever dialled."""

    at: Instant
    debts: tuple[DebtId, ...]


class OptOut(Value):
    """Somebody said "not by this channel", or withdrew the consent to it."""

    at: Instant
    channel: Medium
    creditor_id: CreditorId | None = None
    """Of the only creditor it was said to; ``None`` is all of them."""


class Consent(Value):
    """The person agreed to a channel."""

    at: Instant
    channel: Medium
    creditor_id: CreditorId | None = None
    basis: ConsentBasis


class History(Value):
    """Everything known about one person; attempts and conversations of the last days suffice."""

    attempts: tuple[PastAttempt, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    opt_outs: tuple[OptOut, ...] = ()
    """The person's own, which the person's later consent ends."""
    address_opt_out: OptOut | None = None
    """The one that stands at the address the contact would reach, whoever said it."""
    consents: tuple[Consent, ...] = ()
    conditions: Conditions = Conditions()

    def about(self, debt: DebtId, channels: Collection[Medium]) -> Iterator[PastAttempt]:
        """The past attempts on a debt by any of these channels."""
        for past in self.attempts:
            if debt in past.debts and past.channel in channels:
                yield past

    def opted_out(self, attempt: Attempt) -> OptOut | None:
        """The opt-out in force on the channel; only the person's own later consent ends one."""
        if self.address_opt_out is not None and _concerns(self.address_opt_out, attempt):
            return self.address_opt_out
        recorded = [o for o in self.opt_outs if _concerns(o, attempt)]
        last = max(recorded, key=lambda opt_out: opt_out.at, default=None)
        if last is None or any(
            _concerns(consent, attempt)
            and consent.basis is ConsentBasis.EXPRESS_CONSENT
            and last.at < consent.at
            for consent in self.consents
        ):
            return None
        return last


def _concerns(word: OptOut | Consent, attempt: Attempt) -> bool:
    """Said before the attempt, about its channel and its creditor; one not known is each of them."""
    of_creditor = (
        None in (word.creditor_id, attempt.creditor_id) or word.creditor_id == attempt.creditor_id
    )
    return of_creditor and word.channel == attempt.channel and word.at <= attempt.at
