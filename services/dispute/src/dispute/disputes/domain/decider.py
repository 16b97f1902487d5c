"""A dispute: the debtor contests a part of one invoice until it is withdrawn or decided."""

from collections.abc import Sequence

from dispute.disputes.domain import commands, events
from dispute.disputes.domain.dispute import (
    NOTHING,
    Dispute,
    DisputeEvent,
    DisputeState,
    NoDispute,
    State,
    evolve,
    timers,
)
from dispute.disputes.domain.errors import (
    CreditUnacceptable,
    CurrencyUnacceptable,
    DisputeRefused,
    DuplicateReference,
)
from dispute.disputes.domain.evidence import (
    AddEvidence,
    AnnounceEvidence,
    RemoveEvidence,
    decide_evidence,
)
from dispute.disputes.domain.opening import opened
from dispute.disputes.domain.verifying import check_verified, verification
from dispute.disputes.domain.working import worked_on
from recoup_events import dispute as public
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import first_of
from recoup_eventstore.decider import Decider
from recoup_eventstore.metadata import described
from recoup_receivables.continuing import moved


def decide(command: commands.DisputeCommand, state: State) -> Sequence[DisputeEvent]:
    match state, command:
        case NoDispute(), commands.OpenDispute():
            return opened(command)
        case NoDispute(), _:
            raise DisputeRefused("There is no such dispute; open it first.")
        case Dispute(), _:
            return _of_one(command, state)


def _of_one(command: commands.DisputeCommand, state: Dispute) -> Sequence[DisputeEvent]:
    match state, command:
        case Dispute(), commands.OpenDispute():
            raise DuplicateReference.of(state.opened.dispute_id)
        case Dispute(), commands.MoveDispute():
            return _moved(command, state)
        case Dispute(), AnnounceEvidence() | AddEvidence() | RemoveEvidence():
            is_open = state.state is DisputeState.OPEN
            return decide_evidence(command, **state.ids, files=state.evidence, is_open=is_open)
        case Dispute(), commands.AssignDispute() | commands.AddEntry():
            return worked_on(command, state)
        case Dispute(state=DisputeState.OPEN), commands.SendVerification():
            return verification(command, state)
        case Dispute(state=DisputeState.OPEN), _:
            return [_move(command, state)]
        case Dispute(state=ended), _:
            raise DisputeRefused(f"The dispute is {ended.value}; open a new one to contest again.")


def _move(command: commands.DisputeCommand, dispute: Dispute) -> DisputeEvent:
    """List every move an open dispute allows; what is not listed is refused."""
    ids, slices = dispute.ids, dispute.slices
    match command:
        case commands.WithdrawDispute(reason=reason):
            return public.DisputeWithdrawn(**ids, slices=slices, reason=reason)
        case commands.UpholdDispute(reason=reason):
            whole = dispute.amount
            return public.DisputeUpheld(
                **ids, slices=slices, credit=whole, credits=slices, reason=reason
            )
        case commands.PartlyUpholdDispute(credit=credit, reason=reason):
            check_verified(dispute)
            part = _part(credit, dispute.amount)
            return public.DisputePartlyUpheld(
                **ids, slices=slices, credit=part, credits=first_of(slices, part), reason=reason
            )
        case commands.RejectDispute(reason=reason):
            check_verified(dispute)
            return public.DisputeRejected(**ids, slices=slices, reason=reason)
        case commands.DemandReview() if not dispute.overdue:
            return events.ReviewDue(**ids)
        case _:
            raise DisputeRefused(
                "The dispute waits for its review already; withdraw or resolve it."
            )


def _moved(command: commands.MoveDispute, dispute: Dispute) -> Sequence[DisputeEvent]:
    """What was decided already is credited wherever it is asked for by then."""
    slices = moved(dispute.slices, command.continued_by, command.continuations)
    if dispute.state is not DisputeState.OPEN or slices == dispute.slices:
        return []
    return [public.DisputeMoved(**dispute.ids, before=dispute.slices, slices=slices)]


def _part(credit: Money, contested: Money) -> Money:
    if credit.currency != contested.currency:
        raise CurrencyUnacceptable(
            f"{contested} are contested; send the credit in {contested.currency}.",
            pointer="/credit/currency",
        )
    if contested <= credit:
        raise CreditUnacceptable(
            f"{credit} is not a part of the {contested} contested; send less than that, or the "
            "outcome upheld.",
            pointer="/credit/amount",
        )
    return credit


DISPUTE = described(
    Decider("dispute", NOTHING, decide, evolve, timers),
    lambda dispute, metadata: public.DisputeMetadataChanged(**dispute.ids, metadata=metadata),
)
