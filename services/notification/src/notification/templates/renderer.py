"""From a template and an occasion to words; the same every time for the same two."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from jinja2 import PackageLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from notification.templates.domain.context import NoticeContext, TemplateContext
from notification.templates.domain.untrusted import one_line
from notification.templates.domain.words import Words
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.money import Money
from recoup_receivables import localized

FALLBACK = "en"
_FILE = re.compile(
    r"(?P<channel>\w+)/(?P<name>\w+)/(?P<version>\d+)\.(?P<language>[a-z]{2,3})\.txt"
)
_LAYOUT = "parts/layout/1.html"
_ROWS = "parts/rows/1"
_SUBJECT = "Subject: "
_NOTICE = "notice"
"""Where the words lie that no workflow asks for."""


class TemplateMissing(Exception):
    """No template has this name for this channel, in any language we could use."""


class _Template(NamedTuple):
    channel: str
    name: str
    language: str


class _Written(Markup):
    """Made by a template already: it keeps its lines, and its markup."""


@pass_context
def _shown(context: Context, value: object) -> str:
    """As the reader writes it; what others told us cannot begin a line or a header of its own."""
    match value:
        case Money():
            return localized.amount(value, context["locale"])
        case date():
            return localized.day(value, context["locale"])
        case _Written():
            return value
        case _:
            return one_line(str(value))


class Templates:
    """The templates of this package: ``<channel>/<name>/<version>.<language>.txt``.

    A published file never changes; new words are a new version, and the highest one is used.
    """

    def __init__(self) -> None:
        self._environment = ImmutableSandboxedEnvironment(
            loader=PackageLoader("notification.templates", "texts"),
            undefined=StrictUndefined,
            autoescape=select_autoescape(enabled_extensions=("html",), default=False),
            finalize=_shown,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._newest = _newest(self._environment.list_templates())

    def names(self, channel: Channel) -> set[str]:
        """The templates a reminder by this channel may ask for."""
        return self._named(channel)

    def _named(self, channel: str) -> set[str]:
        return {template.name for template in self._newest if template.channel == channel}

    def render(self, channel: Channel, name: str, language: str, context: TemplateContext) -> Words:
        """The newest words in the reader's language, or in English where there are none."""
        found = self._find(channel, name, language)
        version = self._newest[found]
        locale = localized.locale_of(_as_asked(language, found.language), context.country)
        known = {**_spoken_of(context), "locale": locale}
        rows = self._rows("txt", found.language, known).strip()
        template = self._environment.get_template(
            f"{channel}/{name}/{version}.{found.language}.txt"
        )
        content = template.render({**known, "rows": _Written(rows)}).strip()
        if channel is Channel.SMS:
            subject, text, html = "", content, None
        else:
            subject, text = _parts(content)
            html = self._html(text, rows, found.language, known)
        return Words(
            template_version=version,
            language=found.language,
            subject=subject,
            text=text,
            html=html,
        )

    def render_notice(self, name: str, language: str, context: NoticeContext) -> Words:
        """The same for what a customer is told by mail of its credit."""
        found = self._find(_NOTICE, name, language)
        version = self._newest[found]
        locale = localized.locale_of(_as_asked(language, found.language), context.country)
        template = self._environment.get_template(
            f"{_NOTICE}/{name}/{version}.{found.language}.txt"
        )
        content = template.render({**dict(context), "locale": locale}).strip()
        subject, text = _parts(content)
        layout = self._environment.get_template(_LAYOUT)
        paragraphs = [paragraph.splitlines() for paragraph in text.split("\n\n")]
        return Words(
            template_version=version,
            language=found.language,
            subject=subject,
            text=text,
            html=layout.render(paragraphs=paragraphs, language=found.language, locale=None),
        )

    def _rows(self, form: str, language: str, known: Mapping[str, Any]) -> str:
        """The list of the items, which every message writes alike."""
        return self._environment.get_template(f"{_ROWS}.{language}.{form}").render(known)

    def _find(self, channel: str, name: str, language: str) -> _Template:
        primary = language.split("-")[0].lower()
        for spoken in (primary, FALLBACK):
            template = _Template(channel, name, spoken)
            if template in self._newest:
                return template
        raise TemplateMissing(
            f"there is no {channel} template {name!r}; use one of {sorted(self._named(channel))}"
        )

    def _html(self, text: str, rows: str, language: str, known: Mapping[str, Any]) -> str:
        """The same words as paragraphs, and the list of items as a table: the forms cannot disagree."""
        table = _Written(self._rows("html", language, known))
        paragraphs = [
            table if paragraph == rows else paragraph.splitlines()
            for paragraph in text.split("\n\n")
        ]
        layout = self._environment.get_template(_LAYOUT)
        return layout.render(paragraphs=paragraphs, language=language, locale=None)


def _parts(content: str) -> tuple[str, str]:
    """The subject, and the text below it."""
    heading, text = re.split(r"\n{2,}", content, maxsplit=1)
    return heading.removeprefix(_SUBJECT), re.sub(r"\n{3,}", "\n\n", text)


def _spoken_of(context: TemplateContext) -> dict[str, Any]:
    return {
        "creditor": context.creditor,
        "customer": context.customer,
        "recipient": context.recipient,
        "today": context.today,
        "count": len(context.items),
        "item": context.item,
        "items": context.shown,
        "more": len(context.items) - len(context.shown),
        "instalments": context.instalments,
        "orders": any(item.purchase_order for item in context.shown),
        "oldest": context.oldest,
        "late": context.late,
        "totals": context.totals,
    }


def _as_asked(language: str, found: str) -> str:
    """The reader's own tag, unless the words are in another language."""
    return language if language.split("-")[0].lower() == found else found


def _newest(files: Iterable[str]) -> dict[_Template, int]:
    newest: dict[_Template, int] = {}
    for match in filter(None, map(_FILE.fullmatch, files)):
        template = _Template(match["channel"], match["name"], match["language"])
        newest[template] = max(int(match["version"]), newest.get(template, 0))
    return newest
