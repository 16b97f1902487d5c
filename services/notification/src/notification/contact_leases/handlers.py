"""A lease is judged contact by contact, by the rules of an agency, over what both have done so far."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from notification.consents.domain.address_hash import AddressHash
from notification.consents.domain.errors import UnknownPerson
from notification.contact_leases.domain.leases import (
    LEASES,
    Answer,
    PlacementKnown,
)
from notification.contact_ledger.domain.chain import Judged
from notification.contact_ledger.domain.events import ContactsLeased, ContactsRefused, LeasedContact
from notification.contact_ledger.handlers import enter
from notification.contacts.domain.known_contact import (
    Intent,
    KnownContact,
    attempt_of,
    history_of,
)
from notification.contacts.handlers import known_contact
from notification.creditors.handlers import known_creditor
from notification.debtors.domain.debtor import DEBTOR, Recipient
from recoup_compliance.attempt import Attempt, Role
from recoup_compliance.contact_ledger.line import Entry, Evidence, Kind
from recoup_compliance.history import History, PastAttempt
from recoup_compliance.permit import Permitted, Refused, permit
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.envelope import Cause, Stream
from recoup_events.kernel.ids import ContactLeaseId, PersonId, debt_id_of, derived
from recoup_eventstore.work import UnitOfWork


class Secrets(NamedTuple):
    """How addresses are named, and what makes a digest of evidence unguessable."""

    address_hash: AddressHash
    new_salt: Callable[[], str]


class LeaseRequest(NamedTuple):
    person_id: PersonId
    channel: Medium
    contacts: int
    until: datetime


class Verdict(NamedTuple):
    """Of one of the contacts that were asked for."""

    contact_id: str
    at: datetime
    """The first lawful moment, or that of the refusal."""
    evidence: Evidence
    refused: Refused | None
    rules_version: str


async def lease(
    work: UnitOfWork, stream: Stream, request: LeaseRequest, secrets: Secrets, cause: Cause
) -> ContactLeaseId:
    """As many as are lawful in a row; each has a line of its own in the contact ledger."""
    state = await work.state(LEASES, stream)
    placement = state.known
    assert placement is not None, "what is found was accepted"
    id = ContactLeaseId(derived("lea", placement.placement_id, state.asked + 1))
    known, recipient, address = await _known(work, stream, placement, request, secrets)
    verdicts = _judge(id, request, placement, known, recipient, address, cause.at)
    await work.execute(
        LEASES, stream, Answer(answer=_answer(id, request, verdicts, placement, cause)), cause
    )
    for verdict in verdicts:
        judged = Judged(evidence=verdict.evidence, salt=secrets.new_salt())
        await enter(work, stream.account, _entry(verdict, request, placement), judged, cause)
    return id


async def _known(
    work: UnitOfWork,
    stream: Stream,
    placement: PlacementKnown,
    request: LeaseRequest,
    secrets: Secrets,
) -> tuple[KnownContact, Recipient, str]:
    account = stream.account
    debtor = await work.document(DEBTOR, account, placement.customer_id)
    profile = debtor.profile
    recipient = None if profile is None else profile.recipient(request.person_id)
    if recipient is None:
        raise UnknownPerson(
            "The customer has no such person here; check the id, and if it has just been entered, "
            "send this again in a few seconds.",
            pointer="/person_id",
        )
    await known_creditor(work, account.tenant, placement.creditor_id)
    address = _address(recipient, request.channel)
    hash = secrets.address_hash(account.tenant, request.channel, address) if address else ""
    known = await known_contact(
        work, account, debtor, request.person_id, placement.creditor_id, hash
    )
    return known, recipient, address


def _address(recipient: Recipient, channel: Medium) -> str:
    match channel:
        case Medium.EMAIL:
            return next(iter(recipient.emails), "")
        case Medium.LETTER:
            return ""
        case Medium.CALL | Medium.SMS:
            return next(iter(recipient.phones), "")


def _judge(
    id: ContactLeaseId,
    request: LeaseRequest,
    placement: PlacementKnown,
    known: KnownContact,
    recipient: Recipient,
    address: str,
    now: datetime,
) -> Sequence[Verdict]:
    """Until the first that must not be made; those before it count for those behind."""
    verdicts: list[Verdict] = []
    debts = (debt_id_of(placement.customer_id, placement.creditor_id),)
    intent = Intent(
        id=id,
        channel=request.channel,
        address=address,
        creditor_id=placement.creditor_id,
        debts=debts,
    )
    attempt = attempt_of(intent, known, recipient, now).model_copy(update={"role": Role.AGENCY})
    history = history_of(intent, known)
    for nth in range(request.contacts):
        verdict = _first_lawful(f"{id}/{nth + 1}", attempt, history, request.until)
        verdicts.append(verdict)
        if verdict.refused is not None:
            break
        past = PastAttempt(at=verdict.at, channel=request.channel, debts=debts)
        history = history.model_copy(update={"attempts": (*history.attempts, past)})
        attempt = attempt.model_copy(update={"at": verdict.at})
    return verdicts


def _first_lawful(id: str, attempt: Attempt, history: History, until: datetime) -> Verdict:
    """Now, or as soon as the rules allow; refused where that is not before the lease would end."""
    verdict = permit(attempt, history)
    if isinstance(verdict, Refused) and verdict.retry_at is not None and verdict.retry_at <= until:
        attempt = attempt.model_copy(update={"at": verdict.retry_at})
        verdict = permit(attempt, history)
    refused = None if isinstance(verdict, Permitted) else verdict
    inputs = {} if refused is None else refused.inputs
    evidence = Evidence(attempt=attempt, history=history, inputs=inputs)
    return Verdict(id, attempt.at, evidence, refused, verdict.rules_version)


def _answer(
    id: ContactLeaseId,
    request: LeaseRequest,
    verdicts: Sequence[Verdict],
    placement: PlacementKnown,
    cause: Cause,
) -> ContactsLeased | ContactsRefused:
    granted = tuple(
        LeasedContact(id=each.contact_id, not_before=each.at)
        for each in verdicts
        if each.refused is None
    )
    refused = verdicts[-1].refused
    if refused is not None and not granted:
        return ContactsRefused(
            lease_id=id,
            person_id=request.person_id,
            channel=request.channel,
            asked=request.contacts,
            rule=refused.rule,
            citation=refused.citation,
            retry_at=refused.retry_at,
        )
    return ContactsLeased(
        lease_id=id,
        person_id=request.person_id,
        channel=request.channel,
        debts=(debt_id_of(placement.customer_id, placement.creditor_id),),
        contacts=granted,
        asked=request.contacts,
        rule=None if refused is None else refused.rule,
        at=cause.at,
        until=request.until,
    )


def _entry(verdict: Verdict, request: LeaseRequest, placement: PlacementKnown) -> Entry:
    refused, attempt = verdict.refused, verdict.evidence.attempt
    return Entry(
        kind=Kind.PERMITTED if refused is None else Kind.REFUSED,
        at=verdict.at,
        contact_id=verdict.contact_id,
        channel=request.channel,
        creditor_id=placement.creditor_id,
        person_id=request.person_id,
        debts=() if attempt is None else attempt.debts,
        rules_version=verdict.rules_version,
        rule=None if refused is None else refused.rule,
        retry_at=None if refused is None else refused.retry_at,
        until=None if refused is not None else request.until,
    )
