"""A payment plan: the promise to pay slices of invoices in instalments."""

from collections.abc import Sequence

from payment_plan.plans.domain import commands, covenant, matching
from payment_plan.plans.domain.agreeing import agreed
from payment_plan.plans.domain.errors import DuplicateReference, PlanRefused
from payment_plan.plans.domain.plan import (
    NOTHING,
    NoPlan,
    Plan,
    PlanEvent,
    PlanState,
    State,
    evolve,
)
from payment_plan.plans.domain.reinstating import reinstated
from payment_plan.plans.domain.reviewing import review, timers
from payment_plan.plans.domain.suspending import follow_conditions
from recoup_events import payment_plan as events
from recoup_eventstore.decider import Decider
from recoup_eventstore.metadata import described


def decide(command: commands.PlanCommand, state: State) -> Sequence[PlanEvent]:
    if isinstance(command, commands.AgreePlan):
        return [_agree(command, state)]
    match state:
        case Plan(state=PlanState.BROKEN | PlanState.PAID_OFF) if isinstance(
            command, commands.OfMoney
        ):
            return _move_broken(command, state)
        case Plan(state=PlanState.COMPLETED) if isinstance(command, commands.OfMoney):
            return _move_completed(command, state)
        case _:
            return _move(command, running_plan(state))


def running_plan(state: State) -> Plan:
    """The plan that a state is, if it runs."""
    match state:
        case Plan(state=PlanState.RUNNING):
            return state
        case Plan(state=ended):
            name = ended.value.replace("_", " ")
            raise PlanRefused(f"The plan is {name}; agree a new one for what is still owed.")
        case NoPlan():
            raise PlanRefused("There is no such plan; agree it first.")


def _agree(command: commands.AgreePlan, state: State) -> events.PlanAgreed:
    match state:
        case NoPlan():
            return agreed(command)
        case Plan():
            raise DuplicateReference.of(state.agreed.plan_id)


def _move(command: commands.PlanMove, plan: Plan) -> Sequence[PlanEvent]:
    """Every move a running plan allows."""
    match command:
        case commands.MatchPayment():
            return matching.match(command, plan)
        case commands.UnmatchPayment():
            return matching.unmatch(command, plan)
        case commands.ReducePlan():
            return matching.reduce(command, plan)
        case commands.NoteOverdue() | commands.NoteCured():
            return covenant.note(command, plan)
        case commands.ReviewPlan(at=at):
            return review(at, plan)
        case commands.FollowConditions():
            return follow_conditions(command, plan)
        case commands.CancelPlan(reason=reason, replaced_by=other):
            slices = plan.agreed.slices
            return [
                events.PlanCancelled(**plan.ids, slices=slices, reason=reason, replaced_by=other)
            ]


def _move_broken(command: commands.OfMoney, plan: Plan) -> Sequence[PlanEvent]:
    """Money goes on being counted, as it may turn out that the plan was kept."""
    moves = list(_move(command, plan))
    if not moves or isinstance(command, commands.UnmatchPayment):
        return moves
    after = _after(plan, moves)
    back = reinstated(after, command.at)
    if after.remaining or _is_continued(command):
        meanwhile = review(command.at, _after(after, back)) if back else []
        return [*moves, *back, *meanwhile]
    end = events.PlanCompleted if back else events.PlanPaidOff
    return [*moves, *back, end(**plan.ids, slices=plan.agreed.slices)]


def _after(plan: Plan, moves: Sequence[PlanEvent]) -> Plan:
    state: State = plan
    for event in moves:
        state = evolve(state, event)
    assert isinstance(state, Plan), "a plan stays one"
    return state


def _is_continued(command: commands.OfMoney) -> bool:
    return isinstance(command, commands.ReducePlan) and command.continued_by is not None


def _move_completed(command: commands.OfMoney, plan: Plan) -> Sequence[PlanEvent]:
    """What was taken back was not paid; what else comes is nothing that it waits for."""
    taken = matching.unmatch(command, plan) if isinstance(command, commands.UnmatchPayment) else []
    if not taken:
        return []
    after = evolve(plan, taken[0])
    assert isinstance(after, Plan)
    reopened = events.PlanReopened(
        **plan.ids,
        creditor_id=plan.agreed.creditor_id,
        slices=plan.agreed.slices,
        remaining=after.remaining,
    )
    return [*taken, reopened]


PLAN = described(
    Decider("plan", NOTHING, decide, evolve, timers),
    lambda plan, metadata: events.PlanMetadataChanged(**plan.ids, metadata=metadata),
)
