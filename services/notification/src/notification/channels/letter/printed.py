"""A message as a letter: its words on the creditor's paper, addressed for the envelope's window."""

from datetime import datetime
from typing import NamedTuple

from notification.messages.domain.message_content import Letterhead, MessageContent
from notification.messages.domain.sender import Delivery
from recoup_documents.letter import Labelled, Letter, address_lines, paper_of
from recoup_events.kernel.ids import MessageId, TenantId
from recoup_events.kernel.postal_address import PostalAddress
from recoup_receivables import localized


class Paper(NamedTuple):
    """What stands on every letter beside its words."""

    date: str
    page: str


PAPERS = {
    "en": Paper("Date", "Page {n} of {of}"),
    "de": Paper("Datum", "Seite {n} von {of}"),
    "fr": Paper("Date", "Page {n} sur {of}"),
    "es": Paper("Fecha", "Página {n} de {of}"),
    "it": Paper("Data", "Pagina {n} di {of}"),
    "nl": Paper("Datum", "Pagina {n} van {of}"),
}


class Printed(NamedTuple):
    """What a provider of letters is given."""

    message_id: MessageId
    tenant: TenantId
    recipient: str
    company: str | None
    to: PostalAddress
    sender: str
    sent_from: PostalAddress
    pdf: bytes
    certified: bool
    at: datetime


def letter_of(delivery: Delivery, to: PostalAddress, head: Letterhead) -> Letter:
    """The same for every attempt, to the byte."""
    content = delivery.content
    language = content.words.language
    paper = PAPERS.get(language, PAPERS["en"])
    home = to.country == head.address.country
    locale = localized.locale_of(language, to.country)
    day = localized.day(delivery.at.date(), locale)
    return Letter(
        language=language,
        paper=paper_of(to.country),
        made_at=delivery.at.replace(hour=0, minute=0, second=0, microsecond=0),
        title=content.words.subject,
        sender=(head.name, *address_lines(head.address)),
        recipient=recipient_of(content, to, home=home),
        details=(Labelled(label=paper.date, value=day),),
        heading=content.words.subject,
        paragraphs=tuple(content.words.text.split("\n\n")),
        footer=tuple(each for each in (head.legal_name, head.register_line, head.phone) if each),
        page=paper.page,
    )


def recipient_of(content: MessageContent, to: PostalAddress, *, home: bool) -> tuple[str, ...]:
    """The country stands where post crosses a border."""
    company = () if content.company is None else (content.company,)
    return (*company, content.recipient, *address_lines(to), *(() if home else (to.country,)))
