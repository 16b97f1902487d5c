"""What every message in a language says alike, whatever its template."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from notification.templates.domain.content import LANGUAGES

FALLBACK = "en"


class Phrases(NamedTuple):
    language: str
    texts: Mapping[str, str]
    """By section and name, e.g. ``pay.title``."""

    def __call__(self, name: str, /, **values: object) -> str:
        return self.texts[name].format(**values)


@cache
def phrases_in(language: str) -> Phrases:
    source = files("notification.templates").joinpath("phrases", f"{language}.toml")
    sections = tomllib.loads(source.read_text(encoding="utf-8"))
    texts = {
        f"{section}.{name}": text
        for section, phrases in sections.items()
        for name, text in phrases.items()
    }
    return Phrases(language, texts)


def spoken(language: str) -> str | None:
    """One of ours for a reader's tag, e.g. ``de`` for ``de-AT``."""
    primary = language.replace("_", "-").split("-")[0].lower()
    return primary if primary in LANGUAGES else None
