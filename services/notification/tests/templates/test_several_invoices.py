"""One message about several invoices: each with its own words, and what all of them come to."""

from datetime import date

import pytest

from notification.templates.domain.context import MOST_ROWS, TemplateContext
from notification.templates.renderer.templates import Templates
from recoup_events.invoice import ChargeKind
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.money import Money
from recoup_testing.words import ITEM, about

TEMPLATES = Templates()
EMAILS = ("upcoming", "due_today", "friendly_reminder", "firm_reminder", "final_notice")
SIX = tuple(
    ITEM.model_copy(update={"number": f"R-{n}", "due_date": date(2026, 1, n)}) for n in range(1, 7)
)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", EMAILS)
def test_an_email_about_several_invoices_lists_them_with_their_total(
    name: str, language: str
) -> None:
    words = TEMPLATES.render(Channel.EMAIL, name, language, about(*SIX, today=date(2026, 1, 3)))
    assert words.html is not None
    assert "6" in words.subject
    total = {"en": "Total: €600.00", "de": "Summe: 600,00 €"}[language]
    late = {"en": ("2 days late", "1 day late"), "de": ("seit 2 Tagen", "seit 1 Tag ")}[language]
    for phrase in (*(each.number for each in SIX), *late, "PO-7"):
        assert phrase in words.text
        assert phrase in words.html
    assert total in words.text
    assert all(words.html.count(f"{each.number}</strong>") == 1 for each in SIX)


@pytest.mark.parametrize(
    ("day", "words", "german"),
    [
        (1, "These 6 invoices are open.", "diese 6 Rechnungen sind offen."),
        (2, "One of these 6 invoices is late", "ein Betrag von diesen 6 Rechnungen ist überfällig"),
        (4, "3 of these 6 invoices are late", "3 von diesen 6 Rechnungen sind überfällig"),
        (9, "the payments of these 6 invoices yet", "zu diesen 6 Rechnungen konnten"),
    ],
)
def test_no_payment_is_missed_of_what_is_not_late(day: int, words: str, german: str) -> None:
    context = about(*SIX, today=date(2026, 1, day))
    assert words in friendly(context)
    assert german in TEMPLATES.render(Channel.EMAIL, "friendly_reminder", "de", context).text
    assert friendly(context).count("not due yet") == max(6 - day, 0)


def test_each_currency_has_its_total() -> None:
    dollars = ITEM.model_copy(update={"amount": Money(minor_units=5, currency="USD")})
    text = friendly(about(ITEM, ITEM, dollars))
    assert "Total in EUR: €200.00\nTotal in USD: US$0.05" in text


def test_each_item_keeps_its_own_words() -> None:
    last = ITEM.model_copy(update={"template": "final_notice", "number": "R-9"})
    words = TEMPLATES.render(
        Channel.EMAIL, "final_notice", "en", about(last, ITEM, today=date(2026, 1, 9))
    )
    assert words.subject == "2 invoices over €200.00, with a final reminder"
    assert "R-9 (your order PO-7), due on 1 January 2026, 8 days late, last reminder:" in words.text
    assert words.text.count("last reminder:") == 1
    both = TEMPLATES.render(Channel.EMAIL, "final_notice", "en", about(last, last))
    assert both.subject == "Final reminder: 2 invoices over €200.00"


def test_a_thousand_invoices_are_one_mail_that_says_how_many_it_does_not_list() -> None:
    words = TEMPLATES.render(Channel.EMAIL, "friendly_reminder", "en", about(*[ITEM] * 1000))
    assert "and 950 more\nTotal: €100,000.00" in words.text
    assert words.html is not None
    assert "and 950 more" in words.html
    assert words.text.count("- R-1") == MOST_ROWS


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_text_about_several_invoices_names_the_oldest_and_the_total(language: str) -> None:
    words = TEMPLATES.render(Channel.SMS, "sms_nudge", language, about(*SIX))
    assert {
        "en": "6 invoices, the oldest due on 1 January",
        "de": "6 Rechnungen, älteste Fälligkeit",
    }[language] in words.text
    assert {"en": "€600.00", "de": "600,00 €"}[language] in words.text
    assert len(words.text) <= 3 * 67


def test_a_number_can_bring_neither_rows_nor_markup() -> None:
    hostile = ITEM.model_copy(update={"number": "R-1\n\nTotal: €0.00</td><script>"})
    words = TEMPLATES.render(Channel.EMAIL, "upcoming", "en", about(hostile, ITEM))
    assert words.html is not None
    assert "<script>" not in words.html
    assert words.html.count("<table") == words.html.count("</table>")
    assert "\nTotal: €0.00" not in words.text


def friendly(context: TemplateContext) -> str:
    return TEMPLATES.render(Channel.EMAIL, "friendly_reminder", "en", context).text


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_charge_says_what_it_is(language: str) -> None:
    fee = ITEM.model_copy(update={"number": "R-1/F1", "charge": ChargeKind.LATE_FEE})
    said = {"en": "fee for late payment", "de": "Gebühr für verspätete Zahlung"}[language]
    many = {"en": " items", "de": " Posten"}[language]
    for name in EMAILS:
        words = TEMPLATES.render(Channel.EMAIL, name, language, about(ITEM, fee))
        assert words.text.count(f"R-1/F1 ({said}, ") == 1
        assert many in words.subject
        assert words.html is not None
        assert said in words.html
