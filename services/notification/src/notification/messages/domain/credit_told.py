"""On what terms a creditor delivers to a customer now, and what the customer has been told of that."""

from collections.abc import Sequence

from notification.messages.domain.credit_notice import CreditTerms, terms_of
from notification.messages.domain.events import MessageRendered
from recoup_events.invoice import CreditStandingChanged
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import ReminderId
from recoup_eventstore.decider import View


class CreditTold(Value):
    """Of one customer with one creditor."""

    now: CreditTerms = CreditTerms.USUAL
    told: CreditTerms = CreditTerms.USUAL
    """Where nothing was ever told, the usual."""
    by: ReminderId | None = None
    """The notice that told it, to each of several persons."""

    @property
    def restricted(self) -> bool:
        """It was told of a restriction, and of nothing better since."""
        return self.told is not CreditTerms.USUAL

    def new_to(self, notice_id: ReminderId) -> bool:
        """Whether it is still to be told by this notice."""
        return self.by == notice_id or self.told is not self.now


def _documents(event: Event) -> Sequence[str]:
    match event:
        case CreditStandingChanged(credit_id=id):
            return [id]
        case MessageRendered(content=content) if content.notice is not None:
            return [content.notice.credit_id]
        case _:
            return []


def _evolve(told: CreditTold, recorded: Envelope[Event]) -> CreditTold:
    match recorded.event:
        case CreditStandingChanged(after=standing):
            return told.model_copy(update={"now": terms_of(standing)})
        case MessageRendered(content=content) if content.notice is not None:
            notice = content.notice
            return told.model_copy(update={"told": notice.terms, "by": notice.reminder_id})
        case _:
            return told


CREDIT_TOLD = View(
    "credit_told", CreditTold(), _documents, _evolve, subscribes=(CreditStandingChanged,)
)
