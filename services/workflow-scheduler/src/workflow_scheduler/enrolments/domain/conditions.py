"""Whether the condition of a step holds on its day, and in words why it does not."""

from collections.abc import Iterator, Sequence
from datetime import date

from recoup_events.workflow_scheduler import DayRange, Step, StepCondition
from workflow_scheduler.debtors.domain.facts import DebtorFacts
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.events import PassedStep, StepPassed

NOT_KNOWN = "not known"


def pass_over(
    enrolment: Enrolment, step: Step, facts: DebtorFacts, today: date
) -> StepPassed | None:
    """That a step is not taken, since a condition does not hold; ``None`` where all do."""
    if step.when is None:
        return None
    reason = "; ".join(_unmet(step.when, enrolment, facts, today))
    if not reason:
        return None
    passed = PassedStep(step=step.name, on=today, reason=reason)
    return StepPassed(enrolment_id=enrolment.enrolment_id, passed=passed)


def _unmet(
    when: StepCondition, enrolment: Enrolment, facts: DebtorFacts, today: date
) -> Iterator[str]:
    chased = enrolment.chased
    if when.amounts and not any(each.holds(chased) for each in when.amounts):
        wanted = " or ".join(map(str, when.amounts))
        yield f"{chased} is chased, wanted {wanted}"
    late = (today - enrolment.due_date).days
    if when.days_past_due is not None and not _within(when.days_past_due, late):
        yield f"{late} days past due, wanted {_days(when.days_past_due)}"
    for name, wanted_ones, found in (
        ("category", when.categories, (facts.category,)),
        ("customer kind", when.customer_kinds, (facts.kind,)),
        ("country", when.countries, (facts.country, facts.subdivision)),
        ("standing", when.standings, (facts.standing(enrolment.creditor_id),)),
        ("last answer", when.last_answers, (facts.last_answer,)),
    ):
        if wanted_ones and not set(wanted_ones) & set(found):
            yield _not_among(name, wanted_ones, found)


def _not_among(name: str, wanted: Sequence[str], found: Sequence[str | None]) -> str:
    known = [each for each in found if each is not None]
    return f"{name} {known[-1] if known else NOT_KNOWN}, wanted {' or '.join(wanted)}"


def _within(wanted: DayRange, days: int) -> bool:
    enough = wanted.at_least is None or days >= wanted.at_least
    return enough and (wanted.below is None or days < wanted.below)


def _days(wanted: DayRange) -> str:
    words = [] if wanted.at_least is None else [f"from {wanted.at_least}"]
    words += [] if wanted.below is None else [f"below {wanted.below}"]
    return " ".join(words)
