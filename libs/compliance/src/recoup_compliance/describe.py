"""A rule in one line of prose, for documentation and for those who were refused."""

from recoup_compliance.rule import Rule


def describe(rule: Rule) -> str:
    """E.g. ``us1-call-cap v1 (law): at most 7 attempts ... 12 CFR ..., from 2021-11-30.``."""
    since = f", from {rule.effective_from}" if rule.effective_from else ""
    until = f", before {rule.effective_until}" if rule.effective_until else ""
    return (
        f"{rule.id} v{rule.version} ({rule.basis}): {rule.measure.words}. "
        f"{rule.citation}{since}{until}."
    )
