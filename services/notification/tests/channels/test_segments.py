"""What a text costs, as carriers count it (3GPP TS 23.038 and 23.040)."""

import pytest

from notification.channels.sms.rules import wrong_with
from notification.channels.sms.segments import segments_of


@pytest.mark.parametrize(
    ("text", "encoding", "segments"),
    [
        ("", "GSM-7", 1),
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3),
        ("ä" * 160, "GSM-7", 1),
        ("\u20ac" * 80, "GSM-7", 1),
        ("\u20ac" * 81, "GSM-7", 2),
        ("a" * 152 + "\u20ac" + "a" * 152, "GSM-7", 3),
        ("\u0151" * 70, "UCS-2", 1),
        ("a" * 70 + "\u2019", "UCS-2", 2),
        ("\U0001f600" * 35, "UCS-2", 1),
        ("\U0001f600" * 36, "UCS-2", 2),
    ],
)
def test_segments_are_counted_as_carriers_do(text: str, encoding: str, segments: int) -> None:
    found = segments_of(text)
    assert (found.encoding, found.segments) == (encoding, segments)


def test_a_text_that_is_too_long_is_not_sent_and_says_by_how_much() -> None:
    assert wrong_with("a" * 306, "+4930000000", "+4930901820", 2) is None
    wrong = wrong_with("a" * 307, "+4930000000", "+4930901820", 2)
    assert wrong is not None
    assert "3 segments (307 places in GSM-7) and 2 are allowed" in wrong
