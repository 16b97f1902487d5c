"""How templates refuse."""

from collections.abc import Sequence

from notification.templates.domain.content import Finding, FindingKind
from recoup_events.kernel.refusals import Missing, Refused, Unacceptable


class TemplateNotFound(Missing):
    """No template of this id has been sent by this tenant, and none is built in."""


class NothingToPublish(Refused):
    """A template is published from its draft."""

    code = "template_has_no_draft"


class TemplateUnpublished(Refused):
    """Only what was published can be retired."""

    code = "template_not_published"


class TemplateFixed(Unacceptable):
    """Its words are those of the law, and nobody's to change."""

    code = "template_fixed"


class TemplateUnusable(Unacceptable):
    """A draft with findings is not published; `detail` lists them, and reading it does so as well."""

    code = "template_unusable"

    @classmethod
    def of(cls, findings: Sequence[Finding]) -> "TemplateUnusable":
        first, more = findings[0], len(findings) - 1
        where = f"{first.language}, {first.part}"
        if first.line is not None:
            where += f", line {first.line}"
        others = f" There are {more} more findings." if more else ""
        hint = f" {first.suggestion}" if first.suggestion else ""
        if all(each.kind is FindingKind.TONE for each in findings):
            others += " Where it is no fault, publish it with `accept_tone` and why."
        return cls(f"{where}: {first.problem}{hint}{others} GET the template lists all findings.")
