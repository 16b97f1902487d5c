"""A ledger's entries as the events that the workflow-scheduler would have received, customer by customer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from recoup_cli.ledger import entries as ledger
from recoup_events.dispute import DisputeOpened, DisputeRejected, DisputeWithdrawn
from recoup_events.invoice import (
    CustomerRegistered,
    InvoiceIssued,
    PaymentApplied,
    Person,
    PersonSource,
    schedule_of,
)
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    AllocationId,
    CustomerId,
    DisputeId,
    InvoiceId,
    PaymentId,
    TenantId,
    creditor_id_of,
    customer_id_of,
    derived,
    invoice_id_of,
    payment_id_of,
    person_id_of,
)
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_events.notification import ConsentGranted
from workflow_scheduler.simulations.domain.past import Past, Received

TENANT = TenantId("ledger")


def pasts(entries: Iterable[ledger.Entry]) -> Iterator[Past]:
    """In order of the customers' ids; entries that concern nobody's chasing are left out."""
    by_customer: defaultdict[str, list[ledger.Entry]] = defaultdict(list)
    for entry in entries:
        by_customer[entry.customer].append(entry)
    ids = {customer_id_of(TENANT, name): name for name in by_customer}
    for id in sorted(ids):
        yield past_of(id, by_customer[ids[id]])


def past_of(id: CustomerId, entries: Sequence[ledger.Entry]) -> Past:
    """One customer's."""
    books = _Books(id)
    account = Account(TENANT, id)
    received: list[Received] = []
    for entry in entries:
        for event in books.events(entry):
            place = len(received) + 1
            event_id = UUID(bytes=sha256(f"{id}{place}".encode()).digest()[:16])
            cause = Cause(entry.at, "ledger", event_id)
            envelope = Envelope(event_id, Stream(account, "ledger", id), place, cause, event)
            received.append(Received((1, place, 0), entry.at, envelope))
    return Past(account, received)


@dataclass(slots=True)
class _Books:
    """What is owed on each invoice, as far as the entries have come."""

    customer_id: CustomerId
    issued: dict[str, InvoiceIssued] = field(default_factory=dict)
    balances: dict[str, Money] = field(default_factory=dict)
    time_zone: str = "UTC"

    def events(self, entry: ledger.Entry) -> Iterator[Event]:
        match entry:
            case ledger.RegisterCustomer():
                yield self._registered(entry)
            case ledger.GrantConsent():
                yield ConsentGranted(
                    customer_id=self.customer_id,
                    person_id=person_id_of(self.customer_id, "billing"),
                    channel=entry.channel,
                    basis=entry.basis,
                    words=entry.words,
                )
            case ledger.IssueInvoice():
                yield self._issued(entry)
            case ledger.ReceivePayment():
                yield from self._paid(entry)
            case ledger.OpenDispute():
                yield DisputeOpened(
                    dispute_id=_dispute_id(entry.dispute),
                    customer_id=self.customer_id,
                    creditor_id=self.issued[entry.invoice].creditor_id,
                    slices=(self._slice(entry.invoice, entry.amount),),
                    reason=entry.reason,
                    statement=entry.statement,
                )
            case ledger.ResolveDispute(outcome=ledger.DisputeOutcome.REJECTED):
                yield DisputeRejected(**self._resolved(entry))
            case ledger.ResolveDispute(outcome=ledger.DisputeOutcome.WITHDRAWN):
                yield DisputeWithdrawn(**self._resolved(entry))
            case _:
                return

    def _registered(self, entry: ledger.RegisterCustomer) -> CustomerRegistered:
        self.time_zone = entry.time_zone
        persons = tuple(
            Person(
                person_id=person_id_of(self.customer_id, each.external_id),
                external_id=each.external_id,
                source=PersonSource.ERP,
                name=each.name,
                roles=each.roles,
                emails=each.emails,
                phones=each.phones,
            )
            for each in entry.persons
        )
        return CustomerRegistered(
            customer_id=self.customer_id,
            external_id=entry.customer,
            name=entry.name,
            kind=entry.kind,
            country=entry.country,
            time_zone=entry.time_zone,
            language=entry.language,
            persons=persons,
        )

    def _issued(self, entry: ledger.IssueInvoice) -> InvoiceIssued:
        id = invoice_id_of(TENANT, entry.invoice, entry.creditor)
        issued = InvoiceIssued(
            invoice_id=id,
            customer_id=self.customer_id,
            creditor_id=creditor_id_of(TENANT, entry.creditor),
            external_id=entry.invoice,
            number=entry.invoice,
            total=entry.total,
            issue_date=entry.issue_date,
            terms=schedule_of(id, [(entry.due_date, entry.total)]),
            time_zone=self.time_zone,
        )
        self.issued[entry.invoice] = issued
        self.balances[entry.invoice] = entry.total
        return issued

    def _paid(self, entry: ledger.ReceivePayment) -> Iterator[PaymentApplied]:
        """In the order in which the remittance names them; what is too much settles nothing."""
        left = entry.amount
        payment_id = payment_id_of(TENANT, entry.payment, entry.creditor)
        for place, invoice in enumerate(entry.invoices):
            amount = min(left, self.balances[invoice])
            if not amount:
                continue
            left -= amount
            self.balances[invoice] -= amount
            yield self._applied(invoice, amount, payment_id, place, entry)

    def _applied(
        self,
        invoice: str,
        amount: Money,
        payment_id: PaymentId,
        place: int,
        entry: ledger.ReceivePayment,
    ) -> PaymentApplied:
        issued = self.issued[invoice]
        return PaymentApplied(
            invoice_id=issued.invoice_id,
            receivable_id=issued.terms[0].receivable_id,
            customer_id=self.customer_id,
            payer_id=self.customer_id,
            payment_id=payment_id,
            allocation_id=AllocationId(derived("alc", payment_id, place)),
            amount=amount,
            balance=self.balances[invoice],
            value_date=entry.value_date,
            applied_on=entry.at.date(),
        )

    def _slice(self, invoice: str, amount: Money) -> Slice:
        issued = self.issued[invoice]
        receivable_id = issued.terms[0].receivable_id
        return Slice(
            invoice_id=InvoiceId(issued.invoice_id), receivable_id=receivable_id, amount=amount
        )

    def _resolved(self, entry: ledger.ResolveDispute) -> dict[str, object]:
        return {
            "dispute_id": _dispute_id(entry.dispute),
            "customer_id": self.customer_id,
            "slices": (self._slice(entry.invoice, self.issued[entry.invoice].total),),
            "reason": entry.reason,
        }


def _dispute_id(name: str) -> DisputeId:
    return DisputeId(derived("dsp", TENANT, name))
