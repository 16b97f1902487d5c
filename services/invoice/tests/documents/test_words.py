from string import Formatter

import pytest

from invoice.documents.domain.words import LANGUAGES, words_in


def flat(language: str) -> dict[str, set[str | None]]:
    """Its texts, and the values that each takes."""
    texts = words_in(language, "DE").texts
    every = {**texts, **{f"kinds.{kind}": text for kind, text in texts["kinds"].items()}}
    del every["kinds"]
    return {
        name: {field for _, field, _, _ in Formatter().parse(text) if field}
        for name, text in every.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_everything_about_the_same_values(language: str) -> None:
    assert flat(language) == flat("en")


def test_who_reads_another_language_is_given_english() -> None:
    assert words_in("pl", "PL").texts == words_in("en", "PL").texts
