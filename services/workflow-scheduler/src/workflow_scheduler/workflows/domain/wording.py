"""Whether there are words for each message of a workflow, and whether what they claim can be true."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId
from recoup_events.notification import Claim
from recoup_events.workflow_scheduler import Escalate, Measure, Remind, Step
from workflow_scheduler.workflows.domain.errors import (
    ClaimUnsupported,
    TemplateLacksLanguage,
    TemplateUnknown,
)
from workflow_scheduler.workflows.domain.known_templates import (
    KnownTemplate,
    KnownTemplates,
    category_of,
)
from workflow_scheduler.workflows.domain.written_languages import WrittenLanguages

MEASURES: Mapping[Claim, Measure] = {
    Claim.ACCELERATION: Measure.ACCELERATION,
    Claim.LIEN: Measure.LIEN,
    Claim.AGENCY: Measure.AGENCY,
    Claim.SUIT: Measure.SUIT,
}
"""Claims of what is done next: no agreement makes them true where no step comes to it."""


class Writers(Value):
    """Whose messages a workflow's are."""

    languages: Mapping[CreditorId, WrittenLanguages]
    """Of the tenant's first creditor, and of all that use the workflow or have words of their own."""
    first: CreditorId
    """Whose languages a template of the tenant has to have."""
    using: frozenset[CreditorId] = frozenset()
    """Whose invoices are put on it: each of them needs words."""


def check_wording(
    steps: Sequence[Step], known: KnownTemplates, writers: Writers, named_by: str | None = None
) -> None:
    """Raise at the first step whose message nobody has words for, or whose words cannot be true.

    ``named_by`` is the pointer of what names the workflow, where its steps are not what was sent.
    """
    for index, step in enumerate(steps):
        if isinstance(step.action, Remind):
            pointer = named_by or f"/steps/{index}/action/template"
            _check_words(step, step.action, known, writers, pointer)
            _check_claims(step, step.action, known, steps[index + 1 :], pointer)


def _check_words(
    step: Step, action: Remind, known: KnownTemplates, writers: Writers, pointer: str
) -> None:
    category, name = category_of(action.channel), action.template
    if name not in known.names(category):
        raise TemplateUnknown(
            f"Step {step.name!r} names the {category} template {name!r}, which is not published. "
            f"Publish it with POST /v1/templates, or use one of {', '.join(known.names(category))}.",
            pointer=pointer,
        )
    for creditor_id in sorted(writers.using):
        if known.used_by(category, name, creditor_id) is None:
            raise TemplateUnknown(
                f"Step {step.name!r} names the {category} template {name!r}, which is published for "
                f"other creditors alone, and the invoices of {_code(writers, creditor_id)} are put on "
                "this workflow. Publish it for that creditor or for all, or use another.",
                pointer=pointer,
            )
    for template in known.named(category, name):
        for creditor_id in _readers(template, known, writers):
            _check_languages(step, template, creditor_id, writers, pointer)


def _readers(
    template: KnownTemplate, known: KnownTemplates, writers: Writers
) -> Iterable[CreditorId]:
    """Whose messages have these words."""
    if template.creditor_id is not None:
        return [template.creditor_id]
    using = (
        id
        for id in writers.using
        if known.used_by(template.category, template.name, id) == template
    )
    return sorted({writers.first, *using})


def _check_languages(
    step: Step, template: KnownTemplate, creditor_id: CreditorId, writers: Writers, pointer: str
) -> None:
    written = writers.languages.get(creditor_id, WrittenLanguages()).languages
    lacking = [each for each in written if each not in template.languages]
    if lacking:
        raise TemplateLacksLanguage(
            f"Step {step.name!r} names the {template.category} template {template.name!r}, which has no "
            f"words in {', '.join(lacking)}; creditor {_code(writers, creditor_id)} writes "
            f"{'it' if len(lacking) == 1 else 'them'}. Publish the template with the words "
            "(POST /v1/templates), or take the language from the creditor.",
            pointer=pointer,
        )


def _code(writers: Writers, id: CreditorId) -> str:
    return writers.languages.get(id, WrittenLanguages()).code or id


def _check_claims(
    step: Step, action: Remind, known: KnownTemplates, later: Sequence[Step], pointer: str
) -> None:
    """A measure that is decided before the message, or never, is no intention any more."""
    intended = {each.action.measure for each in later if isinstance(each.action, Escalate)}
    for claim in _claims(action, known):
        measure = MEASURES.get(claim)
        if measure is not None and measure not in intended:
            raise ClaimUnsupported(
                f"The words of step {step.name!r} announce {measure}, and no step behind it asks for it, "
                "so each of its messages would be refused. Add such a step "
                f"(action: {{kind: escalate, measure: {measure}}}), or use words without that claim.",
                pointer=pointer,
            )


def _claims(action: Remind, known: KnownTemplates) -> Iterator[Claim]:
    found = known.named(category_of(action.channel), action.template)
    yield from sorted({claim for template in found for claim in template.claims})
