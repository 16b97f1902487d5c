"""A rule in prose, for documentation and for those who were refused."""

from collections.abc import Sequence

from recoup_compliance.rule import Applicability, Rule


def describe(rule: Rule) -> str:
    """E.g. ``us1-call-cap v1 (law): at most 7 attempts ... 12 CFR ..., from 2021-11-30.``."""
    since = f", from {rule.effective_from}" if rule.effective_from else ""
    until = f", before {rule.effective_until}" if rule.effective_until else ""
    return (
        f"{rule.id} v{rule.version} ({rule.basis}): {rule.measure.words}. "
        f"{rule.citation}{since}{until}."
    )


def whom(bound: Applicability) -> str:
    """Whom and what a rule binds, e.g. ``agency or debt buyer; consumer; US-CA; call``."""
    parts: Sequence[tuple[str, ...] | None] = (
        bound.roles,
        bound.debtors,
        bound.purposes,
        bound.localities or bound.subdivisions or bound.countries,
        bound.channels,
    )
    named = [" or ".join(part).replace("_", " ") for part in parts if part is not None]
    return "; ".join(named) or "everyone"
