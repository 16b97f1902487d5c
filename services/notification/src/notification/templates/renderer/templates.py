"""From a template and an occasion to words; the same every time for the same two."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from babel import Locale
from jinja2 import Environment, PackageLoader, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from notification.templates.domain.content import Template
from notification.templates.domain.context import ItemContext, TemplateContext
from notification.templates.domain.salutation import person_named
from notification.templates.domain.untrusted import one_line
from notification.templates.domain.words import Words
from notification.templates.renderer.blocks import STATEMENT, blocks_of
from notification.templates.renderer.built_in import built_in
from notification.templates.renderer.items import LAST
from notification.templates.renderer.phrases import FALLBACK, Phrases, phrases_in, spoken
from notification.templates.renderer.plain import plain
from notification.templates.renderer.sandbox import Sandbox
from notification.templates.renderer.sentences import (
    consequence_of,
    disclosed,
    due_of,
    rule_of,
    stop_texts,
)
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.money import Money
from recoup_events.notification import Claim, TemplateCategory
from recoup_receivables import localized

_MEASURES = re.compile(r"\{[{%][^}]*\b(consequence|measures)\b")


class TemplateMissing(Exception):
    """No template has this name for this channel."""


class _Written(Markup):
    """Made by a template already: it keeps its lines."""


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
        case None:
            return ""
        case _:
            return one_line(str(value))


class Templates:
    """Renders templates, a tenant's own and those that every tenant has."""

    def __init__(self) -> None:
        self.sandbox = Sandbox(_shown)
        # Ours alone, so in no sandbox; what stands in it is escaped.
        self._layout = Environment(
            loader=PackageLoader("notification.templates", "layout"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        ).get_template("message.html")

    def claims(self, template: Template) -> frozenset[Claim]:
        """What the words always assert, and has to be proven."""
        return frozenset(template.content.claims)

    def names_measures(self, template: Template) -> bool:
        """Whether the words name what is intended; then only what is proven of it."""
        return any(
            _MEASURES.search(f"{text.subject}\n{text.text}") for text in template.content.texts
        )

    def names(self, channel: Channel) -> set[str]:
        """The built-in templates a reminder by this channel may ask for."""
        return {name for category, name in built_in() if category.value == channel.value}

    def built_in(self, category: TemplateCategory, name: str) -> Template:
        """Those that every tenant has."""
        found = built_in().get((category, name))
        if found is None:
            names = ", ".join(sorted(each for of, each in built_in() if of is category))
            raise TemplateMissing(
                f"There is no {category} template {name!r}; publish one of that name, or use one of "
                f"{names}."
            )
        return found

    def render(self, channel: Channel, name: str, language: str, context: TemplateContext) -> Words:
        """The built-in words of a reminder."""
        category = TemplateCategory(channel)
        return self.write(category, self.built_in(category, name), language, context)

    def write(
        self,
        category: TemplateCategory,
        template: Template,
        language: str,
        context: TemplateContext,
    ) -> Words:
        """The words in the reader's language, else in the creditor's first one there are words in."""
        found = _language(template, language, context)
        asked = language if spoken(language) == found else found
        locale = localized.locale_of(asked, context.country)
        phrases = phrases_in(found)
        text = template.content.by_language[found]
        known = {**variables_of(context, phrases, locale), "locale": locale}
        about: dict[str, Any] = {
            "template_id": template.template_id,
            "template_version": template.version,
            "language": found,
        }
        if category is TemplateCategory.SMS:
            short = " ".join(self.sandbox.render(text.text, known).split())
            return Words(**about, subject="", text=short)
        subject = one_line(self.sandbox.render(text.subject, known))
        body = re.sub(r"\n{3,}", "\n\n", self.sandbox.render(text.text, known)).strip()
        blocks = blocks_of(body, context, phrases, locale, asks=template.content.asks_satisfaction)
        if context.on_paper:
            return Words(**about, subject=subject, text=plain(blocks))
        code = None if blocks.payment is None else blocks.payment.code
        logo = context.creditor.logo
        html = self._layout.render(
            blocks=blocks, subject=subject, code=code is not None, logo=logo is not None
        )
        shown = {"html": html, "payment_code": code, "logo": logo}
        return Words(**about, subject=subject, text=plain(blocks), **shown)


def _language(template: Template, language: str, context: TemplateContext) -> str:
    texts = template.content.by_language
    wanted: tuple[str | None, ...]
    wanted = (spoken(language), *map(spoken, context.creditor.languages), FALLBACK)
    return next((each for each in wanted if each is not None and each in texts), next(iter(texts)))


def variables_of(context: TemplateContext, phrases: Phrases, locale: Locale) -> Mapping[str, Any]:
    """What the words may name; docs/how-to/write-a-template.md tells their authors."""
    person = person_named(context.recipient, context.customer)
    salutation = (
        phrases("salutation.neutral")
        if person is None
        else phrases("salutation.named", name=one_line(person))
    )
    amounts = [localized.amount(total, locale) for total in context.totals]
    due = context.oldest
    return {
        "salutation": salutation,
        "recipient": context.recipient,
        "customer": context.customer,
        "creditor": context.creditor,
        "today": context.today,
        "what": _what(context, phrases),
        "item": None if context.item is None else _told(context.item, context),
        "items": [_told(item, context) for item in context.shown],
        "count": len(context.items),
        "late": context.late,
        "oldest": context.oldest,
        "due": "" if due is None else due_of(context, due, phrases, locale),
        "total": f" {phrases('what.and')} ".join(amounts),
        "totals": context.totals,
        "milder": len(context.items) > 1 and any(item.template != LAST for item in context.items),
        "measures": [str(measure) for measure in context.measures],
        "consequence": consequence_of(context, phrases, locale),
        "limit": context.policy.limit,
        "prepay": [rule_of(rule, phrases, locale) for rule in context.policy.prepay],
        "hold": [rule_of(rule, phrases, locale) for rule in context.policy.hold],
        "remedies": [phrases(f"remedies.{each}") for each in context.remedies],
        "acceptance_needed": context.policy.acceptance_needed,
        "statement": _Written(STATEMENT),
        "opt_out": stop_texts(context, phrases),
        "disclosures": " ".join(disclosed(context, phrases.language, briefly=True)),
    }


def _what(context: TemplateContext, phrases: Phrases) -> str:
    item = context.item
    if item is None:
        return phrases(
            "what.items" if context.charges else "what.invoices", count=len(context.items)
        )
    notes = []
    if item.instalment:
        notes.append(phrases("what.instalment", instalment=item.instalment))
    if item.charge:
        notes.append(phrases(f"what.{item.charge}"))
    named = phrases("what.invoice", number=one_line(item.number))
    return f"{named} ({', '.join(notes)})" if notes else named


def _told(item: ItemContext, context: TemplateContext) -> Mapping[str, Any]:
    told = {name: getattr(item, name) for name in ItemContext.model_fields}
    return {**told, "days_late": max((context.today - item.due_date).days, 0)}
