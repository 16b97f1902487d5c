"""What has already passed between a debtor and those who collect, as far as the rules ask."""

from collections.abc import Iterator

from recoup_compliance.attempt import Attempt, Instant, Medium
from recoup_compliance.conditions import Conditions
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import InvoiceId
from recoup_events.notification import ConsentBasis


class PastAttempt(Value):
    """A contact that was tried, whether or not it reached anybody."""

    at: Instant
    channel: Medium
    invoice_id: InvoiceId


class Conversation(Value):
    """A telephone conversation about one debt, whoever dialled; of two debts, two of these."""

    at: Instant
    invoice_id: InvoiceId


class OptOut(Value):
    """The debtor said "not by this channel", or withdrew the consent to it."""

    at: Instant
    channel: Medium


class Consent(Value):
    """The debtor agreed to a channel."""

    at: Instant
    channel: Medium
    basis: ConsentBasis


class History(Value):
    """Everything known about one debtor; attempts and conversations of the last days suffice."""

    attempts: tuple[PastAttempt, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    opt_outs: tuple[OptOut, ...] = ()
    consents: tuple[Consent, ...] = ()
    conditions: Conditions = Conditions()

    def alike(self, attempt: Attempt) -> Iterator[PastAttempt]:
        """The past attempts on the same debt by the same channel."""
        for past in self.attempts:
            if (past.invoice_id, past.channel) == (attempt.invoice_id, attempt.channel):
                yield past

    def opted_out(self, attempt: Attempt) -> OptOut | None:
        """The opt-out in force on the channel; only the debtor's own later consent ends one."""
        recorded = [o for o in self.opt_outs if o.channel == attempt.channel and o.at <= attempt.at]
        last = max(recorded, key=lambda opt_out: opt_out.at, default=None)
        if last is None or any(
            consent.channel == attempt.channel
            and consent.basis is ConsentBasis.EXPRESS_CONSENT
            and last.at < consent.at <= attempt.at
            for consent in self.consents
        ):
            return None
        return last
