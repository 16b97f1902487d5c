"""From a template and an occasion to words; the same every time for the same two."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from jinja2 import PackageLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notification.templates.domain import localized
from notification.templates.domain.untrusted import one_line
from notification.templates.domain.words import Words
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Value
from recoup_events.kernel.money import Money

FALLBACK = "en"
_FILE = re.compile(
    r"(?P<channel>\w+)/(?P<name>\w+)/(?P<version>\d+)\.(?P<language>[a-z]{2,3})\.txt"
)
_LAYOUT = "parts/layout/1.html"
_SUBJECT = "Subject: "


class TemplateMissing(Exception):
    """No template has this name for this channel, in any language we could use."""


class TemplateContext(Value):
    """All that a template may speak of."""

    creditor: str
    customer: str
    country: str
    """The customer's, which says how its language writes amounts and days."""
    recipient: str
    number: str
    purchase_order: str | None
    due_date: date
    today: date
    """The reader's; a pause may have made the message later than its name says."""
    amount: Money
    """What this message asks for."""
    balance: Money
    """What is owed on the invoice, slices that are left alone included."""


class _Template(NamedTuple):
    channel: str
    name: str
    language: str


@pass_context
def _shown(context: Context, value: object) -> str:
    """As the reader writes it; what others told us cannot begin a line or a header of its own."""
    match value:
        case Money():
            return localized.amount(value, context["locale"])
        case date():
            return localized.day(value, context["locale"])
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
        return {template.name for template in self._newest if template.channel == channel}

    def render(self, channel: Channel, name: str, language: str, context: TemplateContext) -> Words:
        """The newest words in the reader's language, or in English where there are none."""
        found = self._find(channel, name, language)
        version = self._newest[found]
        file = f"{channel}/{name}/{version}.{found.language}.txt"
        locale = localized.locale_of(_as_asked(language, found.language), context.country)
        template = self._environment.get_template(file)
        content = template.render({**dict(context), "locale": locale}).strip()
        if channel is Channel.SMS:
            subject, text, html = "", content, None
        else:
            heading, text = content.split("\n\n", 1)
            subject, html = heading.removeprefix(_SUBJECT), self._html(text, found.language)
        return Words(
            template_version=version,
            language=found.language,
            subject=subject,
            text=text,
            html=html,
        )

    def _find(self, channel: Channel, name: str, language: str) -> _Template:
        primary = language.split("-")[0].lower()
        for spoken in (primary, FALLBACK):
            template = _Template(channel, name, spoken)
            if template in self._newest:
                return template
        raise TemplateMissing(
            f"there is no {channel} template {name!r}; use one of {sorted(self.names(channel))}"
        )

    def _html(self, text: str, language: str) -> str:
        """The same words as paragraphs, so that the two forms cannot disagree."""
        paragraphs = [paragraph.splitlines() for paragraph in text.split("\n\n")]
        layout = self._environment.get_template(_LAYOUT)
        return layout.render(paragraphs=paragraphs, language=language, locale=None)


def _as_asked(language: str, found: str) -> str:
    """The reader's own tag, unless the words are in another language."""
    return language if language.split("-")[0].lower() == found else found


def _newest(files: Iterable[str]) -> dict[_Template, int]:
    newest: dict[_Template, int] = {}
    for match in filter(None, map(_FILE.fullmatch, files)):
        template = _Template(match["channel"], match["name"], match["language"])
        newest[template] = max(int(match["version"]), newest.get(template, 0))
    return newest
