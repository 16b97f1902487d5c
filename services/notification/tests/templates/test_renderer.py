import re
from datetime import date

import pytest

from notification.templates.domain.context import TemplateContext
from notification.templates.renderer.built_in import built_in
from notification.templates.renderer.templates import TemplateMissing, Templates
from recoup_events.invoice import BankAccount
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.money import Money
from recoup_events.notification import BUILT_IN_LANGUAGES, BUILT_IN_REMINDERS, TemplateCategory
from recoup_testing.money import euros
from recoup_testing.words import CONTEXT, ITEM, about

TEMPLATES = Templates()
LANGUAGES = BUILT_IN_LANGUAGES
EMAILS = ("upcoming", "due_today", "friendly_reminder", "firm_reminder", "final_notice")
HARSH = ("immediately", "court", "lawyer", "sofort", "gericht", "anwalt", "tribunal", "!")


def test_every_step_a_workflow_may_take_has_words() -> None:
    for category in (TemplateCategory.EMAIL, TemplateCategory.SMS):
        assert TEMPLATES.names(Channel(category)) == set(BUILT_IN_REMINDERS[category])
    for template in built_in().values():
        assert set(template.content.by_language) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EMAILS)
def test_an_email_says_which_invoice_how_much_and_when(name: str, language: str) -> None:
    words = TEMPLATES.render(Channel.EMAIL, name, language, CONTEXT)
    assert words.language == language
    assert "R-1" in words.subject
    day, amount = {
        "en": ("1 January 2026", "€100.00"),
        "de": ("1. Januar 2026", "100,00 €"),
        "fr": ("1er janvier 2026", "100,00 €"),
        "es": ("1 de enero de 2026", "100,00 €"),
        "it": ("1 gennaio 2026", "100,00 €"),
        "nl": ("1 januari 2026", "€ 100,00"),
    }[language]
    assert amount in words.subject
    for told in ("Ada Byron", "R-1", "PO-7", day, amount, "Acme & Sons"):
        assert told in words.text


@pytest.mark.parametrize(("language", "words"), [("en", "Please name"), ("de", "Verwendungszweck")])
def test_a_payer_is_asked_to_name_the_payment_reference_where_there_is_one(
    language: str, words: str
) -> None:
    account = BankAccount(currency="EUR", holder="Acme", iban="DE89370400440532013000")
    creditor = CONTEXT.creditor.model_copy(update={"account": account})
    referenced = ITEM.model_copy(update={"payment_reference": "RF18539007547034"})
    for item, named in ((ITEM, "R-1"), (referenced, "RF18539007547034")):
        written = TEMPLATES.render(
            Channel.EMAIL, "friendly_reminder", language, about(item, creditor=creditor)
        )
        assert f"{words}: {named}\n" in written.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EMAILS)
def test_an_email_stays_respectful_and_says_how_to_stop_it(name: str, language: str) -> None:
    creditor = CONTEXT.creditor.model_copy(update={"reply_to": "ask@acme.example"})
    told = CONTEXT.model_copy(update={"creditor": creditor})
    words = TEMPLATES.render(Channel.EMAIL, name, language, told)
    assert "STOP" in words.text
    said = re.findall(r"[\w!]+", f"{words.subject} {words.text}".lower())
    assert not [word for word in HARSH if word in said]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EMAILS)
def test_on_paper_nothing_speaks_of_emails(name: str, language: str) -> None:
    creditor = CONTEXT.creditor.model_copy(update={"reply_to": "ask@acme.example"})
    told = CONTEXT.model_copy(update={"creditor": creditor, "on_paper": True})
    words = TEMPLATES.render(Channel.EMAIL, name, language, told)
    assert words.html is None
    assert not re.search(r"mail|correo|courriel|STOP|repl|répon", words.text, re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_message_is_short_and_says_how_to_stop_it(language: str) -> None:
    creditor = CONTEXT.creditor.model_copy(update={"sms_sender": "+353861234567"})
    told = CONTEXT.model_copy(update={"creditor": creditor})
    words = TEMPLATES.render(Channel.SMS, "sms_nudge", language, told)
    assert (words.subject, words.html) == ("", None)
    assert "100" in words.text
    assert words.text.count("STOP") == 1
    assert len(words.text) <= 3 * 67  # three parts even where a letter needs sixteen bits


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2025, 12, 31), "is due on 1 January 2026"),
        (date(2026, 1, 1), "is due today"),
        (date(2026, 1, 2), "was due on 1 January 2026"),
    ],
)
@pytest.mark.parametrize("name", ["upcoming", "due_today", "friendly_reminder", "firm_reminder"])
def test_an_email_that_a_pause_has_delayed_says_when_it_was_due(
    name: str, today: date, words: str
) -> None:
    late = CONTEXT.model_copy(update={"today": today})
    assert words in TEMPLATES.render(Channel.EMAIL, name, "en", late).text


def test_an_email_on_the_due_date_says_today_in_its_subject() -> None:
    today = CONTEXT.model_copy(update={"today": ITEM.due_date})
    late = CONTEXT.model_copy(update={"today": date(2026, 1, 20)})
    assert _due_today("en", today) == "Invoice R-1 over €100.00 is due today"
    assert _due_today("de", today) == "Rechnung R-1 über 100,00 € ist heute fällig"
    assert _due_today("en", late) == "Invoice R-1 over €100.00 was due on 1 January 2026"
    assert _due_today("de", late) == "Rechnung R-1 über 100,00 € war am 1. Januar 2026 fällig"


def test_amounts_have_the_decimals_of_their_currency() -> None:
    yen = about(ITEM.model_copy(update={"amount": Money(minor_units=5000, currency="JPY")}))
    assert "¥5,000 is open" in TEMPLATES.render(Channel.SMS, "sms_nudge", "en", yen).text


def test_a_day_and_an_amount_are_written_as_in_the_readers_country() -> None:
    for country, day, amount in (
        ("US", "January 1, 2026", "€100.00"),
        ("GB", "1 January 2026", "€100.00"),
        ("AT", "1 January 2026", "€ 100,00"),
    ):
        text = _friendly("en", CONTEXT.model_copy(update={"country": country}))
        assert (day in text, amount in text) == (True, True), text


def test_who_is_late_is_not_told_that_nothing_needs_to_be_done() -> None:
    late = CONTEXT.model_copy(update={"today": date(2026, 1, 20)})
    assert "nothing else you need to do" not in _upcoming("en", late)
    assert "nichts weiter zu tun" not in _upcoming("de", late)
    assert "rien d'autre" not in _upcoming("fr", late)
    assert "nothing else you need to do" in _upcoming("en", CONTEXT)


@pytest.mark.parametrize(
    ("kept_by", "words"),
    [
        ("contested", "that you contest"),
        ("credited", "is being credited to you"),
        ("planned", "is in your payment plan"),
        ("reserved", "that we keep for it"),
        ("other", "What lies beyond that is not part of this message"),
    ],
)
def test_what_is_left_alone_is_named_for_what_keeps_it(kept_by: str, words: str) -> None:
    part = about(ITEM.model_copy(update={"amount": euros(70), kept_by: euros(30)}))
    assert "open balance of €100.00" in _friendly("en", part)
    assert words in _friendly("en", part)
    assert "contest" not in _friendly("en", part) or kept_by == "contested"
    assert "open balance" not in _friendly("en", CONTEXT)


def test_the_same_occasion_gives_the_same_words() -> None:
    first, second = (
        Templates().render(Channel.EMAIL, "due_today", "en", CONTEXT) for _ in range(2)
    )
    assert first == second
    assert first.digest == second.digest


def test_a_regional_language_is_its_language_and_an_unknown_one_english() -> None:
    assert TEMPLATES.render(Channel.EMAIL, "upcoming", "de-AT", CONTEXT).language == "de"
    assert TEMPLATES.render(Channel.EMAIL, "upcoming", "fi", CONTEXT).language == "en"


def test_both_forms_say_the_same_and_html_is_escaped() -> None:
    words = TEMPLATES.render(Channel.EMAIL, "upcoming", "en", CONTEXT)
    assert words.html is not None
    assert "Acme &amp; Sons" in words.html
    assert "Acme & Sons" not in words.html


def test_a_name_can_bring_neither_lines_nor_markup() -> None:
    hostile = CONTEXT.model_copy(
        update={
            "recipient": "Ada\n\n<script>",
            "items": (ITEM.model_copy(update={"number": "R-1\r\nBcc: eve@example.com"}),),
        }
    )
    words = TEMPLATES.render(Channel.EMAIL, "upcoming", "en", hostile)
    assert words.subject == "Invoice R-1 Bcc: eve@example.com over €100.00 is due on 1 January 2026"
    assert words.html is not None
    assert "<script>" not in words.html


def test_an_unknown_template_says_which_there_are() -> None:
    with pytest.raises(TemplateMissing, match="sms_nudge"):
        TEMPLATES.render(Channel.SMS, "angry_letter", "en", CONTEXT)


def _due_today(language: str, context: TemplateContext) -> str:
    return TEMPLATES.render(Channel.EMAIL, "due_today", language, context).subject


def _upcoming(language: str, context: TemplateContext) -> str:
    return TEMPLATES.render(Channel.EMAIL, "upcoming", language, context).text


def _friendly(language: str, context: TemplateContext) -> str:
    return TEMPLATES.render(Channel.EMAIL, "friendly_reminder", language, context).text
