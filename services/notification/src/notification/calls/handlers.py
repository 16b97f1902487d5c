"""A call that is asked for, judged by everything that is known; and what its outcome teaches."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from notification.calls.domain import commands
from notification.calls.domain.call import CALL
from notification.calls.domain.check import KnownCall, check
from notification.calls.domain.entries import entry_of
from notification.calls.domain.errors import UnknownInvoice, UnknownPhone
from notification.calls.domain.events import CallRequested
from notification.consents.domain import address_commands
from notification.consents.domain.address import ADDRESS, stream_of
from notification.consents.domain.address_hash import AddressHash
from notification.consents.domain.errors import UnknownCustomer, UnknownPerson
from notification.contact_ledger.domain.chain import Judged
from notification.contact_ledger.handlers import enter
from notification.contacts.handlers import known_contact
from notification.creditors.handlers import known_creditor
from notification.debtors.domain.debtor import DEBTOR, Debtor
from notification.messages.domain.receivable import RECEIVABLE, Receivable
from recoup_compliance.attempt import Notice, Place
from recoup_events.invoice import Person
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.kernel.ids import (
    CallId,
    CreditorId,
    CustomerId,
    InvoiceId,
    PersonId,
    ReceivableId,
    TaskId,
    receivable_id_of,
)
from recoup_events.notification import CallOutcome
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork

ADVICE = "if it has just been entered, send this again in a few seconds"


class ContactNamed(Protocol):
    """Whom a request names about which invoices, and where each stands there."""

    @property
    def person_id(self) -> PersonId: ...
    @property
    def creditor_id(self) -> CreditorId: ...
    @property
    def invoices(self) -> Sequence[InvoiceId]: ...
    @property
    def customer_at(self) -> str: ...
    @property
    def person_at(self) -> str: ...


class AskedFor(NamedTuple):
    """The call as the request names it, and where each part of it stands there."""

    call_id: CallId
    customer_id: CustomerId
    creditor_id: CreditorId
    person_id: PersonId
    invoices: Sequence[InvoiceId]
    customer_at: str
    person_at: str
    phone: str | None = None
    task_id: TaskId | None = None
    place: Place | None = None
    notice: Notice | None = None


class Secrets(NamedTuple):
    """How telephone numbers are named, and what makes a digest of evidence unguessable."""

    address_hash: AddressHash
    new_salt: Callable[[], str]


class Conversation(NamedTuple):
    """When a call was, and what was said."""

    called_at: datetime | None
    note: str | None


async def ask(
    work: UnitOfWork, stream: Stream, asked: AskedFor, secrets: Secrets, cause: Cause
) -> None:
    """Answer with an event: it may be made until then, or it must not be made."""
    account = stream.account
    debtor = await work.document(DEBTOR, account, asked.customer_id)
    phone = _phone(known_person(debtor, asked), asked.phone)
    await known_creditor(work, account.tenant, asked.creditor_id)
    receivables = await receivables_of(work, account, asked)
    hash = secrets.address_hash(account.tenant, Medium.CALL, phone)
    contact = await known_contact(work, account, debtor, asked.person_id, asked.creditor_id, hash)
    requested = CallRequested(
        call_id=asked.call_id,
        customer_id=asked.customer_id,
        creditor_id=asked.creditor_id,
        person_id=asked.person_id,
        task_id=asked.task_id,
        invoices=tuple(asked.invoices),
        phone=phone,
        place=asked.place,
        notice=asked.notice,
        at=cause.at,
    )
    verdict = check(requested, KnownCall(**dict(contact), receivables=receivables))
    command = commands.AnswerCall(requested=requested, verdict=verdict)
    await work.execute(CALL, stream, command, cause)
    judged = Judged(evidence=verdict.evidence, salt=secrets.new_salt())
    await enter(work, account, entry_of(requested, verdict), judged, cause)


async def receive(
    work: UnitOfWork, stream: Stream, asked: AskedFor, conversation: Conversation, cause: Cause
) -> None:
    """A conversation counts whoever dialled, and whatever is owed by now."""
    debtor = await work.document(DEBTOR, stream.account, asked.customer_id)
    known_person(debtor, asked)
    await known_creditor(work, stream.account.tenant, asked.creditor_id)
    await receivables_of(work, stream.account, asked)
    command = commands.RecordReceived(
        call_id=asked.call_id,
        customer_id=asked.customer_id,
        creditor_id=asked.creditor_id,
        person_id=asked.person_id,
        invoices=tuple(asked.invoices),
        called_at=conversation.called_at,
        note=conversation.note,
        at=cause.at,
    )
    await work.execute(CALL, stream, command, cause)


async def record(
    work: UnitOfWork, stream: Stream, command: commands.RecordOutcome, cause: Cause
) -> None:
    """A wrong number is not dialled again until somebody confirms it; its account is locked, too."""
    await work.execute(CALL, stream, command, cause)
    made = (await work.state(CALL, stream)).made
    if made is None or made.outcome is not CallOutcome.WRONG_NUMBER:
        return
    bounce = address_commands.RecordBounce(
        address_hash=made.address_hash,
        channel=Medium.CALL,
        reason="A call reached somebody else: it is the wrong number.",
        at=cause.at,
    )
    address = stream_of(stream.account.tenant, made.address_hash)
    await work.execute(ADDRESS, address, bounce, cause)


async def receivables_of(
    work: UnitOfWork, account: Account, asked: ContactNamed
) -> Mapping[InvoiceId, tuple[Receivable, ...]]:
    """All terms of each invoice; its first one knows the others."""
    firsts = {id: receivable_id_of(id, 0) for id in asked.invoices}
    known = await _each(work, account, firsts.values())
    siblings = await _each(work, account, [s for each in known.values() for s in each.siblings[1:]])
    receivables = {
        id: (known[first], *(siblings[s] for s in known[first].siblings[1:]))
        for id, first in firsts.items()
    }
    _check_invoices(receivables, asked.creditor_id)
    return receivables


async def _each(
    work: UnitOfWork, account: Account, ids: Collection[ReceivableId]
) -> Mapping[ReceivableId, Receivable]:
    if ids:
        await work.preload(documents=[DocumentKey(account, RECEIVABLE.name, id) for id in ids])
    return {id: await work.document(RECEIVABLE, account, id) for id in ids}


def known_person(debtor: Debtor, asked: ContactNamed) -> Person:
    if debtor.profile is None:
        raise UnknownCustomer(
            f"No such customer has arrived here; check the id, and {ADVICE}.",
            pointer=asked.customer_at,
        )
    person = debtor.profile.person(asked.person_id)
    if person is None:
        raise UnknownPerson(
            f"The customer has no such person here; check the id, and {ADVICE}.",
            pointer=asked.person_at,
        )
    return person


def _phone(person: Person, wanted: str | None) -> str:
    if not person.phones:
        raise UnknownPhone(
            "The person has no telephone number; add one to the customer's persons, or call "
            "somebody else.",
            pointer="/phone",
        )
    if wanted is not None and wanted not in person.phones:
        raise UnknownPhone(
            "The person has no such telephone number; send one of the person's, or add it to the "
            "customer's persons.",
            pointer="/phone",
        )
    convenient = (each for each in person.phones if each not in person.inconvenient_addresses)
    return wanted or next(convenient, person.phones[0])


def _check_invoices(
    receivables: Mapping[InvoiceId, tuple[Receivable, ...]], creditor_id: CreditorId
) -> None:
    for i, (id, (known, *_)) in enumerate(receivables.items()):
        if known.terms is None or known.balance is None:
            raise UnknownInvoice(
                f"No invoice {id} of this customer has arrived here; check that both belong "
                f"together, and {ADVICE}.",
                pointer=f"/invoices/{i}",
            )
        if known.terms.creditor_id != creditor_id:
            raise UnknownInvoice(
                f"Invoice {id} is owed to another creditor; ask for a call in the name of each.",
                pointer=f"/invoices/{i}",
            )
