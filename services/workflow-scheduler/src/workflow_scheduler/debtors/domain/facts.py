"""What steps may ask about a debtor: who it is, how it stands, why it does not pay, what it answered."""

from collections.abc import Mapping, Sequence

from recoup_events.invoice import (
    CreditStandingChanged,
    CustomerDetailsChanged,
    CustomerRegistered,
)
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import CreditorId
from recoup_events.notification import ReplyMeaning, ReplyReceived
from recoup_events.workflow_scheduler import Category, CustomerCategorised, TaskCompleted
from recoup_eventstore.decider import View

NO_ANSWER = "none"
NORMAL = "normal"
_NO_ANSWERS = (ReplyMeaning.OUT_OF_OFFICE, ReplyMeaning.AUTOMATIC)
"""A machine has written them."""
_DETAILS = (CustomerRegistered, CustomerDetailsChanged)
_RECEIVED = (*_DETAILS, CreditStandingChanged, ReplyReceived)
_FOLLOWED = (*_RECEIVED, TaskCompleted, CustomerCategorised)


class DebtorFacts(Value):
    """One customer; what is ``None`` is not known."""

    kind: str | None = None
    country: str | None = None
    subdivision: str | None = None
    category: Category = Category.UNDECIDED
    standings: Mapping[CreditorId, str] = {}
    last_answer: str = NO_ANSWER

    def standing(self, creditor_id: CreditorId) -> str:
        """With a creditor."""
        return self.standings.get(creditor_id, NORMAL)


def _documents(event: Event) -> Sequence[str]:
    return (event.customer_id,) if isinstance(event, _FOLLOWED) else ()


def _evolve(facts: DebtorFacts, received: Envelope[Event]) -> DebtorFacts:
    match received.event:
        case CustomerRegistered() | CustomerDetailsChanged() as details:
            changed = details.model_dump(include={"kind", "country", "subdivision"})
        case CreditStandingChanged(creditor_id=creditor_id, after=standing):
            changed = {"standings": {**facts.standings, creditor_id: str(standing)}}
        case ReplyReceived(meaning=meaning) if meaning not in _NO_ANSWERS:
            changed = {"last_answer": str(meaning)}
        case TaskCompleted(disposition=disposition):
            changed = {"last_answer": str(disposition)}
        case CustomerCategorised(category=category):
            changed = {"category": category}
        case _:
            return facts
    return facts.model_copy(update=changed)


DEBTOR_FACTS = View("debtor_facts", DebtorFacts(), _documents, _evolve, subscribes=_RECEIVED)
