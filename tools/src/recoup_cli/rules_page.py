"""The page a lawyer reads: every rule of contact, whom it binds, since when, on whose authority."""

from collections.abc import Iterable, Sequence

from recoup_compliance.changes import changes
from recoup_compliance.describe import whom
from recoup_compliance.limitation import BUSINESS, CONSUMER, LIMITATIONS, Limitation
from recoup_compliance.rule import Basis, Checked, Rule
from recoup_compliance.rules import RULES

_HEAD = """# Rules of contact

Written by `recoup docs` from the rules themselves; do not edit.

Not legal advice. Every contact with a person is judged by all of these at once, and the strictest that stands in its way is quoted with the
refusal. A fact that is not known counts as covered: whoever has no country is protected by every country's rules, and whoever has no state or
province by all of its country's. What is a creditor's policy binds for every debtor, whatever the law says. Dates are the debtor's own.

**Checked** says what a rule was compared with: the *official text* of the law or of its authority, or a *secondary source*. What stands there as
*to be confirmed by counsel* was written down from memory, and so were days marked with an asterisk (\\*): have your counsel confirm them before you
rely on when a rule began. `GET /v1/rules` answers the same for a day, a place and a role, and `GET /v1/rules/changes` what changes until when.
"""

_NOT_TAKEN = """
## Allowances that are not taken

Recoup is never more generous than these rules, and sometimes stricter than the law:

* Calls beyond seven with the consumer's consent of the last seven days (12 CFR 1006.14(b)(3)(i)) are counted all the same. Calls that did not
  connect, or reached somebody else, are not (12 CFR 1006.14(b)(3)(ii), comment 14(b)(2)(i)-3).
* The ten business days to act on a "stop" (47 CFR 64.1200(a)(10)) and the one confirming text are not used: it counts at once.
* An attorney who is silent for long, or agrees, opens no way to the consumer by itself (12 CFR 1006.6(b)(2)): lift the condition when that is so.
* Australia's guideline and Ontario's regulation count contacts that were made; attempts are counted here. Ten in a month are ten in any 31 days.
* The three notices after a cease request (15 USC 1692c(c)) are allowed to a contact that is one of them and says nothing else.
* Consent is what the records say: express, or in words of the contract. Nothing is taken for consent because a number or an address is known.
* Whether a commercial debt in California exceeds USD 500,000 is not asked: it is protected either way.
"""

_LIMITATIONS = """
## Until when a suit is spoken of

Nobody is told of a suit that would come after the period of limitation (12 CFR 1006.26(b); [claims](../explanation/claims.md)). Where a country
knows several, by state, by what was sold or by form, the shortest stands here; what lets one begin anew, as a payment may, is not counted, for it
only lengthens it. A consumer of a country that is not here is told of no suit. All of this is to be confirmed by counsel.

| country | debtor | years | from | citation |
|---|---|---|---|---|"""


def rules_page() -> str:
    """The whole page, in Markdown."""
    law = [rule for rule in RULES if rule.basis is Basis.LAW]
    policy = [rule for rule in RULES if rule.basis is Basis.POLICY]
    return "\n".join(
        [
            f"{_HEAD}\nThese are `{RULES.version}`: {len(law)} of law, {len(policy)} of policy.",
            "\n## Law\n",
            *_table(law),
            "\n## Policy\n",
            *_table(policy),
            "\n## Since when, and what is to come\n",
            *_changes(),
            _LIMITATIONS,
            *_limitations(),
            _NOT_TAKEN,
        ]
    )


def _table(rules: Iterable[Rule]) -> Sequence[str]:
    return [
        "| rule | version | what | whom it binds | from | before | citation | checked |",
        "|---|---|---|---|---|---|---|---|",
        *(_row(rule) for rule in rules),
    ]


def _row(rule: Rule) -> str:
    asterisk = "\\*" if rule.dated is Checked.TO_BE_CONFIRMED else ""
    by_law = rule.basis is Basis.LAW
    cells = (
        f"`{rule.id}`",
        str(rule.version),
        rule.measure.words,
        whom(rule.applies_to),
        f"{rule.effective_from}{asterisk}" if rule.effective_from else "",
        f"{rule.effective_until}{asterisk}" if rule.effective_until else "",
        rule.citation,
        rule.checked.replace("_", " ") if by_law else "",
    )
    return "| " + " | ".join(cells) + " |"


def _limitations() -> Iterable[str]:
    for each in LIMITATIONS:
        begins = "end of the year it is due in" if each.from_end_of_year else "day it is due"
        yield f"| {each.country} | {_debtors(each)} | {each.years} | {begins} | {each.citation} |"


def _debtors(period: Limitation) -> str:
    return {BUSINESS: "business", CONSUMER: "natural person"}.get(period.debtors, "all")


def _changes() -> Iterable[str]:
    yield "| day | what changes |"
    yield "|---|---|"
    for each in changes(RULES):
        verb = "begins" if each.begins else "is no longer in force"
        yield f"| {each.on} | `{each.rule.id}` {verb} |"
