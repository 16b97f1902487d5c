"""Conditions of a rule: what they ask, and in words why a fact does not meet them."""

from collections.abc import Iterator, Mapping
from typing import Any

from recoup_events.invoice import CustomerKind
from recoup_events.kernel.amount_range import AmountRange
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import Category
from workflow_scheduler.assignments.domain.facts import Facts

NOT_KNOWN = "not known"


class NamedCreditor(Value):
    creditor_id: CreditorId
    code: str
    """The tenant's."""


class Conditions(Value):
    """All of them have to hold; of each, one of those named is enough. What is empty asks nothing."""

    creditors: tuple[NamedCreditor, ...] = ()
    customer_kinds: tuple[CustomerKind, ...] = ()
    countries: tuple[str, ...] = ()
    subdivisions: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    amounts: tuple[AmountRange, ...] = ()
    customer_metadata: Mapping[str, str] = {}
    """The pairs that the customer bears, each of them."""
    invoice_metadata: Mapping[str, str] = {}
    """The pairs that the invoice bears, each of them."""

    def covers(self, other: "Conditions") -> bool:
        """Whether whatever meets the other meets these, too."""
        named = all(
            not mine or (theirs and set(theirs) <= set(mine))
            for mine, theirs in zip(self._named, other._named, strict=True)
        )
        amounts = not self.amounts or (
            bool(other.amounts)
            and all(any(mine.covers(each) for mine in self.amounts) for each in other.amounts)
        )
        pairs = self.customer_metadata.items() <= other.customer_metadata.items()
        return (
            named
            and amounts
            and pairs
            and (self.invoice_metadata.items() <= other.invoice_metadata.items())
        )

    @property
    def _named(self) -> tuple[Any, ...]:
        return (
            tuple(each.creditor_id for each in self.creditors),
            *(self.customer_kinds, self.countries, self.subdivisions, self.categories),
        )


class Mismatch(Value):
    """A condition that does not hold."""

    condition: str
    """As the rule names it."""
    wanted: str
    found: str


def mismatches(conditions: Conditions, facts: Facts) -> Iterator[Mismatch]:
    """Each condition that does not hold; none where the rule fits."""
    yield from _not_among(conditions, facts)
    if conditions.amounts and not any(each.holds(facts.total) for each in conditions.amounts):
        wanted = " or ".join(map(str, conditions.amounts))
        yield Mismatch(condition="amounts", wanted=wanted, found=_money(facts.total))
    for name, pairs, borne in (
        ("customer_metadata", conditions.customer_metadata, facts.customer_metadata),
        ("invoice_metadata", conditions.invoice_metadata, facts.invoice_metadata),
    ):
        for key, value in pairs.items():
            if borne.get(key) != value:
                found = f"{key}={borne[key]}" if key in borne else f"no {key}"
                yield Mismatch(condition=name, wanted=f"{key}={value}", found=found)


def _not_among(conditions: Conditions, facts: Facts) -> Iterator[Mismatch]:
    asked = (
        ("customer_kinds", conditions.customer_kinds, facts.customer_kind),
        ("countries", conditions.countries, facts.country),
        ("subdivisions", conditions.subdivisions, facts.subdivision),
        ("categories", conditions.categories, facts.category),
    )
    creditors = {each.creditor_id: each.code for each in conditions.creditors}
    if creditors and facts.creditor_id not in creditors:
        wanted = " or ".join(creditors.values())
        yield Mismatch(condition="creditors", wanted=wanted, found=facts.creditor_id)
    for name, wanted_ones, found in asked:
        if wanted_ones and found not in wanted_ones:
            yield Mismatch(
                condition=name, wanted=" or ".join(wanted_ones), found=found or NOT_KNOWN
            )


def _money(amount: Money) -> str:
    return f"{amount.decimal} {amount.currency}"
