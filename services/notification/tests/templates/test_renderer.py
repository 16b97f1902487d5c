from datetime import date

import pytest

from notification.templates.domain.context import TemplateContext
from notification.templates.renderer import TemplateMissing, Templates
from recoup_events.invoice import BankAccount
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.money import Money
from recoup_testing.money import euros
from recoup_testing.words import CONTEXT, ITEM, about

TEMPLATES = Templates()
EMAILS = ("upcoming", "due_today", "friendly_reminder", "firm_reminder", "final_notice")
HARSH = ("immediately", "legal action", "court", "lawyer", "sofort", "gericht", "anwalt", "!")


def test_every_step_a_workflow_may_take_has_words() -> None:
    assert TEMPLATES.names(Channel.EMAIL) == set(EMAILS)
    assert TEMPLATES.names(Channel.SMS) == {"sms_nudge"}


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", EMAILS)
def test_an_email_says_which_invoice_how_much_and_when(name: str, language: str) -> None:
    words = TEMPLATES.render(Channel.EMAIL, name, language, CONTEXT)
    assert words.language == language
    assert "R-1" in words.subject
    day, amount = {"en": ("1 January 2026", "€100.00"), "de": ("1. Januar 2026", "100,00 €")}[
        language
    ]
    for told in ("Ada Byron", "R-1", "PO-7", day, amount, "Acme & Sons"):
        assert told in words.text


@pytest.mark.parametrize(("language", "words"), [("en", "and name"), ("de", "und nennen Sie")])
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
        assert f"{words} {named}." in written.text


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", EMAILS)
def test_an_email_stays_respectful_and_says_how_to_stop_it(name: str, language: str) -> None:
    words = TEMPLATES.render(Channel.EMAIL, name, language, CONTEXT)
    assert "STOP" in words.text
    assert not [word for word in HARSH if word in f"{words.subject} {words.text}".lower()]


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_text_message_is_short_and_says_how_to_stop_it(language: str) -> None:
    words = TEMPLATES.render(Channel.SMS, "sms_nudge", language, CONTEXT)
    assert (words.subject, words.html) == ("", None)
    assert {"en": "€100.00", "de": "100,00 €"}[language] in words.text
    assert words.text.count("STOP") == 1
    assert len(words.text) <= 3 * 67  # three parts even where a letter needs sixteen bits


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2025, 12, 31), "is due on 1 January 2026"),
        (date(2026, 1, 1), "is due today, 1 January 2026"),
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
    assert _due_today("en", today) == "Invoice R-1 is due today"
    assert _due_today("de", today) == "Rechnung R-1 ist heute fällig"
    assert _due_today("en", late) == "Invoice R-1 was due on 1 January 2026"
    assert _due_today("de", late) == "Rechnung R-1 war am 1. Januar 2026 fällig"


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
    assert words.html.count("<p>") == len(words.text.split("\n\n"))


def test_a_name_can_bring_neither_lines_nor_markup() -> None:
    hostile = CONTEXT.model_copy(
        update={
            "recipient": "Ada\n\n<script>",
            "items": (ITEM.model_copy(update={"number": "R-1\r\nBcc: eve@example.com"}),),
        }
    )
    words = TEMPLATES.render(Channel.EMAIL, "upcoming", "en", hostile)
    assert words.subject == "Invoice R-1 Bcc: eve@example.com is due on 1 January 2026"
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
