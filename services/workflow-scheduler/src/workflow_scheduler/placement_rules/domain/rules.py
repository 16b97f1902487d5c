"""The placement policy of a tenant in one document: its words, and the rules that follow from it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import AgencyId, TenantId
from recoup_events.kernel.refusals import Unacceptable
from recoup_eventstore.decider import Decider
from workflow_scheduler.assignments.domain.conditions import Conditions, Mismatch, mismatches
from workflow_scheduler.assignments.domain.facts import Facts


class PlacementRulesUnusable(Unacceptable):
    """The rules contradict each other, or name what is not there."""

    code = "placement_rules_unusable"


class PlacementRule(Value):
    """Debts that meet all of it are proposed to the agency, unless an earlier rule has them."""

    name: str
    agency_id: AgencyId
    conditions: Conditions = Conditions()
    level: int = 0
    """How firmly it was asked for at least."""
    days_overdue: int = 0


class PlacementRules(Value):
    policy: str = ""
    rules: tuple[PlacementRule, ...] = ()


class PlacementRulesSet(Event, type="placement_rules.set.v1"):
    """By these placements are proposed from now on."""

    document: PlacementRules


class SetPlacementRules(Command):
    document: PlacementRules


class Debt(Value):
    """What rules ask about one debt."""

    facts: Facts
    """The amount is what is owed now."""
    level: int
    due_date: date
    had_by: tuple[AgencyId, ...] = ()
    """Agencies that it was proposed to by a rule before."""
    licensed: tuple[AgencyId, ...] = ()
    """Those that are open and may collect where the customer is."""


class JudgedRule(Value):
    """What a rule says of a debt."""

    rule: PlacementRule
    mismatches: tuple[Mismatch, ...]
    from_on: date
    """The day from which it is old enough."""

    def fits(self, today: date) -> bool:
        return not self.mismatches and self.from_on <= today


def judged(document: PlacementRules, debt: Debt) -> Sequence[JudgedRule]:
    """Each rule, in order; the first that fits decides."""
    return [
        JudgedRule(
            rule=rule,
            mismatches=(*mismatches(rule.conditions, debt.facts), *_more(rule, debt)),
            from_on=debt.due_date + timedelta(days=rule.days_overdue),
        )
        for rule in document.rules
    ]


def _more(rule: PlacementRule, debt: Debt) -> Iterator[Mismatch]:
    if debt.level < rule.level:
        yield Mismatch(condition="level", wanted=f"{rule.level} or more", found=str(debt.level))
    if rule.agency_id in debt.had_by:
        yield Mismatch(
            condition="agency_id", wanted="an agency that did not have it", found="had it before"
        )
    elif rule.agency_id not in debt.licensed:
        yield Mismatch(
            condition="agency_id",
            wanted="an open agency with a licence for the place",
            found="closed, or no licence there",
        )


def explanation(rule: PlacementRule, debt: Debt, today: date) -> str:
    """In words for whoever approves it."""
    facts = debt.facts
    return (
        f"Placement rule “{rule.name}”: every step of its workflow is behind it, the last at level "
        f"{debt.level}; {(today - debt.due_date).days} days overdue; {facts.total} owed; the customer is "
        f"{facts.category.replace('_', ' ')}."
    )


def decide(command: SetPlacementRules, held: PlacementRules) -> Sequence[PlacementRulesSet]:
    """The same again is nothing."""
    names = [rule.name for rule in command.document.rules]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise PlacementRulesUnusable(
                f"Two rules are called {name!r}; a proposal names its rule, so give each a name of its "
                "own.",
                pointer=f"/rules/{place}/name",
            )
    return [] if command.document == held else [PlacementRulesSet(document=command.document)]


def evolve(_held: PlacementRules, event: PlacementRulesSet) -> PlacementRules:
    return event.document


PLACEMENT_RULES: Decider[SetPlacementRules, PlacementRules, PlacementRulesSet] = Decider(
    "placement_rules", PlacementRules(), decide, evolve
)


def placement_rules_of(tenant: TenantId) -> Stream:
    """The one stream of a tenant's rules."""
    return PLACEMENT_RULES.stream(tenant, "placement_rules", "default")
