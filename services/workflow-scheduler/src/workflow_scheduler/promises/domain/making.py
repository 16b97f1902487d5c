"""What may be promised: within the policy, and no more than is chased."""

from datetime import timedelta

from recoup_events.workflow_scheduler import PromiseMade
from recoup_receivables.calendar import local_date
from workflow_scheduler.promises.domain.commands import MakePromise
from workflow_scheduler.promises.domain.errors import PromiseDayUnfit, PromiseRefused, SliceUnfit


def make(command: MakePromise) -> PromiseMade:
    """Take a promise under the policy, which holds for it whatever is set later."""
    _check_day(command)
    _check_number(command)
    _check_slices(command)
    return PromiseMade(
        promise_id=command.promise_id,
        customer_id=command.customer_id,
        creditor_id=command.creditor_id,
        slices=command.slices,
        due_on=command.due_on,
        grace_days=command.policy.grace_days,
        given=command.given,
        made_on=local_date(command.now, command.time_zone),
        time_zone=command.time_zone,
        resumes=command.policy.resumes,
        words=command.words,
    )


def _check_day(command: MakePromise) -> None:
    today = local_date(command.now, command.time_zone)
    latest = today + timedelta(days=command.policy.longest_days)
    if not today <= command.due_on <= latest:
        raise PromiseDayUnfit(
            f"Send a day from {today}, today at the customer, to {latest}: the policy takes "
            f"promises {command.policy.longest_days} days ahead. For more time, agree a plan.",
            pointer="/due_on",
        )


def _check_number(command: MakePromise) -> None:
    most = command.policy.most_open
    if command.open_promises >= most:
        raise PromiseRefused(
            f"The customer has {command.open_promises} open promises, and the policy takes {most} "
            "at a time; wait for one, or withdraw one."
        )


def _check_slices(command: MakePromise) -> None:
    if len({slice.amount.currency for slice in command.slices}) > 1:
        raise SliceUnfit("A promise is of one currency; send one for each.", pointer="/slices")
    if len({slice.receivable_id for slice in command.slices}) < len(command.slices):
        raise SliceUnfit("Send each invoice, or each of its terms, once.", pointer="/slices")
    for place, slice in enumerate(command.slices):
        left = command.chased[slice.receivable_id]
        if left.currency != slice.amount.currency:
            raise SliceUnfit(
                f"The invoice is in {left.currency}; state the amount in it.",
                pointer=f"/slices/{place}/amount/currency",
            )
        if slice.amount > left:
            raise SliceUnfit(
                f"{left} of it is chased now: the rest is paid, promised, contested or planned "
                "already. Promise at most that.",
                pointer=f"/slices/{place}/amount",
            )
        if command.broken[slice.receivable_id] >= command.policy.most_broken:
            raise PromiseRefused(
                f"{command.broken[slice.receivable_id]} promises over it were broken, and the "
                "policy takes no further one; agree a plan, or let it be chased.",
                pointer=f"/slices/{place}",
            )
