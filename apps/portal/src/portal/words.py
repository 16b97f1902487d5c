"""The words of the pages, in six languages, each in a file of its own."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "it": "Italiano",
    "nl": "Nederlands",
}
FALLBACK = "en"


class Words:
    """``words("home.title", creditor=…)``: a text of one language, with its blanks filled."""

    def __init__(self, language: str, texts: Mapping[str, Any]) -> None:
        self.language = language
        self._texts = texts

    def __call__(self, name: str, **values: object) -> str:
        found: Any = self._texts
        for part in name.split("."):
            found = found[part]
        return str(found).format(**values) if values else str(found)

    def any(self, name: str, otherwise: str) -> str:
        """The text of this name, or another where there is none."""
        try:
            return self(name)
        except KeyError:
            return self(otherwise)


def texts_of(language: str) -> Mapping[str, Any]:
    return tomllib.loads((files("portal") / "texts" / f"{language}.toml").read_text())


@cache
def _words(language: str) -> Words:
    return Words(language, texts_of(language))


def words_in(language: str) -> Words:
    """English for a language there is none of."""
    known = language.partition("-")[0].lower()
    return _words(known if known in LANGUAGES else FALLBACK)


def first_known(accepted: str) -> str:
    """Of what a browser asks for."""
    tags = (
        part.partition(";")[0].strip().partition("-")[0].lower() for part in accepted.split(",")
    )
    return next((tag for tag in tags if tag in LANGUAGES), FALLBACK)
