"""What stands around the words of every message, whoever wrote them."""

import re
from datetime import date
from itertools import product

import pytest

from notification.channels.email.payment_picture import picture_of
from notification.templates.domain.content import LANGUAGES
from notification.templates.domain.context import TemplateContext
from notification.templates.domain.disclosures import disclosures_of
from notification.templates.domain.salutation import person_named
from notification.templates.domain.words import Words
from notification.templates.renderer.phrases import phrases_in
from notification.templates.renderer.templates import Templates
from recoup_events.invoice import BankAccount, CollectorRole
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.money import Money
from recoup_events.kernel.postal_address import PostalAddress
from recoup_events.workflow_scheduler import Intention, Measure
from recoup_receivables.payment_code import payment_code
from recoup_testing.money import euros
from recoup_testing.words import CONTEXT, ITEM, about

TEMPLATES = Templates()
EMAILS = sorted(TEMPLATES.names(Channel.EMAIL))
ACCOUNT = BankAccount(currency="EUR", holder="Acme & Sons", iban="DE89370400440532013000")
SWISS = BankAccount(currency="CHF", holder="Alpenwerk AG", iban="CH9300762011623852957")
ZURICH = PostalAddress(lines=("Seestrasse 12",), postal_code="8002", city="Zürich", country="CH")
CREDITOR = CONTEXT.creditor.model_copy(
    update={
        "account": ACCOUNT,
        "reply_to": "ask@acme.example",
        "phone": "+353 1 555 0100",
        "pay_link": "https://pay.acme.example/?n={number}",
    }
)
FULL = CONTEXT.model_copy(update={"creditor": CREDITOR, "today": date(2026, 1, 20)})


def email(name: str, language: str, context: TemplateContext) -> Words:
    return TEMPLATES.render(Channel.EMAIL, name, language, context)


def seen(html: str) -> str:
    """What a reader sees of HTML."""
    body = re.sub(r"<style>.*?</style>|<title>.*?</title>", " ", html, flags=re.S)
    return " ".join(
        re.sub(r"<[^>]+>", " ", body).replace("&amp;", "&").replace("&#39;", "'").split()
    )


@pytest.mark.parametrize(("name", "language"), list(product(EMAILS, LANGUAGES)))
def test_both_forms_agree_in_every_figure_and_no_filter_takes_them_for_junk(
    name: str, language: str
) -> None:
    several = about(ITEM, ITEM.model_copy(update={"number": "R-2", "amount": euros(70)}))
    for context in (FULL, several.model_copy(update={"creditor": CREDITOR})):
        words = email(name, language, context)
        assert words.html is not None
        html = seen(words.html)
        amounts = re.findall(r"\d[\d.,' ]*[.,]\d\d", words.text)
        assert amounts
        for figure in (*amounts, "R-1", "DE89 3704 0044 0532 0130 00"):
            assert figure in html, figure
        assert 10 <= len(words.subject) <= 78
        assert words.subject.upper() != words.subject
        assert "!" not in words.subject + words.text
        assert len(html) > len(words.html) / 12, "more markup than words"
        assert not re.search(r"(?:src|href|url\()=?[\"'(]?http(?!s://pay\.)", words.html)
        assert not re.search(r"<(?:script|link|form|iframe|object)\b", words.html)
        assert words.html.count("<img ") == words.html.count(' alt="') == 1


def test_all_languages_have_the_same_phrases_with_the_same_places() -> None:
    def places(language: str) -> dict[str, list[str]]:
        texts = phrases_in(language).texts
        return {name: sorted(re.findall(r"\{\w+\}", text)) for name, text in texts.items()}

    for language in LANGUAGES:
        assert places(language) == places("en"), language


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Ada Byron", "Ada Byron"),
        ("Müller-Lüdenscheidt", "Müller-Lüdenscheidt"),
        ("Accounts payable", None),
        ("Buchhaltung", None),
        ("Service comptabilité", None),
        ("Amministrazione", None),
        ("Crediteurenadministratie", None),
        ("Byron Looms GmbH", None),
        ("ap@customer.example", None),
        ("", None),
    ],
)
def test_nobody_is_greeted_as_an_office(name: str, person: str | None) -> None:
    assert person_named(name, "Byron Looms GmbH") == person
    text = email("upcoming", "en", CONTEXT.model_copy(update={"recipient": name})).text
    assert text.startswith(f"Dear {person}," if person else "Dear Sir or Madam,")


def test_a_final_notice_names_what_is_intended_and_nothing_else() -> None:
    suit = Intention(measure=Measure.SUIT, on=date(2026, 2, 3))
    intended = FULL.model_copy(update={"intended": (suit,)})
    said = "we shall decide from 3 February 2026 on whether we take the matter to court."
    assert said in email("final_notice", "en", intended).text
    assert "court" not in email("final_notice", "en", FULL).text
    late = intended.model_copy(update={"today": date(2026, 2, 9)})
    assert "from 9 February 2026 on" in email("final_notice", "en", late).text


@pytest.mark.parametrize(
    ("role", "country", "subdivision", "consumer", "keys"),
    [
        ("agency", "US", "US-NV", True, ["us-debt-collector", "us-validation"]),
        ("agency", "US", "US-CA", True, ["us-debt-collector", "us-validation", "us-ca-rights"]),
        ("debt_buyer", "US", "US-MA", True, ["us-debt-collector", "us-validation", "us-ma-work"]),
        ("creditor", "US", "US-CA", True, []),
        ("agency", "US", "US-CA", False, []),
        ("creditor", "GB", None, True, ["gb-debt-advice"]),
        ("agency", "DE", None, True, ["de-rdg"]),
        ("agency", "FR", None, True, ["fr-costs"]),
        ("agency", "ES", None, True, []),
    ],
)
def test_what_the_law_wants_said_depends_on_whose_message_it_is_and_where(
    role: str, country: str, subdivision: str | None, consumer: bool, keys: list[str]
) -> None:
    found = disclosures_of(CollectorRole(role), country, subdivision, consumer=consumer)
    assert [each.key for each in found] == keys


@pytest.mark.parametrize("name", EMAILS)
def test_an_agencys_mail_says_so_in_both_forms_and_in_texts(name: str) -> None:
    agency = CREDITOR.model_copy(
        update={"role": CollectorRole.AGENCY, "on_behalf_of": "Pacific Garden Supply, Inc."}
    )
    context = FULL.model_copy(update={"creditor": agency, "consumer": True, "country": "US"})
    words = email(name, "fr", context)
    assert "This communication is from a debt collector." in words.text
    assert "This communication is from a debt collector." in seen(words.html or "")
    text = TEMPLATES.render(Channel.SMS, "sms_nudge", "en", context).text
    assert "From a debt collector." in text


@pytest.mark.parametrize(
    ("more", "words", "others"),
    [
        (
            {"opt_out_link": "https://mail.acme.example/u/1"},
            "https://mail.acme.example/u/1",
            "STOP",
        ),
        ({}, "Reply with the word STOP", "Call"),
    ],
)
def test_a_reader_is_told_a_way_to_stop_mails_that_is_there(
    more: dict[str, str], words: str, others: str
) -> None:
    text = email("upcoming", "en", FULL.model_copy(update=more)).text
    assert words in text
    assert others not in text.splitlines()[-1]


def test_a_text_from_a_name_asks_for_no_reply() -> None:
    for sender, said in (("+353861234567", "reply STOP"), ("Acme", "call +353 1 555 0100")):
        creditor = CREDITOR.model_copy(update={"sms_sender": sender})
        context = FULL.model_copy(update={"creditor": creditor})
        text = TEMPLATES.render(Channel.SMS, "sms_nudge", "en", context).text
        assert said in text
        assert ("reply" in text) == (sender != "Acme")


def test_a_pay_link_names_the_invoice_where_there_is_one_alone() -> None:
    assert "https://pay.acme.example/?n=R-1" in email("upcoming", "en", FULL).text
    several = about(ITEM, ITEM, creditor=CREDITOR)
    assert "pay.acme.example" not in email("upcoming", "en", several).text


def test_banking_apps_in_the_euro_area_read_the_epcs_code() -> None:
    code = email("firm_reminder", "en", FULL).payment_code
    assert code is not None
    assert code.splitlines() == [
        *("BCD", "002", "1", "SCT", "", "Acme & Sons", "DE89370400440532013000", "EUR100.00"),
        *("", "", "R-1"),
    ]
    rf = payment_code(ACCOUNT, None, euros(1), "RF18 5390 0754 7034")
    assert rf is not None
    assert rf.splitlines()[9] == "RF18539007547034"
    assert payment_code(ACCOUNT, None, Money(minor_units=1, currency="USD"), "R-1") is None


def test_swiss_ones_read_the_code_of_qr_bills() -> None:
    code = payment_code(SWISS, ZURICH, Money(minor_units=184_250, currency="CHF"), "2026-0417")
    assert code is not None
    lines = code.split("\n")
    assert lines[:5] == ["SPC", "0200", "1", "CH9300762011623852957", "S"]
    assert lines[18:20] == ["1842.50", "CHF"]
    assert lines[27:31] == ["NON", "", "2026-0417", "EPD"]
    assert len(lines) == 31
    qr_iban = SWISS.model_copy(update={"iban": "CH4431999123000889012"})
    assert payment_code(qr_iban, ZURICH, Money(minor_units=1, currency="CHF"), "2026") is None


def test_the_picture_of_a_code_is_the_same_every_time_and_small() -> None:
    code = payment_code(ACCOUNT, None, euros(1), "R-1") or ""
    assert picture_of(code) == picture_of(code)
    assert picture_of(code).startswith(b"\x89PNG\r\n")
    assert len(picture_of(code)) < 2_000
