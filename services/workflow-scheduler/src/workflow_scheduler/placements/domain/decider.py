"""What a placement allows, and to whom; what is not listed is refused."""

from collections.abc import Sequence

from recoup_events.kernel.ids import ReceivableId
from recoup_events.workflow_scheduler import (
    PlacementAccepted,
    PlacementApproved,
    PlacementBalanceChanged,
    PlacementDeclined,
    PlacementLapsed,
    PlacementOfferDecided,
    PlacementOfferReported,
    PlacementProposed,
    PlacementRecalled,
    PlacementRecallRequested,
    PlacementRejected,
    PlacementResumed,
    PlacementReturned,
    PlacementSuspended,
)
from recoup_eventstore.decider import Decider
from workflow_scheduler.placements.domain import commands
from workflow_scheduler.placements.domain.errors import AnswerTooLate, PlacementRefused, SamePerson
from workflow_scheduler.placements.domain.placement import (
    Ids,
    NotProposed,
    Placement,
    State,
    evolve,
    timers,
)
from workflow_scheduler.placements.domain.remitting import remit
from workflow_scheduler.placements.domain.reporting import report
from workflow_scheduler.placements.domain.stages import AT_AGENCY, SEEN_BY_AGENCY, Recorded, Stage

Events = Sequence[Recorded]
_OVER = {
    Stage.RECALLED: "The placement was recalled; nothing is accepted for it any more.",
    Stage.RETURNED: "The placement was returned; nothing is accepted for it any more.",
    Stage.OFFERED: "The placement was not accepted yet; accept it first.",
}


def decide(command: commands.PlacementCommand, state: State) -> Events:
    if isinstance(command, commands.Propose):
        return [_proposed(command, state)]
    return _move(command, placed(state))


def _proposed(command: commands.Propose, state: State) -> PlacementProposed:
    if isinstance(state, Placement):
        raise PlacementRefused("There is a placement of this id already; read it.")
    return PlacementProposed(**command.model_dump(exclude={"by"}), proposed_by=command.by)


def _move(command: commands.Move, state: Placement) -> Events:
    if isinstance(command, commands.Following):
        return _follow(command, state)
    if isinstance(command, commands.OfCreditor):
        return _of_creditor(command, state)
    if isinstance(command, commands.Answer):
        return _answer(command, state)
    return _of_agency(command, state)


def placed(state: State) -> Placement:
    """The placement of a state that has one."""
    if isinstance(state, NotProposed):
        raise PlacementRefused("There is no such placement; propose it first.")
    return state


def _of_creditor(command: commands.OfCreditor, state: Placement) -> Events:
    if isinstance(command, commands.DecideOffer):
        return _decide_offer(command, state)
    ended = Ended(**state.ids, receivable_ids=state.held_ids)
    match state.stage, command:
        case Stage.PROPOSED, commands.Approve():
            return _approve(command, state)
        case Stage.PROPOSED, commands.Reject(reason=reason):
            return [PlacementRejected(**ended, reason=reason)]
        case Stage.PLACED, commands.RequestRecall():
            return [PlacementRecallRequested(**state.ids, **dict(command))]
        case (Stage.OFFERED, commands.RequestRecall()) | (Stage.RECALLING, commands.Recall()):
            return [PlacementRecalled(**ended)]
        case _, commands.Recall():
            return []  # it was returned just before
        case stage, _:
            raise PlacementRefused(
                f"The placement is {stage.value} and does not allow this; read it to see where it stands."
            )


class Ended(Ids):
    """What all ways to end one name."""

    receivable_ids: tuple[ReceivableId, ...]


def _approve(command: commands.Approve, state: Placement) -> Events:
    if command.by == state.proposed.proposed_by:
        raise SamePerson(
            "Whoever proposed the placement may not approve it; ask a second person, or use another key."
        )
    if not command.items:
        raise PlacementRefused("Nothing is owed any more on what was proposed; reject it.")
    return [PlacementApproved(**state.ids, **command.model_dump(exclude={"by"}))]


def _decide_offer(command: commands.DecideOffer, state: Placement) -> Events:
    if not isinstance(state.reports.get(command.external_id), PlacementOfferReported):
        raise PlacementRefused("The agency has reported no such offer; read its reports.")
    if command.external_id in state.decided:
        raise PlacementRefused("The offer was decided already; the agency may report another one.")
    return [PlacementOfferDecided(**state.ids, **dict(command))]


def _answer(command: commands.Answer, state: Placement) -> Events:
    ids, ended = state.ids, Ended(**state.ids, receivable_ids=state.held_ids)
    match state.stage, command:
        case Stage.OFFERED, commands.Accept(now=now) | commands.Decline(now=now) if (
            state.answer_by is not None and now > state.answer_by
        ):
            raise AnswerTooLate(
                f"An answer was wanted until {state.answer_by:%Y-%m-%dT%H:%MZ}; ask the creditor to "
                "propose the placement anew."
            )
        case Stage.OFFERED, commands.Accept(reference=reference):
            return [
                PlacementAccepted(**ids, receivable_ids=state.receivable_ids, reference=reference)
            ]
        case Stage.OFFERED, commands.Decline(reason=reason, note=note):
            return [PlacementDeclined(**ended, reason=reason, note=note)]
        case Stage.OFFERED, commands.Lapse():
            return [PlacementLapsed(**ended)]
        case _, commands.Lapse():
            return []
        case stage, _:
            raise PlacementRefused(f"The placement is {stage.value}; there is nothing to answer.")


def _follow(command: commands.Following, state: Placement) -> Events:
    if state.stage not in SEEN_BY_AGENCY:
        return []
    match command:
        case commands.FollowConditions(conditions=now) if now == state.conditions:
            return []
        case commands.FollowConditions(conditions=()):
            return [PlacementResumed(**state.ids)]
        case commands.FollowConditions(conditions=now):
            return [PlacementSuspended(**state.ids, conditions=now)]
        case commands.FollowBalance():
            return _follow_balance(command, state)


def _follow_balance(command: commands.FollowBalance, state: Placement) -> Events:
    item = state.items.get(command.receivable_id)
    same = item is not None and (item.balance, item.askable) == (command.balance, command.askable)
    if item is None or (same and command.payment_id not in state.unbooked):
        return []
    return [
        PlacementBalanceChanged(
            **state.ids,
            **dict(command),
            invoice_id=item.invoice_id,
            total=state.balance - item.balance + command.balance,
        )
    ]


def _of_agency(
    command: commands.Return | commands.AnyReport | commands.Remit, state: Placement
) -> Events:
    if state.stage not in AT_AGENCY:
        known = f"The placement is {state.stage.value}; nothing is accepted for it."
        raise PlacementRefused(_OVER.get(state.stage, known))
    match command:
        case commands.Return(reason=reason, note=note):
            ended = Ended(**state.ids, receivable_ids=state.held_ids)
            return [PlacementReturned(**ended, reason=reason, note=note)]
        case commands.Remit():
            return [remit(command, state)]
        case _:
            return report(command, state)


PLACEMENT: Decider[commands.PlacementCommand, State, Recorded] = Decider(
    "placement", NotProposed(), decide, evolve, timers
)
