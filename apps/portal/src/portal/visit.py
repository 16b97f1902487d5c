"""A visit: somebody who followed a link, and everything a page is made with."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Annotated, Any, cast

from babel import Locale
from fastapi import Depends, Request

from portal.ports import Ports
from portal.services import Answer, Api
from portal.words import LANGUAGES, Words, words_in
from recoup_events.kernel.money import Money
from recoup_receivables import localized
from recoup_receivables.portal_link import PortalLink

COOKIE, LANGUAGE = "recoup_portal", "recoup_portal_language"


class LinkRefused(Exception):
    """No link, or one that opens nothing: all are told alike."""


class ServiceAway(Exception):
    """What the page is made of cannot be read now."""


class NotOurs(Exception):
    """A form that did not come from a page of this visit."""


class NotHere(Exception):
    """No such thing, or not this debtor's: both are told alike."""


@dataclass(frozen=True, slots=True)
class Visit:
    request: Request
    ports: Ports
    text: str
    """The link, as it was followed."""
    link: PortalLink
    api: Api
    today: date
    """In the debtor's calendar."""
    customer: Mapping[str, Any]
    creditor: Mapping[str, Any]
    words: Words
    locale: Locale

    @property
    def form_token(self) -> str:
        return self.ports.forms.token(self.text)

    @property
    def person(self) -> Mapping[str, Any] | None:
        persons = self.customer.get("persons", [])
        return next((each for each in persons if each["id"] == self.link.person_id), None)

    @property
    def creditor_name(self) -> str:
        return str(self.creditor["trading_name"] or self.creditor["legal_name"])

    def money(self, amount: Mapping[str, str]) -> str:
        return localized.amount(Money.parse(amount["amount"], amount["currency"]), self.locale)

    def day(self, day: str | date) -> str:
        on = day if isinstance(day, date) else date.fromisoformat(day)
        return localized.day(on, self.locale)

    def is_theirs(self, thing: Mapping[str, Any]) -> bool:
        """Whether it is this customer's with this creditor."""
        names = ("customer_id", "creditor_id")
        return all(thing.get(name) == getattr(self.link, name) for name in names)

    async def invoice(self, id: str) -> Mapping[str, Any]:
        return await self.theirs(f"/v1/invoices/{id}")

    async def theirs(self, path: str) -> Mapping[str, Any]:
        """What is there; raises ``NotHere`` for another's."""
        answer = await self.api.get(path)
        if answer.away:
            raise ServiceAway
        if not answer.done or not self.is_theirs(answer.body):
            raise NotHere
        return cast(Mapping[str, Any], answer.body)

    async def open_invoices(self) -> list[Mapping[str, Any]]:
        """What is still owed, the longest due first."""
        late, coming = await asyncio.gather(self._owed("overdue"), self._owed("open"))
        return [*late, *coming]

    async def _owed(self, state: str) -> list[Mapping[str, Any]]:
        answer = await self.api.get(
            "/v1/invoices",
            customer_id=self.link.customer_id,
            creditor=self.creditor["code"],
            state=state,
            sort="due_date",
            limit="100",
        )
        if not answer.done:
            raise ServiceAway
        return [row for row in answer.rows if self.is_theirs(row)]

    def once(self, form: Mapping[str, Any]) -> str:
        """One form happens once, however often it is sent; corrected, it is another."""
        fields = sorted(
            (name, str(value)) for name, value in form.items() if isinstance(value, str)
        )
        return sha256(f"{self.text}{self.request.url.path}{fields}".encode()).hexdigest()


def ports_of(request: Request) -> Ports:
    return cast(Ports, request.app.state.ports)


async def welcome(request: Request, text: str) -> Visit:
    """Whom the link lets in, as the invoice service says now; raises ``LinkRefused``."""
    ports = ports_of(request)
    link = ports.links.read(text)
    if link is None:
        raise LinkRefused
    actor = f"link:{link.link_id}"
    api = Api(ports.client, ports.callers.credential(link.tenant, actor, ports.outside.now()))
    visited, customer, creditor = await asyncio.gather(
        api.send("POST", "/v1/portal-links/visits", {"link": text}),
        api.get(f"/v1/customers/{link.customer_id}"),
        api.get(f"/v1/creditors/{link.creditor_id}"),
    )
    _must_be_let_in(visited, customer, creditor)
    request.state.actor = actor
    words = words_in(_language(request, customer.body, link))
    return Visit(
        request=request,
        ports=ports,
        text=text,
        link=link,
        api=api,
        today=date.fromisoformat(visited.body["today"]),
        customer=customer.body,
        creditor=creditor.body,
        words=words,
        locale=localized.locale_of(words.language, customer.body["country"]),
    )


def _must_be_let_in(visited: Answer, *others: Answer) -> None:
    if visited.away:
        raise ServiceAway
    if not visited.done:
        raise LinkRefused
    if not all(answer.done for answer in others):
        raise ServiceAway


def _language(request: Request, customer: Mapping[str, Any], link: PortalLink) -> str:
    """As chosen here; else the person's, or the customer's."""
    chosen = request.cookies.get(LANGUAGE, "")
    if chosen in LANGUAGES:
        return chosen
    persons = [p for p in customer.get("persons", []) if p["id"] == link.person_id]
    own = next((person["language"] for person in persons if person.get("language")), None)
    return str(own or customer["language"])


async def visiting(request: Request) -> AsyncIterator[Visit]:
    """What every page takes; a form must come from a page of the same visit."""
    text = request.cookies.get(COOKIE, "")
    visit = await welcome(request, text)
    request.state.visit = visit
    try:
        if request.method == "POST":
            token = (await request.form()).get("form_token", "")
            if not visit.ports.forms.is_ours(text, str(token)):
                raise NotOurs
        yield visit
    finally:
        await request.close()  # the files of its form


Visiting = Annotated[Visit, Depends(visiting)]


async def with_account(visit: Visiting) -> Visit:
    """What shows amounts is not for a link that lets in to preferences alone."""
    if visit.link.purpose != "account":
        raise NotHere
    return visit


Account = Annotated[Visit, Depends(with_account)]
