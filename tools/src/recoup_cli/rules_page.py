"""The page a lawyer reads: every rule of contact, whom it binds, since when, on whose authority."""

from collections.abc import Sequence

from recoup_compliance.rule import Applicability, Rule
from recoup_compliance.rulebook import RULES, rules_version

_HEAD = """# Rules of contact

Written by `recoup docs` from the rules themselves; do not edit.

Not legal advice. Every contact with a person is judged by all of these at once, and the strictest that stands in its way is quoted with the
refusal. A fact that is not known counts as covered: whoever has no country is protected by every country's rules, and whoever has no state or
province by all of its country's. What is a creditor's policy binds for every debtor, whatever the law says. Dates are the debtor's own.
"""


def rules_page() -> str:
    """The whole page, in Markdown."""
    rows = [
        "| rule | version | basis | what | whom it binds | from | before | citation |",
        "|---|---|---|---|---|---|---|---|",
        *(_row(rule) for rule in RULES),
    ]
    return f"{_HEAD}\nThese are `{rules_version()}`.\n\n" + "\n".join(rows) + "\n"


def _row(rule: Rule) -> str:
    cells = (
        f"`{rule.id}`",
        str(rule.version),
        rule.basis,
        rule.measure.words,
        _whom(rule.applies_to),
        str(rule.effective_from or ""),
        str(rule.effective_until or ""),
        rule.citation,
    )
    return "| " + " | ".join(cells) + " |"


def _whom(bound: Applicability) -> str:
    parts: Sequence[tuple[str, ...] | None] = (
        bound.roles,
        bound.debtors,
        bound.purposes,
        bound.subdivisions or bound.countries,
        bound.channels,
    )
    named = [" or ".join(part).replace("_", " ") for part in parts if part is not None]
    return "; ".join(named) or "everyone"
