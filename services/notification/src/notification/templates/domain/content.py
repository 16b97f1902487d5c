"""What somebody writes for messages of one kind: its words in each language, and what they assert."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from recoup_events.kernel.event import Value
from recoup_events.notification import BUILT_IN_LANGUAGES, Claim

LANGUAGES = BUILT_IN_LANGUAGES
"""A template may be in no other, as its frame would be."""


class TemplateText(Value):
    """The words in one language."""

    language: str
    subject: str = ""
    """Empty for text messages."""
    text: str


class TemplateContent(Value):
    texts: tuple[TemplateText, ...]
    """One for each language."""
    claims: tuple[Claim, ...] = ()
    """What the words always assert; what ``consequence`` names is added when it is named."""
    asks_satisfaction: bool = False
    """Whether the reader is asked at the end whether the message was clear and helpful."""

    @property
    def by_language(self) -> Mapping[str, TemplateText]:
        return {text.language: text for text in self.texts}


class Template(Value):
    """One version of a template, ready to be rendered."""

    template_id: str | None = None
    """``None`` is a built-in one."""
    name: str
    version: int
    content: TemplateContent


class FindingKind(StrEnum):
    FAULT = "fault"
    """It stands in the way of publishing until it is mended."""
    TONE = "tone"
    """A word list found it, and word lists err: a person may accept it with a reason."""


class Finding(Value):
    """Something about a template that its author should know."""

    kind: FindingKind = FindingKind.FAULT

    language: str | None
    part: str
    """``subject``, ``text`` or ``claims``."""
    line: int | None
    """Of that part, the first being 1."""
    problem: str
    suggestion: str | None = None


class Flaw(NamedTuple):
    """What is wrong in a source, wherever that stands."""

    line: int
    problem: str
    suggestion: str | None = None
    kind: FindingKind = FindingKind.FAULT

    def found_in(self, language: str, part: str) -> Finding:
        return Finding(language=language, part=part, **self._asdict())
