"""What the events of a dispute add up to."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypedDict

from dispute.disputes.domain import events
from dispute.disputes.domain.evidence import Evidence, evidence_after
from recoup_events import dispute as public
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CustomerId, DisputeId, EvidenceId
from recoup_events.kernel.metadata import NO_METADATA, Metadata
from recoup_events.kernel.money import Money, total
from recoup_events.kernel.slices import Slice

REVIEW = "review"
"""The timer of the resolution clock; it runs while the dispute is open."""


class DisputeState(StrEnum):
    OPEN = "open"
    WITHDRAWN = "withdrawn"
    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    REJECTED = "rejected"


class Ids(TypedDict):
    """What every event about a dispute names."""

    dispute_id: DisputeId
    customer_id: CustomerId


class NoDispute(Value):
    """Nothing was opened under this id."""


class Entry(Value):
    """Something that was said."""

    entry_id: str
    speaker: public.Speaker
    words: str


class Dispute(Value):
    opened: public.DisputeOpened
    slices: tuple[Slice, ...]
    """What it contests, on the invoices that are asked for by now."""
    state: DisputeState = DisputeState.OPEN
    review_at: datetime | None = None
    """By when somebody has to look at it; ``None`` once it has ended."""
    overdue: bool = False
    """Still open when that moment had come."""
    credit: Money | None = None
    outcome_reason: str | None = None
    """The reason given when it ended."""
    verified_on: date | None = None
    """When verification of the debt was sent."""
    owner: str | None = None
    team: str | None = None
    conversation: tuple[Entry, ...] = ()
    """In the order in which it was said."""
    metadata: Metadata = NO_METADATA
    evidence: Mapping[EvidenceId, Evidence] = {}
    """In the order in which it was announced."""

    @property
    def ids(self) -> Ids:
        return {"dispute_id": self.opened.dispute_id, "customer_id": self.opened.customer_id}

    @property
    def awaits_verification(self) -> bool:
        """A consumer contested in the validation period, and was sent nothing yet."""
        return (
            self.state is DisputeState.OPEN
            and self.opened.validation is not None
            and self.verified_on is None
        )

    @property
    def amount(self) -> Money:
        """All that is contested."""
        return total((slice.amount for slice in self.slices), self.slices[0].amount.currency)


State = NoDispute | Dispute
DisputeEvent = (
    public.DisputeEvent | events.ReviewPlanned | events.ReviewDue | events.EvidenceAnnounced
)
NOTHING: State = NoDispute()


def evolve(state: State, event: DisputeEvent) -> State:
    match state, event:
        case _, public.DisputeOpened():
            return Dispute(opened=event, slices=event.slices)
        case Dispute(), (
            events.EvidenceAnnounced()
            | public.DisputeEvidenceAdded()
            | public.DisputeEvidenceRemoved()
        ):
            return state.model_copy(update={"evidence": evidence_after(state.evidence, event)})
        case Dispute(), public.DisputeEntryAdded(entry_id=id, speaker=speaker, words=words):
            said = Entry(entry_id=id, speaker=speaker, words=words)
            return state.model_copy(update={"conversation": (*state.conversation, said)})
        case Dispute(), _:
            return state.model_copy(update=_changed(event))
        case _:
            return state


def _changed(event: DisputeEvent) -> Mapping[str, object]:
    match event:
        case events.ReviewPlanned(review_at=at):
            return {"review_at": at}
        case events.ReviewDue():
            return {"overdue": True}
        case public.DisputeMoved(slices=slices):
            return {"slices": slices}
        case public.DisputeVerificationSent(sent_on=day):
            return {"verified_on": day}
        case public.DisputeAssigned(owned_by=owner, team=team):
            return {"owner": owner, "team": team}
        case _:
            return _outcome(event)


def _outcome(event: DisputeEvent) -> Mapping[str, object]:
    match event:
        case public.DisputeWithdrawn(reason=reason):
            return _ended(DisputeState.WITHDRAWN, reason)
        case public.DisputeUpheld(credit=credit, reason=reason):
            return _ended(DisputeState.UPHELD, reason, credit)
        case public.DisputePartlyUpheld(credit=credit, reason=reason):
            return _ended(DisputeState.PARTLY_UPHELD, reason, credit)
        case public.DisputeRejected(reason=reason):
            return _ended(DisputeState.REJECTED, reason)
        case _:
            return {}


def _ended(state: DisputeState, reason: str, credit: Money | None = None) -> Mapping[str, object]:
    return {
        "state": state,
        "outcome_reason": reason,
        "credit": credit,
        "review_at": None,
        "overdue": False,
    }


def timers(state: State) -> Mapping[str, datetime]:
    """An open dispute is woken once, when its review is due."""
    match state:
        case Dispute(review_at=datetime() as at, overdue=False):
            return {REVIEW: at}
        case _:
            return {}
