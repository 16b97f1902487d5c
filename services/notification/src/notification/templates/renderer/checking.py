"""What is wrong with a template, before it is published: each finding with its line and what to do."""

from collections.abc import Iterator, Sequence

from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError, TemplateRuntimeError

from notification.templates.domain.content import (
    LANGUAGES,
    Finding,
    Template,
    TemplateContent,
    TemplateText,
)
from notification.templates.domain.tone import tone_of, undeclared
from notification.templates.domain.variables import VARIABLES
from notification.templates.renderer.blocks import STATEMENT
from notification.templates.renderer.phrases import phrases_in
from notification.templates.renderer.samples import Sample, samples
from notification.templates.renderer.sandbox import OutputTooLong
from notification.templates.renderer.templates import Templates, variables_of
from recoup_events.notification import TemplateCategory
from recoup_receivables import localized

_LONGEST_SUBJECT = 120
"""As rendered; mail programs show less."""


def findings_of(
    templates: Templates,
    category: TemplateCategory,
    content: TemplateContent,
    wanted: Sequence[str],
) -> list[Finding]:
    """Everything wrong with it; ``wanted`` are the languages its creditor writes."""
    return [
        *_of_languages(content, wanted),
        *(
            finding
            for language, text in content.by_language.items()
            if language in LANGUAGES
            for finding in _of_text(templates, category, language, text, content)
        ),
    ]


def _of_languages(content: TemplateContent, wanted: Sequence[str]) -> Iterator[Finding]:
    for language in content.by_language:
        if language not in LANGUAGES:
            yield Finding(
                language=language,
                part="text",
                line=None,
                problem=f"Recoup writes no messages in {language!r}.",
                suggestion=f"It writes {', '.join(LANGUAGES)}.",
            )
    for language in wanted:
        if language in LANGUAGES and language not in content.by_language:
            yield Finding(
                language=language,
                part="text",
                line=None,
                problem=f"The words in {language!r} are missing, which the creditor writes.",
                suggestion="Add them, or take the language from the creditor.",
            )


def _of_text(
    templates: Templates,
    category: TemplateCategory,
    language: str,
    text: TemplateText,
    content: TemplateContent,
) -> Iterator[Finding]:
    unreadable = list(_unreadable(templates, category, language, text))
    yield from unreadable
    for part, source in _parts(text):
        for flaw in (
            *tone_of(source, language),
            *undeclared(source, language, frozenset(content.claims)),
        ):
            yield flaw.found_in(language, part)
    if not unreadable:
        yield from _tried(templates, category, language, text, content)


def _unreadable(
    templates: Templates, category: TemplateCategory, language: str, text: TemplateText
) -> Iterator[Finding]:
    if category is not TemplateCategory.SMS and not text.subject.strip():
        yield Finding(language=language, part="subject", line=1, problem="A mail needs a subject.")
    for part, source in _parts(text):
        for flaw in templates.sandbox.flaws(source, VARIABLES[category]):
            yield flaw.found_in(language, part)


def _parts(text: TemplateText) -> Sequence[tuple[str, str]]:
    return (("subject", text.subject), ("text", text.text))


def _tried(
    templates: Templates,
    category: TemplateCategory,
    language: str,
    text: TemplateText,
    content: TemplateContent,
) -> Iterator[Finding]:
    """On every shape of message; one failure of a kind is enough."""
    for each in samples(category):
        try:
            problems = list(_missing(templates, category, language, text, content, each))
        except (UndefinedError, TemplateRuntimeError, SecurityError, TypeError) as error:
            problems = [f"It fails in a message {each.about}: {error}."]
        except OutputTooLong as error:
            problems = [str(error)]
        if problems:
            suggestion = "Put what names {{ item }} between {% if item %} and {% endif %}."
            for problem in problems:
                fails = problem.startswith("It fails")
                yield Finding(
                    language=language,
                    part="text",
                    line=None,
                    problem=problem,
                    suggestion=suggestion if fails else "Add it outside of conditions.",
                )
            return


def _missing(
    templates: Templates,
    category: TemplateCategory,
    language: str,
    text: TemplateText,
    content: TemplateContent,
    each: Sample,
) -> Iterator[str]:
    phrases = phrases_in(language)
    locale = localized.locale_of(language, each.context.country)
    known = {**variables_of(each.context, phrases, locale), "locale": locale}
    subject = templates.sandbox.render(text.subject, known)
    body = templates.sandbox.render(text.text, known)
    if len(subject) > _LONGEST_SUBJECT:
        yield f"The subject has {len(subject)} characters in a message {each.about}; 120 are the most."
    if category is TemplateCategory.SMS:
        for name in ("opt_out", "disclosures", "total"):
            if str(known[name]) not in body:
                yield f"A message {each.about} lacks {{{{ {name} }}}}."
        if each.context.creditor.name not in body and each.context.creditor.legal_name not in body:
            yield f"A message {each.about} does not say from whom it is: {{{{ creditor.name }}}}."
        return
    if str(known["salutation"]) not in body:
        yield f"A message {each.about} lacks {{{{ salutation }}}}."
    if category is TemplateCategory.EMAIL and STATEMENT not in body:
        yield f"A message {each.about} lacks {{{{ statement }}}}, the list of what is owed."
    draft = Template(name="draft", version=1, content=content)
    templates.write(category, draft, language, each.context)
