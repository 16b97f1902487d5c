"""The templates every tenant has: ``texts/<category>/<name>/<version>.<language>.txt``.

A published file never changes; new words are a new version, and the highest one is used.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from notification.templates.domain.content import Template, TemplateContent, TemplateText
from recoup_compliance.attempt import Notice
from recoup_events.notification import Claim, TemplateCategory

_FILE = re.compile(r"(?P<version>\d+)\.(?P<language>[a-z]{2})\.txt")
_SUBJECT = "Subject: "
_CLAIMS = {"credit_hold": (Claim.PREPAYMENT,), "credit_prepay": (Claim.PREPAYMENT,)}
FIXED = frozenset(Notice)
"""What is left to say to who wants no more contact: nobody has words of its own for it."""
_ASK_SATISFACTION = ("upcoming", "due_today", "friendly_reminder", "second_invoice", "credit_usual")
"""Whoever is told of hard things is not asked how it was."""


@cache
def built_in() -> Mapping[tuple[TemplateCategory, str], Template]:
    """By category and name, the newest version of each."""
    found = {}
    texts = files("notification.templates").joinpath("texts")
    for category in TemplateCategory:
        for folder in texts.joinpath(category).iterdir():
            versions: defaultdict[int, list[TemplateText]] = defaultdict(list)
            for file in folder.iterdir():
                if match := _FILE.fullmatch(file.name):
                    text = text_of(file.read_text(encoding="utf-8"), match["language"])
                    versions[int(match["version"])].append(text)
            version = max(versions)
            content = TemplateContent(
                texts=tuple(versions[version]),
                claims=_CLAIMS.get(folder.name, ()),
                asks_satisfaction=folder.name in _ASK_SATISFACTION,
            )
            found[category, folder.name] = Template(
                name=folder.name, version=version, content=content
            )
    return found


def text_of(written: str, language: str) -> TemplateText:
    """A file's first line is its subject, if it has one."""
    if not written.startswith(_SUBJECT):
        return TemplateText(language=language, text=written.strip())
    heading, text = written.split("\n\n", maxsplit=1)
    subject = heading.removeprefix(_SUBJECT).strip()
    return TemplateText(language=language, subject=subject, text=text.strip())
