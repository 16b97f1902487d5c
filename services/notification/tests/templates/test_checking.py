"""What is wrong with a template is said with its line, before anybody gets it."""

import pytest

from notification.templates.domain.content import Finding, TemplateContent, TemplateText
from notification.templates.renderer.built_in import built_in
from notification.templates.renderer.checking import findings_of
from notification.templates.renderer.templates import Templates
from recoup_events.notification import BUILT_IN_LANGUAGES, Claim, TemplateCategory

TEMPLATES = Templates()
SUBJECT = "{{ what | capital }} over {{ total }}"
GOOD = "{{ salutation }}\n\nA note about {{ what }}.\n\n{{ statement }}"


def found(text: str, *claims: Claim, subject: str = SUBJECT, language: str = "en") -> list[Finding]:
    content = TemplateContent(
        texts=(TemplateText(language=language, subject=subject, text=text),), claims=claims
    )
    return findings_of(TEMPLATES, TemplateCategory.EMAIL, content, [])


def said(text: str, *claims: Claim, language: str = "en") -> str:
    return " ".join(each.problem for each in found(text, *claims, language=language))


def test_every_built_in_template_would_be_published() -> None:
    for (category, name), template in built_in().items():
        wrong = findings_of(TEMPLATES, category, template.content, BUILT_IN_LANGUAGES)
        assert wrong == [], (name, wrong)


def test_a_good_one_has_no_findings() -> None:
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("bomb", "problem"),
    [
        ("{{ 'a' * 1000000000 }}", "The operator '*' is not part"),
        ("{{ 9 ** 9 ** 9 }}", "The operator '**' is not part"),
        ("{% for a in range(9999999) %}x{% endfor %}", "A loop goes over a list by its name"),
        ("{% for a in [1, 2] %}x{% endfor %}", "A loop goes over a list by its name"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "'Macro' is not part"),
        ("{% include 'other' %}", "Taking in another template is not part"),
        ("{{ salutation.__class__.__mro__ }}", "Only variables have parts"),
        ("{{ creditor.model_dump() }}", "A call with brackets is not part"),
        ("{{ what | center(99999999) }}", "There is no filter 'center'"),
        ("{{ '%999999999d' | format(1) }}", "There is no filter 'format'"),
        ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "nested too deeply"),
        ("{% if item %}" * 40 + "{% endif %}" * 40, "It is nested more than"),
        ("x" * 20_001, "longer than 20000 characters"),
        ("{% set x = 1 %}", "'Assign' is not part"),
        ("{{ unclosed", "It cannot be read"),
    ],
)
def test_what_could_run_long_or_reach_far_is_refused_in_words(bomb: str, problem: str) -> None:
    assert problem in said(f"{GOOD}\n\n{bomb}")


def test_three_loops_inside_each_other_are_too_many() -> None:
    nested = "{% for a in items %}" * 3 + "x" + "{% endfor %}" * 3
    assert "at most 2 deep" in said(f"{GOOD}\n\n{nested}")


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (f"{GOOD}\n\n{{{{ amuont }}}}", 7, "There is no variable 'amuont'."),
        (
            f"{GOOD}\n\n{{% if item %}}\n{{{{ item.prize }}}}{{% endif %}}",
            8,
            "'item' has no 'prize'.",
        ),
        (f"{GOOD}\n\n{{% if item %}}", 7, "It cannot be read"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, line: int, problem: str) -> None:
    [finding] = found(text)
    assert (finding.line, problem in finding.problem) == (line, True)


def test_what_every_message_needs_has_to_be_there_in_every_shape_of_message() -> None:
    assert "lacks {{ salutation }}" in said("{{ statement }}")
    assert "lacks {{ statement }}" in said("{{ salutation }}")
    only_one = "{{ salutation }}\n\n{% if item %}{{ statement }}{% endif %}"
    assert "about several invoices lacks {{ statement }}" in said(only_one)


def test_what_is_there_in_some_messages_alone_is_told_apart() -> None:
    assert "It fails in a message about several invoices" in said(
        f"{GOOD}\n\n{{{{ item.number }}}}"
    )


def test_a_text_message_says_how_to_stop_and_what_the_law_wants() -> None:
    content = TemplateContent(
        texts=(TemplateText(language="en", text="{{ creditor.name }}: {{ total }}"),)
    )
    wrong = findings_of(TEMPLATES, TemplateCategory.SMS, content, [])
    assert any("{{ opt_out }}" in each.problem for each in wrong)
    assert (
        "{{ disclosures }}"
        in findings_of(
            TEMPLATES,
            TemplateCategory.SMS,
            TemplateContent(
                texts=(
                    TemplateText(
                        language="en", text="{{ creditor.name }}: {{ total }} {{ opt_out }}"
                    ),
                )
            ),
            [],
        )[0].problem
    )


def test_a_language_of_the_creditor_that_is_missing_is_named() -> None:
    content = TemplateContent(texts=(TemplateText(language="en", subject=SUBJECT, text=GOOD),))
    [finding] = findings_of(TEMPLATES, TemplateCategory.EMAIL, content, ["en", "fr"])
    assert finding.problem == "The words in 'fr' are missing, which the creditor writes."


@pytest.mark.parametrize(
    ("language", "words", "problem"),
    [
        ("en", "Pay immediately.", "hurries"),
        ("en", "You will be arrested.", "threatens"),
        ("en", "Only deadbeats do not pay.", "insults"),
        ("en", "THIS IS YOUR INVOICE", "shouts"),
        ("en", "Pay now!!", "shouts"),
        ("de", "Zahlen Sie sofort.", "hurries"),
        ("de", "Sonst erstatten wir Strafanzeige.", "threatens"),
        ("fr", "Payez immédiatement.", "hurries"),
        ("es", "Pague inmediatamente.", "hurries"),
        ("it", "Paghi subito.", "hurries"),
        ("nl", "Betaal onmiddellijk.", "hurries"),
        ("nl", "U bent een wanbetaler.", "insults"),
    ],
)
def test_the_tone_is_screened_with_a_suggestion(language: str, words: str, problem: str) -> None:
    [finding] = found(f"{GOOD}\n\n{words}", language=language)
    assert problem in finding.problem
    assert finding.line == 7
    assert finding.suggestion


@pytest.mark.parametrize(
    ("language", "words", "claim"),
    [
        ("en", "We shall go to court.", Claim.SUIT),
        ("de", "Wir geben die Sache an ein Inkassobüro.", Claim.AGENCY),
        ("fr", "Nous saisirons le tribunal.", Claim.SUIT),
        ("es", "Cobraremos intereses.", Claim.INTEREST),
        ("it", "Applicheremo interessi.", Claim.INTEREST),
        ("nl", "Wij rekenen rente.", Claim.INTEREST),
    ],
)
def test_what_is_asserted_is_declared(language: str, words: str, claim: Claim) -> None:
    assert f"claims {claim}" in said(f"{GOOD}\n\n{words}", language=language)
    assert said(f"{GOOD}\n\n{words}", claim, language=language) == ""
