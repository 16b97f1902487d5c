"""A customer's category: what the evidence adds up to, unless a person has said otherwise."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from pydantic import AwareDatetime

from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import CustomerId
from recoup_events.workflow_scheduler import (
    Category,
    CategoryOverridden,
    CategoryOverrideEnded,
    CustomerCategorised,
)
from recoup_eventstore.decider import Decider
from recoup_receivables.calendar import local_date, start_of_day
from workflow_scheduler.categories.domain.errors import NotOverridden, OverrideUnusable
from workflow_scheduler.categories.domain.events import CategoryReviewPlanned
from workflow_scheduler.categories.domain.weighing import Weighing
from workflow_scheduler.categories.domain.weights import VERSION

REVIEW = "review"
"""The timer of the moment at which what has expired may change the category."""


class Reviewed(Command):
    """What the evidence adds up to now comes with every command."""

    customer_id: CustomerId
    weighing: Weighing
    now: AwareDatetime
    time_zone: str


class ReviewCategory(Reviewed):
    """Something has happened, or has expired."""


class OverrideCategory(Reviewed):
    category: Category
    reason: str
    until: date | None
    by: str


class EndOverride(Reviewed):
    by: str


CategoryCommand = ReviewCategory | OverrideCategory | EndOverride
CategoryEvent = (
    CustomerCategorised | CategoryOverridden | CategoryOverrideEnded | CategoryReviewPlanned
)


class Override(Value):
    category: Category
    reason: str
    until: date | None
    by: str


class Categorised(Value):
    """Undecided until there is evidence."""

    category: Category = Category.UNDECIDED
    override: Override | None = None
    review_at: datetime | None = None


def decide(command: CategoryCommand, state: Categorised) -> Sequence[CategoryEvent]:
    """What a person says stands before the evidence; a change is said once."""
    events = list(_override(command, state))
    for event in events:
        state = evolve(state, event)
    events += _changed(command, state)
    review_at = _review_at(command, state)
    if review_at != state.review_at:
        planned = CategoryReviewPlanned(customer_id=command.customer_id, review_at=review_at)
        events.append(planned)
    return events


def _override(command: CategoryCommand, state: Categorised) -> Sequence[CategoryEvent]:
    match command:
        case OverrideCategory():
            return _overridden(command, state)
        case EndOverride() if state.override is None:
            raise NotOverridden("Nobody has overridden the category; the evidence decides already.")
        case EndOverride(by=by):
            return [_ended(command, by)]
        case ReviewCategory():
            return [_ended(command, None)] if _is_over(command, state.override) else []


def _overridden(command: OverrideCategory, state: Categorised) -> Sequence[CategoryEvent]:
    today = local_date(command.now, command.time_zone)
    if command.until is not None and command.until < today:
        raise OverrideUnusable(
            f"{command.until} is over in the customer's calendar; send a day from {today} on, or "
            "none for as long as nobody takes it back.",
            pointer="/until",
        )
    wanted = Override(**command.model_dump(include={"category", "reason", "until", "by"}))
    if state.override is not None and wanted == state.override:
        return []
    return [
        CategoryOverridden(
            customer_id=command.customer_id,
            category=command.category,
            reason=command.reason,
            until=command.until,
            overridden_by=command.by,
        )
    ]


def _is_over(command: Reviewed, override: Override | None) -> bool:
    if override is None or override.until is None:
        return False
    return override.until < local_date(command.now, command.time_zone)


def _ended(command: Reviewed, by: str | None) -> CategoryOverrideEnded:
    return CategoryOverrideEnded(customer_id=command.customer_id, ended_by=by, ended_at=command.now)


def _changed(command: Reviewed, state: Categorised) -> Sequence[CustomerCategorised]:
    weighing, override = command.weighing, state.override
    category = weighing.category if override is None else override.category
    if category is state.category:
        return []
    return [
        CustomerCategorised(
            customer_id=command.customer_id,
            category=category,
            before=state.category,
            overridden=override is not None,
            scores=weighing.scores,
            evidence=weighing.evidence,
            weights_version=VERSION,
        )
    ]


def _review_at(command: Reviewed, state: Categorised) -> datetime | None:
    moments = []
    if command.weighing.next_change_at is not None:
        moments.append(command.weighing.next_change_at)
    if state.override is not None and state.override.until is not None:
        day_after = state.override.until + timedelta(days=1)
        moments.append(start_of_day(day_after, command.time_zone))
    return min(moments, default=None)


def evolve(state: Categorised, event: CategoryEvent) -> Categorised:
    match event:
        case CustomerCategorised(category=category):
            return state.model_copy(update={"category": category})
        case CategoryOverridden():
            override = Override(
                category=event.category,
                reason=event.reason,
                until=event.until,
                by=event.overridden_by,
            )
            return state.model_copy(update={"override": override})
        case CategoryOverrideEnded():
            return state.model_copy(update={"override": None})
        case CategoryReviewPlanned(review_at=moment):
            return state.model_copy(update={"review_at": moment})


def timers(state: Categorised) -> Mapping[str, datetime]:
    return {} if state.review_at is None else {REVIEW: state.review_at}


CATEGORY: Decider[CategoryCommand, Categorised, CategoryEvent] = Decider(
    "customer", Categorised(), decide, evolve, timers
)


def category_of(account: Account) -> Stream:
    """A customer has one."""
    return CATEGORY.stream(*account, account.key)
