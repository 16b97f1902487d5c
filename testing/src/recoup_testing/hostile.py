"""What a debtor may be called, or an address look like, if somebody wants to hurt whoever reads it.

The same seed makes the same texts. The lists hold what has been seen to work somewhere.
"""

from collections.abc import Callable, Iterator
from random import Random

TEXTS = (
    "=?us-ascii?q?1=0D=0AReply-To:_x@evil.example?=",
    "=?us-ascii?q?1=0D=0A=0D=0AThe_body_of_somebody_else?=",
    "=?utf-8?b?MQ0KQmNjOiB4QGV2aWwuZXhhbXBsZQ==?=",
    "=?utf-8?q?a?= =?utf-8?q?=0D=0ABcc:_x@evil.example?=",
    "Q =?utf-8?q?a=0Ab?=",
    "=?utf-8?q?unfinished",
    "=?x-unknown?q?a?=",
    "?==?",
    "1\r\nBcc: x@evil.example",
    "1\nBcc: x@evil.example",
    "1\rBcc: x@evil.example",
    "1\r\n\r\nThe body of somebody else",
    "1\u2028Bcc: x@evil.example\u2029\x85\x0b\x0c\x1cX: y",
    "Ada <x@evil.example>",
    "x@evil.example, y@evil.example",
    "Group: x@evil.example;",
    '"Ada" (x@evil.example) <y@evil.example>',
    'Ada", x@evil.example, "',
    "Ada\\",
    '"',
    "(",
    "<",
    ">,",
    "@",
    "J. R. (Bob) Smith, Jr.; Ltd: <3",
    "--=_msg_1",
    "--=_msg_1--",
    "\r\n.\r\nMAIL FROM:<x@evil.example>",
    ".",
    "..",
    "From here",
    "From: x@evil.example",
    "=",
    "=0D=0A",
    "=20",
    "a" * 1000,
    "a" * 77 + " " + "b" * 67,
    "word " * 300,
    "\N{LATIN SMALL LETTER U WITH DIAERESIS}" * 200,
    "\N{HIRAGANA LETTER A}" * 200,
    "\N{GRINNING FACE}" * 80,
    "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}" * 20,
    "e\N{COMBINING ACUTE ACCENT}" * 150,
    "Z" + "\N{COMBINING TILDE}" * 300,
    "\N{RIGHT-TO-LEFT OVERRIDE}elpmaxe.live@x",
    "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER BEH} 2026 \N{HEBREW LETTER ALEF}",
    "\x00",
    "a\x00b\x1b[31m\x7f\x08",
    "a\ud800b\udfff",
    "\ufeff\ufffe\uffff\U0010ffff",
    "{{ 7 * 7 }}{% raw %}",
    "</p><script>alert(1)</script>&amp;",
    "%0D%0ABcc:%20x@evil.example",
    "\\r\\nBcc: x@evil.example",
    "",
    " ",
    "\t\t",
    "\N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\N{IDEOGRAPHIC SPACE}",
)
BAD_EMAILS = (
    "",
    "ada",
    "ada@",
    "@x.example",
    "jane..doe@x.example",
    "a.@b.example",
    ".a@b.example",
    "a@b..example",
    "a@.b.example",
    "a@b.example.",
    "a,second@c.example",
    "a@b.example,c@d.example",
    "a@b.example;c@d.example",
    '"quoted"@x.example',
    '"two words"@x.example',
    '"a@b"@x.example',
    "two words@x.example",
    " a@x.example",
    "a@x.example ",
    "a@x.example\n",
    "a@x.example\r\nBcc: x@evil.example",
    "a@x.example\r\nRCPT TO:<x@evil.example>",
    "a\x00@x.example",
    "a\x7f@x.example",
    "a\t@x.example",
    "Ada <a@x.example>",
    "<a@x.example>",
    "(comment)a@x.example",
    "a@x.example(comment)",
    "Group: a@x.example;",
    "a@[192.0.2.1]",
    "a@[IPv6:2001:db8::1]",
    "a@192.0.2.1",
    "@relay.example:a@x.example",
    "a@b@x.example",
    "=?utf-8?q?a?=@x.example",
    "a@x_y.example",
    "a@-x.example",
    "a@x-.example",
    "a@localhost",
    "a@" + "b" * 64 + ".example",
    "a" * 65 + "@x.example",
    "a@" + ".".join(["b" * 60] * 5) + ".example",
    "a" * 1_000_000 + "@x.example",
    "\N{LATIN SMALL LETTER U WITH DIAERESIS}" * 33 + "@x.example",
    "\N{COMBINING TILDE}a@x.example",
    "a\N{RIGHT-TO-LEFT OVERRIDE}@x.example",
    "a\N{ZERO WIDTH SPACE}@x.example",
    "a\N{NO-BREAK SPACE}@x.example",
    "a@\N{GRINNING FACE}.example",
    "a@x\N{RIGHT-TO-LEFT OVERRIDE}.example",
    "a@xn--zzzz.example",
    "a\N{FULLWIDTH COMMERCIAL AT}x.example",
    "a@\ud800.example",
    "a\ud800@x.example",
)
_PIECES = (
    *("\r", "\n", "\r\n", "\r\n ", "\r\n\r\n", "\r\n.\r\n", "\x00", "\x1b", "\x85", "\u2028", "\t"),
    *(
        "=?utf-8?q?",
        "=?utf-8?b?",
        "=?us-ascii?q?",
        "?=",
        "?= =?",
        "=0D=0A",
        "=",
        "_",
        "?",
        "=?",
        "=20",
    ),
    *("Bcc: x@evil.example", "Subject: other", "Content-Type: text/html", "--=_msg_1", "From "),
    *("<", ">", "(", ")", "[", "]", '"', "\\", ",", ";", ":", "@", ".", "..", "-", "--", "&", "'"),
    *(" ", "  ", "\N{NO-BREAK SPACE}", "\N{ZERO WIDTH JOINER}", "\N{RIGHT-TO-LEFT OVERRIDE}"),
    *(
        "Ada",
        "GmbH & Co. KG",
        "2026-0001",
        "x" * 70,
        "y" * 300,
        "stra\N{LATIN SMALL LETTER SHARP S}e",
    ),
    *("\N{GRINNING FACE}", "\N{COMBINING TILDE}", "\N{HIRAGANA LETTER A}" * 30, "\ud83d", "\udc00"),
)
_PARTS_OF_EMAILS = (
    *("a", "ada.byron", "A+tag", "x" * 60, "y" * 64, "-a", "o'neil", "a/b", "{a}|b", "%", "!"),
    *("j\N{LATIN SMALL LETTER O WITH DIAERESIS}rg", "\N{HIRAGANA LETTER A}\N{HIRAGANA LETTER I}"),
    *(
        ".",
        "..",
        "@",
        "@",
        "@",
        " ",
        '"',
        "\\",
        ",",
        ";",
        ":",
        "<",
        ">",
        "(",
        ")",
        "[",
        "]",
        "\x00",
        "\r\n",
    ),
    *("x.example", "customer.example", "b\N{LATIN SMALL LETTER U WITH DIAERESIS}cher.example"),
    *(
        "fa\N{LATIN SMALL LETTER SHARP S}.example",
        "xn--bcher-kva.example",
        "X.EXAMPLE",
        "=?utf-8?q?a?=",
    ),
    *(
        "\N{HIRAGANA LETTER A}.example",
        "\N{IDEOGRAPHIC FULL STOP}",
        "\N{FULLWIDTH LATIN SMALL LETTER A}",
    ),
    *(
        "\N{HEBREW LETTER ALEF}\N{HEBREW LETTER BET}.example",
        "1.example",
        "-",
        "_",
        ".test",
        ".co.uk",
    ),
)


def texts(random: Random) -> Iterator[str]:
    """Without end: the list first, then its pieces and any characters put together by chance."""
    yield from TEXTS
    while True:
        yield _joined(random, lambda: _piece(random), longest=random.choice((2, 6, 20)))


def emails(random: Random) -> Iterator[str]:
    """Without end; most of them are none."""
    yield from BAD_EMAILS
    while True:
        if random.random() < 0.5:
            yield f"{random.choice(_PARTS_OF_EMAILS)}@{random.choice(_PARTS_OF_EMAILS)}"
        else:
            yield _joined(random, lambda: random.choice(_PARTS_OF_EMAILS), longest=6)


def _joined(random: Random, part: Callable[[], str], longest: int) -> str:
    return "".join(part() for _ in range(random.randint(1, longest)))


def _piece(random: Random) -> str:
    match random.randrange(5):
        case 0:
            return chr(random.randrange(0x110000))
        case 1:
            return chr(random.randrange(0x100))
        case _:
            return random.choice(_PIECES)
