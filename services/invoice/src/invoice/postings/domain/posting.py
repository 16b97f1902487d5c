"""A posting: what Recoup booked, on its way into the ERP's books, where nothing is booked twice."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import TypedDict

from invoice.postings.domain.errors import PostingRefused
from recoup_events import invoice as events
from recoup_events.invoice.posting import PostingSettled, SettlementWay
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import CreditorId, CustomerId, InvoiceId, PaymentId, PostingId
from recoup_events.kernel.money import Money
from recoup_eventstore.decider import Decider


class CreatePosting(Command):
    posting_id: PostingId
    customer_id: CustomerId
    customer_external_id: str
    creditor_id: CreditorId
    creditor: str
    kind: events.PostingKind
    invoice_id: InvoiceId | None = None
    payment_id: PaymentId | None = None
    external_id: str
    number: str | None = None
    charged_for: str | None = None
    amount: Money
    taxes: tuple[events.TaxPart, ...] = ()
    effective_on: date
    posting_date: date
    reason: str


class ExportPosting(Command):
    """The batch of this id takes it."""

    export: str


class RecordPosted(Command):
    document: str


class RefusePosting(Command):
    reason: str


class SettlePosting(Command):
    """What the ERP refused was seen to by a person."""

    way: SettlementWay
    document: str | None = None
    reason: str
    settled_by: str


PostingCommand = CreatePosting | ExportPosting | RecordPosted | RefusePosting | SettlePosting


class PostingState(StrEnum):
    PENDING = "pending"
    EXPORTED = "exported"
    POSTED = "posted"
    REFUSED = "refused"
    SETTLED = "settled"
    """By a person, after it was refused."""


class Ids(TypedDict):
    """What every event about a posting names."""

    posting_id: PostingId
    customer_id: CustomerId


class NoPosting(Value):
    """Nothing was booked under this id."""


class Posting(Value):
    created: events.PostingCreated
    state: PostingState = PostingState.PENDING
    export: str | None = None
    """The batch that took it last."""
    document: str | None = None
    refusal: str | None = None
    """Why the ERP refused it."""
    settlement: PostingSettled | None = None

    @property
    def ids(self) -> Ids:
        return {"posting_id": self.created.posting_id, "customer_id": self.created.customer_id}


ENDED = "A person has settled it; leave it out."
State = NoPosting | Posting
NOTHING: State = NoPosting()


def decide(command: PostingCommand, state: State) -> Sequence[events.InvoiceEvent]:
    """List every move a posting allows; the same again changes nothing."""
    match state, command:
        case NoPosting(), CreatePosting():
            return [events.PostingCreated.model_validate(command, from_attributes=True)]
        case Posting(), ExportPosting(export=export):
            return _exported(state, export)
        case Posting(), RecordPosted(document=document):
            return _posted(state, document)
        case Posting(), RefusePosting(reason=reason):
            return _refused(state, reason)
        case Posting(), SettlePosting():
            return _settled(state, command)
        case Posting(), _:
            return []
        case _:
            raise PostingRefused("There is no such posting; list those that there are.")


def _exported(posting: Posting, export: str) -> Sequence[events.InvoiceEvent]:
    """What the ERP refused may be exported anew, by another batch."""
    match posting.state:
        case PostingState.PENDING | PostingState.REFUSED if posting.export != export:
            return [events.PostingExported(**posting.ids, export=export)]
        case _ if posting.export == export:
            return []
        case PostingState.POSTED:
            raise PostingRefused(f"It is posted already, as {posting.document}; leave it out.")
        case PostingState.SETTLED:
            raise PostingRefused(ENDED)
        case _:
            raise PostingRefused(
                f"The export {posting.export!r} has taken it; say what became of it there, by /posted "
                "or /refused."
            )


def _posted(posting: Posting, document: str) -> Sequence[events.InvoiceEvent]:
    if posting.document == document:
        return []
    if posting.state is PostingState.POSTED:
        raise PostingRefused(
            f"It is posted already, as {posting.document}; reverse one of the two in the ERP.",
            pointer="/document",
        )
    if posting.state is PostingState.SETTLED:
        raise PostingRefused(f"{ENDED} Reverse {document} in the ERP, or keep one of the two.")
    return [events.PostingPosted(**posting.ids, document=document)]


def _refused(posting: Posting, reason: str) -> Sequence[events.InvoiceEvent]:
    if posting.state is PostingState.POSTED:
        raise PostingRefused(f"It is posted, as {posting.document}; reverse what was booked here.")
    if posting.state is PostingState.SETTLED:
        raise PostingRefused(ENDED)
    if posting.refusal == reason:
        return []
    return [events.PostingRefused(**posting.ids, reason=reason)]


def _settled(posting: Posting, command: SettlePosting) -> Sequence[events.InvoiceEvent]:
    """The same again, by whomever, changes nothing; the first one stands."""
    done = posting.settlement
    if done is not None:
        if (done.way, done.document) == (command.way, command.document):
            return []
        raise PostingRefused(f"{ENDED} It was {done.way} by {done.settled_by}: {done.reason}")
    if posting.state is not PostingState.REFUSED:
        raise PostingRefused("Only what the ERP refused is settled; say first why it was refused.")
    return [PostingSettled(**posting.ids, **dict(command))]


def evolve(state: State, event: events.InvoiceEvent) -> State:
    match state, event:
        case _, events.PostingCreated():
            return Posting(created=event)
        case Posting(), events.PostingExported(export=export):
            exported = {"state": PostingState.EXPORTED, "export": export, "refusal": None}
            return state.model_copy(update=exported)
        case Posting(), events.PostingPosted(document=document):
            posted = {"state": PostingState.POSTED, "document": document, "refusal": None}
            return state.model_copy(update=posted)
        case Posting(), events.PostingRefused(reason=reason):
            return state.model_copy(update={"state": PostingState.REFUSED, "refusal": reason})
        case Posting(), PostingSettled():
            update = {"state": PostingState.SETTLED, "settlement": event}
            return state.model_copy(update=update)
        case _:
            return state


def posting_date(effective_on: date, books: events.Books) -> date:
    """The day it is for, or the first after the books that are closed."""
    closed = books.books_closed_until
    return effective_on if closed is None else max(effective_on, closed + timedelta(days=1))


POSTING = Decider("posting", NOTHING, decide, evolve)
