"""Headers stay legible where they can, and hold nothing but themselves in any case."""

import pytest

from notification.channels.email import headers
from notification.templates.domain.untrusted import answer, lines, one_line
from recoup_testing import hostile


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("Invoice 2026-0001 is due today", "Invoice 2026-0001 is due today"),
        (" much   space\t", "much space"),
        ('a, (b) <c> "d": e@f', 'a, (b) <c> "d": e@f'),
        ("f\xe4llig", "=?utf-8?q?f=C3=A4llig?="),
        ("=?utf-8?q?a?=", "=?utf-8?q?=3D=3Futf-8=3Fq=3Fa=3F=3D?="),
        ("a\r\nBcc: b", "a Bcc: b"),
        ("a\x00b", "=?utf-8?b?Ye+/vWI=?="),
        ("\N{GRINNING FACE}", "=?utf-8?b?8J+YgA==?="),
    ],
)
def test_a_subject_is_written_as_it_is_unless_somebody_could_misread_it(
    value: str, line: str
) -> None:
    assert headers.text("Subject", value) == f"Subject: {line}\r\n"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Accounts payable", "Accounts payable <a@b.example>"),
        ("", "a@b.example"),
        ("\r\n", "a@b.example"),
        ("Smith, J.", "=?utf-8?q?Smith=2C_J=2E?= <a@b.example>"),
        ("<x@y.example>", "=?utf-8?q?=3Cx=40y=2Eexample=3E?= <a@b.example>"),
    ],
)
def test_a_name_of_plain_words_stays_one_and_every_other_is_encoded(name: str, line: str) -> None:
    assert headers.mailbox("To", name, "a@b.example") == f"To: {line}\r\n"


@pytest.mark.parametrize("value", hostile.TEXTS, ids=ascii)
def test_lines_are_short_and_only_the_first_begins_with_a_name(value: str) -> None:
    long_address = f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.example"
    for written in (headers.text("Subject", value), headers.mailbox("To", value, long_address)):
        first, *others, last = written.split("\r\n")
        assert first.startswith(("Subject:", "To:"))
        assert last == ""
        assert all(line[0] == " " and line.strip() for line in others)
        shown = [line for line in (first, *others) if long_address not in line]
        assert max((len(line) for line in shown), default=0) <= 78


def test_a_link_stays_on_the_line_of_its_name() -> None:
    link = f"<https://acme.example/{'a' * 800}>"
    assert headers.machine("List-Unsubscribe", link) == f"List-Unsubscribe: {link}\r\n"


def test_text_of_others_keeps_its_words_and_loses_what_steers_machines() -> None:
    assert one_line("a\x85b\u2028c\x1cd\ud800e") == "a b c d\N{REPLACEMENT CHARACTER}e"
    assert lines("a\tb\rc\n\x00") == ["a\tb", "c", "\N{REPLACEMENT CHARACTER}"]


@pytest.mark.parametrize(
    ("recorded", "address", "kept"),
    [
        ("550 <Ada@B.example>: unknown", "ada@b.example", "550 <[address]>: unknown"),
        ("550 ada@b.example, eve@c.example", "ada@b.example", "550 [address], [address]"),
        (
            "250 2.0.0 Ok: queued as 4301234567",
            "ada@b.example",
            "250 2.0.0 Ok: queued as 4301234567",
        ),
        ("'To' +49 (30) 901820 is invalid", "+4930901820", "'To' [number] is invalid"),
        ("4930901820 opted out", "+4930901820", "[number] opted out"),
        (
            "550 a\r\n\x00b\udcff",
            "ada@b.example",
            "550 a \N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}",
        ),
        ("x" * 9000, "ada@b.example", "x" * 500),
    ],
)
def test_an_answer_is_kept_on_one_line_and_without_the_address(
    recorded: str, address: str, kept: str
) -> None:
    assert answer(recorded, address) == kept
