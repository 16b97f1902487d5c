"""Rules of contact as they are shown."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, Field

from recoup_compliance.attempt import Purpose, Role
from recoup_compliance.rule import Applicability, Basis, Checked, Rule
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.channels import Medium


class Binds(BaseModel):
    """Whom and what a rule binds; `null` is everyone, or everything."""

    roles: list[Role] | None = Field(description="In which capacity the creditor collects.")
    debtors: list[CustomerKind] | None
    purposes: list[Purpose] | None = Field(description="What the debt was taken on for.")
    countries: list[str] | None = Field(description="ISO 3166-1 alpha-2.")
    subdivisions: list[str] | None = Field(description="ISO 3166-2.")
    localities: list[str] | None = Field(
        description="Cities with law of their own.", examples=[["US-NY/New York City"]]
    )
    channels: list[Medium] | None


class RuleShown(BaseModel):
    """One dated rule."""

    id: str = Field(examples=["us1-call-cap"])
    version: int = Field(description="Grows with every change of meaning.")
    basis: Basis = Field(
        description="`policy` is the creditor's choice, and binds for every debtor."
    )
    what: str = Field(
        description="What it asks for.",
        examples=["at most 7 attempts per debt in 7 consecutive days"],
    )
    binds: Binds
    citation: str = Field(examples=["12 CFR 1006.14(b)(2)(i)(A), (ii)"])
    checked: Checked = Field(description="What its content was compared with.")
    effective_from: date | None = Field(description="Its first day; `null` is always.")
    effective_until: date | None = Field(
        description="The first day on which it is no longer in force; `null` is no end."
    )
    dated: Checked = Field(
        description="What its days were compared with. Have counsel confirm what was written down "
        "from memory before you rely on when a rule began."
    )
    rules_version: str = Field(
        description="Names exactly the set of rules it belongs to, as verdicts do.",
        examples=["rules-02e529bbe630294e"],
    )


class ChangeKind(StrEnum):
    BEGINS = "begins"
    ENDS = "ends"


class RuleChange(BaseModel):
    """A rule begins, or is for the first day no longer in force."""

    on: date
    change: ChangeKind
    rule: RuleShown


def shown(rule: Rule, version: str) -> RuleShown:
    """A rule of the set of this version."""
    return RuleShown(
        **rule.model_dump(exclude={"applies_to", "measure"}),
        what=rule.measure.words,
        binds=_binds(rule.applies_to),
        rules_version=version,
    )


def _binds(bound: Applicability) -> Binds:
    return Binds.model_validate(bound.model_dump())
