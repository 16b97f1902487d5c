"""The letters of a set: what a message asked for, in its figures, and what was owed when they were made."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from invoice.documents.domain.errors import TooLong
from invoice.documents.domain.parties import Parties
from invoice.documents.domain.reminder_letter import Asked, reminder_letter
from invoice.documents.domain.words import Words, words_in
from invoice.documents.handlers.gathering import parties_of
from invoice.documents.handlers.letters import copy_of, interest_letter, statement_of
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import issued_invoice
from recoup_documents.letter import Letter
from recoup_events.invoice.document_set import ShownBalance
from recoup_events.kernel.attachments import (
    MOST_TOGETHER,
    OF_AN_INVOICE,
    AttachmentKind,
    AttachmentLacking,
    Lack,
    StoredFile,
)
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.ids import InvoiceId
from recoup_events.kernel.refusals import Refused
from recoup_events.notification import MessageDocumentsRequested
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.request_context import Reading

YEAR: Final = timedelta(days=365)
"""Of movements in a statement; what was owed before is carried forward."""


class Wanted(NamedTuple):
    kind: AttachmentKind
    invoice_id: InvoiceId | None

    def lacking(self, lack: Lack) -> AttachmentLacking:
        return AttachmentLacking(kind=self.kind, invoice_id=self.invoice_id, lack=lack)


class Letters(NamedTuple):
    shown: Sequence[ShownBalance]
    """Read before any letter was made: what is received later was owed later."""
    letters: Mapping[Wanted, Letter]
    lacking: Sequence[AttachmentLacking]
    logo: StoredFile | None
    """Of whoever sends them."""


def wanted_of(request: MessageDocumentsRequested) -> Sequence[Wanted]:
    """Each once, as kinds are ordered, then as the items are."""
    found = {
        Wanted(kind, item.invoice_id if kind in OF_AN_INVOICE else None): None
        for kind in AttachmentKind
        for item in request.items
        if kind in item.attachments
    }
    return list(found)


class Making(NamedTuple):
    account: Account
    request: MessageDocumentsRequested
    asked_at: datetime
    reading: Reading | None
    cause: Cause


async def letters_of(work: UnitOfWork, making: Making) -> Letters:
    request = making.request
    streams = [INVOICE.stream(*making.account, item.invoice_id) for item in request.items]
    await work.preload(streams=streams)
    asked = [
        Asked(item, issued_invoice(await work.state(INVOICE, stream)))
        for item, stream in zip(request.items, streams, strict=True)
    ]
    parties = await parties_of(work, streams[0], request.creditor_id)
    writing = _Writing(work, making, parties, asked)
    wanted = wanted_of(request)
    letters = dict[Wanted, Letter]()
    lacking = [each.lacking(Lack.TOO_MANY) for each in wanted[MOST_TOGETHER:]]
    for each in wanted[:MOST_TOGETHER]:
        letter = await writing.letter(each)
        if isinstance(letter, Letter):
            letters[each] = letter
        else:
            lacking.append(each.lacking(letter))
    return Letters(_shown(asked), letters, lacking, parties.creditor.logo)


def _shown(asked: Iterable[Asked]) -> Sequence[ShownBalance]:
    return [
        ShownBalance(
            receivable_id=each.item.receivable_id,
            balance=each.invoice.owed(each.item.receivable_id),
        )
        for each in asked
    ]


class _Writing(NamedTuple):
    work: UnitOfWork
    making: Making
    parties: Parties
    asked: Sequence[Asked]

    @property
    def words(self) -> Words:
        """Of the reader, who need not be where the customer is."""
        return words_in(self.making.request.language, self.making.request.country)

    async def letter(self, wanted: Wanted) -> Letter | Lack:
        """Whatever is not to be had is said by its lack; a mail never fails for it."""
        try:
            made = await self._made(wanted)
        except TooLong:
            return Lack.TOO_LARGE
        except Refused:  # no interest was agreed on, or its rate is not known
            return Lack.NOTHING_TO_SHOW
        return Lack.NOTHING_TO_SHOW if made is None else made

    async def _made(self, wanted: Wanted) -> Letter | None:
        request, at = self.making.request, self.making.asked_at
        match wanted:
            case Wanted(AttachmentKind.INVOICE_COPY, str(id)):
                about = (INVOICE.stream(*self.making.account, id), self.parties, self.words)
                return (await copy_of(self.work, *about, self.making.cause)).letter
            case Wanted(AttachmentKind.INTEREST, str(id)):
                about = (INVOICE.stream(*self.making.account, id), self.parties, self.words)
                return await interest_letter(self.work, *about, request.as_of, at)
            case Wanted(AttachmentKind.STATEMENT, _):
                return await self._statement()
            case _:
                return reminder_letter(
                    self.asked, request.level, request.as_of, self.parties, self.words, at
                )

    async def _statement(self) -> Letter:
        assert self.making.reading is not None, "movements are listed by the read models"
        request, customer = self.making.request, self.parties.customer
        days = (request.as_of - YEAR, request.as_of)
        money = (request.items[0].amount.currency, self.parties, self.words)
        async with self.making.reading(self.making.account.tenant) as connection:
            return await statement_of(connection, customer, days, *money, self.making.asked_at)
