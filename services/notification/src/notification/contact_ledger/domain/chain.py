"""The end of each customer's contact ledger, and how a line is added to it."""

from collections.abc import Sequence

from notification.contact_ledger.domain.events import ContactEntered
from recoup_compliance.contact_ledger.line import (
    NOTHING_BEFORE,
    Entry,
    Evidence,
    Line,
    canonical,
    digest_of,
    sealed,
)
from recoup_events.kernel.envelope import Account, Envelope, Stream
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import CustomerId, TenantId
from recoup_eventstore.decider import Decider, View


class Chain(Value):
    """Where the next line of a customer begins."""

    sequence: int = 0
    head: str = NOTHING_BEFORE


class Judged(Value):
    """What a verdict rests on, and the salt of its digest."""

    evidence: Evidence
    salt: str


class Enter(Command):
    """Add a line at the end of a customer's ledger."""

    tenant: TenantId
    customer_id: CustomerId
    chain: Chain
    entry: Entry
    judged: Judged | None


class Entries(Value):
    """The lines about one contact; nothing is decided by them."""


def _decide(command: Enter, _entries: Entries) -> Sequence[ContactEntered]:
    evidence, salt, seal = None, None, None
    if command.judged is not None:
        evidence = canonical(command.judged.evidence.model_dump(mode="json"))
        salt = command.judged.salt
        seal = sealed(evidence, salt)
    line = Line(
        **dict(command.entry),
        tenant=command.tenant,
        customer_id=command.customer_id,
        sequence=command.chain.sequence + 1,
        previous=command.chain.head,
        evidence_digest=seal,
    )
    text = line.text
    return [
        ContactEntered(
            customer_id=line.customer_id,
            person_id=line.person_id,
            sequence=line.sequence,
            line=text,
            digest=digest_of(text),
            evidence=evidence,
            salt=salt,
        )
    ]


def _evolve(entries: Entries, _event: ContactEntered) -> Entries:
    return entries


LEDGER = Decider("contact_ledger", Entries(), _decide, _evolve)


def stream_of(account: Account, contact_id: str) -> Stream:
    """Where the lines about a contact stand; they are few, however many the customer has."""
    return Stream(account, LEDGER.category, contact_id)


def _about(event: Event) -> Sequence[str]:
    return [event.customer_id] if isinstance(event, ContactEntered) else []


def _grown(chain: Chain, own: Envelope[Event]) -> Chain:
    match own.event:
        case ContactEntered(sequence=sequence, digest=digest):
            return Chain(sequence=sequence, head=digest)
        case _:
            return chain


CHAIN = View("contact_chain", Chain(), _about, _grown)
