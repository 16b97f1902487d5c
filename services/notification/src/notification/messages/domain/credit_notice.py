"""What a customer is told of its credit: on what terms the creditor delivers from now on."""

from enum import StrEnum

from recoup_events.invoice import CreditStandingChanged
from recoup_events.invoice.credit_standing import CreditPolicyApplied, Standing
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditId, CreditorId, CustomerId, ReminderId
from recoup_events.kernel.slices import Slice


class CreditTerms(StrEnum):
    """What of a standing the customer notices, from the mildest to the harshest."""

    USUAL = "usual"
    PREPAY = "prepay"
    HOLD = "hold"


_TERMS = {
    Standing.NORMAL: CreditTerms.USUAL,
    Standing.WATCH: CreditTerms.USUAL,
    Standing.PREPAY: CreditTerms.PREPAY,
    Standing.HOLD: CreditTerms.HOLD,
    Standing.STOP_SERVING_ADVISED: CreditTerms.HOLD,
}


def terms_of(standing: Standing) -> CreditTerms:
    """A look from inside, and advice to a person, change nothing for the customer."""
    return _TERMS[standing]


def overdue_of(change: CreditStandingChanged) -> tuple[Slice, ...]:
    """What was overdue, of all causes, each once."""
    named = {
        each.receivable_id: Slice(
            invoice_id=each.invoice_id, receivable_id=each.receivable_id, amount=each.overdue
        )
        for cause in change.causes
        for each in cause.receivables
    }
    return tuple(named.values())


class CreditNotice(Value):
    """A policy that holds from now on, or one change of terms, to be told in writing."""

    reminder_id: ReminderId
    """Derived from the policy or the change: asked once, sent once."""
    customer_id: CustomerId
    creditor_id: CreditorId
    credit_id: CreditId
    terms: CreditTerms
    overdue: tuple[Slice, ...]
    """For what, when they changed."""
    policy: CreditPolicyApplied | None = None
    """What it is about, if it is no change of terms."""

    @property
    def template(self) -> str:
        return f"credit_{self.terms}" if self.policy is None else "credit_policy"
