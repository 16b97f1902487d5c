"""On what terms a creditor delivers to a customer now, and which the customer was notified of last."""

from collections.abc import Sequence

from notification.messages.domain.credit_notice import CreditTerms, terms_of
from notification.messages.domain.events import MessageRendered
from recoup_events.invoice import CreditStandingChanged
from recoup_events.invoice.credit_standing import CreditPolicyApplied
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import ReminderId
from recoup_eventstore.decider import View


class AnnouncedTerms(Value):
    """Of one customer with one creditor."""

    now: CreditTerms = CreditTerms.USUAL
    announced: CreditTerms = CreditTerms.USUAL
    """The usual, until a notice leaves."""
    by: ReminderId | None = None
    """The notice that announced them, to each of several persons."""
    policy_version: int = 0
    """The latest that holds for the customer."""

    @property
    def restricted(self) -> bool:
        """The last notice was of a restriction."""
        return self.announced is not CreditTerms.USUAL

    def new_to(self, notice_id: ReminderId) -> bool:
        """Whether this notice still has something to announce."""
        return self.by == notice_id or self.announced is not self.now


def _documents(event: Event) -> Sequence[str]:
    match event:
        case CreditStandingChanged(credit_id=id) | CreditPolicyApplied(credit_id=id):
            return [id]
        case MessageRendered(content=content) if content.notice is not None:
            return [content.notice.credit_id]
        case _:
            return []


def _evolve(known: AnnouncedTerms, recorded: Envelope[Event]) -> AnnouncedTerms:
    match recorded.event:
        case CreditStandingChanged(after=standing):
            return known.model_copy(update={"now": terms_of(standing)})
        case CreditPolicyApplied(policy_version=version):
            latest = max(known.policy_version, version)
            return known.model_copy(update={"policy_version": latest})
        case MessageRendered(content=content) if content.notice and not content.notice.policy:
            notice = content.notice
            return known.model_copy(update={"announced": notice.terms, "by": notice.reminder_id})
        case _:
            return known


ANNOUNCED_TERMS = View(
    "announced_terms",
    AnnouncedTerms(),
    _documents,
    _evolve,
    subscribes=(CreditPolicyApplied, CreditStandingChanged),
)
