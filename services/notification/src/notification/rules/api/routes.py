"""Reads the rules by which every contact is judged; they are the same for all tenants."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from notification.rules.api.schemas import ChangeKind, RuleChange, RuleShown, shown
from recoup_compliance.archive import rules_of
from recoup_compliance.attempt import Purpose, Role
from recoup_compliance.changes import Change, changes
from recoup_compliance.rule import Circle, Rule
from recoup_compliance.rulebook import Rulebook
from recoup_compliance.rules import RULES
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.channels import Medium
from recoup_service.api.fields import Day
from recoup_service.api.paging import Page, PageRequest
from recoup_service.api.problems import Problem
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/rules", tags=["Contacts"])
Reader = Annotated[RequestContext, needs("contacts:read")]
LEFT_OUT = "If left out, it is taken as not known, and the rules of all are listed."


class Bound:
    """``bound: Annotated[Bound, Depends()]``: whom and what the rules are wanted for."""

    def __init__(
        self,
        country: Annotated[
            str | None,
            Query(
                description=f"Of the debtor, ISO 3166-1 alpha-2. {LEFT_OUT}",
                pattern="^[A-Z]{2}$",
                examples=["US"],
            ),
        ] = None,
        subdivision: Annotated[
            str | None,
            Query(
                description=f"Of the debtor, ISO 3166-2. {LEFT_OUT}",
                pattern="^[A-Z]{2}-[A-Z0-9]{1,3}$",
                examples=["US-MA"],
            ),
        ] = None,
        role: Annotated[
            Role | None, Query(description=f"In which the creditor collects. {LEFT_OUT}")
        ] = None,
        debtor: Annotated[
            CustomerKind | None, Query(description=f"Kind of the debtor. {LEFT_OUT}")
        ] = None,
        purpose: Annotated[
            Purpose | None, Query(description=f"What the debt was taken on for. {LEFT_OUT}")
        ] = None,
        channel: Annotated[
            Medium | None, Query(description=f"By which the debtor is contacted. {LEFT_OUT}")
        ] = None,
    ) -> None:
        self._circle = Circle(
            role=role,
            debtor=debtor,
            purpose=purpose,
            country=country or _country_of(subdivision),
            subdivision=subdivision,
            locality=None,
            channel=channel,
        )

    def of(self, rules: Rulebook) -> Sequence[Rule]:
        """Those meant for it, in the order in which they are quoted."""
        return [rule for rule in rules if rule.applies_to.covers(self._circle)]


@router.get("", summary="List the rules of contact")
async def list_rules(
    context: Reader,
    page: Annotated[PageRequest, Depends()],
    bound: Annotated[Bound, Depends()],
    on: Annotated[
        Day | None, Query(description="Those in force on this day; on today if left out.")
    ] = None,
    rules_version: Annotated[
        str | None,
        Query(
            description="Of the set by which a verdict was given; the present one if left out.",
            examples=["rules-02e529bbe630294e"],
            max_length=100,
        ),
    ] = None,
) -> Page[RuleShown]:
    """Each contact is judged by all that bind it, and the strictest is quoted with a refusal."""
    day = on or context.now.date()
    rules = _rules(rules_version)
    after = page.after(tuple[int])
    found = [(n, rule) for n, rule in enumerate(bound.of(rules), start=1) if rule.in_force(day)]
    wanted = [each for each in found if after is None or each[0] > after[0]]
    return page.page(
        wanted[: page.fetch], lambda each: shown(each[1], rules.version), lambda each: (each[0],)
    )


@router.get("/changes", summary="List when the rules of contact change")
async def list_changes(
    context: Reader,
    page: Annotated[PageRequest, Depends()],
    bound: Annotated[Bound, Depends()],
    since: Annotated[
        Day | None,
        Query(alias="from", description="From this day on; from tomorrow on if left out."),
    ] = None,
    until: Annotated[
        Day | None, Query(description="Before this day; as far as is known if left out.")
    ] = None,
) -> Page[RuleChange]:
    """What begins and what ends, the earliest first: the law that is to come, unless you ask for what was."""
    first = since or _day_after(context.now.date())
    after = page.after(tuple[int])
    found = list(enumerate(changes(bound.of(RULES), first, until), start=1))
    wanted = [each for each in found if after is None or each[0] > after[0]]
    return page.page(wanted[: page.fetch], lambda each: _change(each[1]), lambda each: (each[0],))


def _rules(version: str | None) -> Rulebook:
    rules = RULES if version is None else rules_of(version)
    if rules is None:
        raise Problem(
            404,
            "unknown_rules_version",
            "No set of rules has this version here; send the rules_version of a verdict, or leave it "
            "out for the present set.",
        )
    return rules


def _change(each: Change) -> RuleChange:
    kind = ChangeKind.BEGINS if each.begins else ChangeKind.ENDS
    return RuleChange(on=each.on, change=kind, rule=shown(each.rule, RULES.version))


def _country_of(subdivision: str | None) -> str | None:
    return None if subdivision is None else subdivision.partition("-")[0]


def _day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
