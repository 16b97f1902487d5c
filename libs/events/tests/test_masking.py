import pytest

from recoup_events.kernel.masking import masked


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("550 <Ada@B.example>: unknown", "550 <[address]>: unknown"),
        ("a@b.example,c@d.example", "[address],[address]"),
        ("'jane..doe@x.example' is none", "'[address]' is none"),
        ("j\N{LATIN SMALL LETTER O WITH DIAERESIS}rg@x.example", "[address]"),
        ("queued as 4301234567 @ noon", "queued as 4301234567 @ noon"),
    ],
)
def test_what_looks_like_an_address_is_taken_out(text: str, without: str) -> None:
    assert masked(text) == without


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    """Tried at every letter it would take hours."""
    assert masked("x" * 1_000_000) == "x" * 1_000_000
