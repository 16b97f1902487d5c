"""IBM's late-payment sample as a ledger: real invoices, and disputes on days we have to assume.

The file says which invoices were disputed, but not when. We open each dispute halfway between issue
and settlement and close it on the day of settlement, before the money: as rejected when the debtor
paid late, as withdrawn when the debtor paid in time. Every invoice was paid in full, so no dispute
of the sample can have ended in a credit. The country codes are no public code list; we place them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from recoup_cli.ledger.debtor_behaviour import STATEMENTS
from recoup_cli.ledger.entries import (
    DisputeOutcome,
    Entry,
    GrantConsent,
    IssueInvoice,
    OpenDispute,
    Person,
    ReceivePayment,
    RegisterCustomer,
    ResolveDispute,
    in_order,
    instant_of,
)
from recoup_cli.ledger.ibm_rows import CURRENCY, Row
from recoup_events.dispute import Reason
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.money import Money, total
from recoup_events.notification import ConsentBasis


@dataclass(frozen=True, slots=True)
class _Place:
    country: str
    time_zone: str
    language: str


_PLACES = {
    "391": _Place("US", "America/New_York", "en-US"),
    "406": _Place("CA", "America/Toronto", "en-CA"),
    "770": _Place("GB", "Europe/London", "en-GB"),
    "818": _Place("DE", "Europe/Berlin", "de-DE"),
    "897": _Place("JP", "Asia/Tokyo", "ja-JP"),
}


def entries(rows: Sequence[Row]) -> tuple[Entry, ...]:
    """The whole sample in the order in which it happened."""
    first_invoices = {row.customer: row for row in sorted(rows, key=_issued, reverse=True)}
    introductions = (_introduction(row) for row in first_invoices.values())
    return in_order(chain(*introductions, *(_story(row) for row in rows)))


def balance_as_of(rows: Iterable[Row], day: date) -> Money:
    """What was owed at the end of ``day`` by the file's own arithmetic."""
    return total((row.amount for row in rows if row.issued <= day < row.settled), CURRENCY)


def _issued(row: Row) -> date:
    return row.issued


def _introduction(first: Row) -> Iterator[Entry]:
    """A customer enters the books on the day of its first invoice."""
    place = _PLACES[first.country_code]
    at = instant_of(first.issued)
    yield RegisterCustomer(
        at=at,
        customer=first.customer,
        name=f"Customer {first.customer}",
        kind=CustomerKind.ENTITY,
        country=place.country,
        time_zone=place.time_zone,
        language=place.language,
        persons=(
            Person(
                external_id="billing",
                name="Accounts payable",
                roles=(ContactRole.BILLING,),
                emails=(f"billing@{first.customer.lower()}.example",),
            ),
        ),
    )
    yield GrantConsent(
        at=at,
        customer=first.customer,
        channel=Channel.EMAIL,
        basis=ConsentBasis.CONTRACT,
        words="Invoices and reminders are sent by email.",
    )


def _story(row: Row) -> Iterator[Entry]:
    yield IssueInvoice(
        at=instant_of(row.issued),
        customer=row.customer,
        invoice=row.invoice,
        total=row.amount,
        issue_date=row.issued,
        due_date=row.due,
    )
    if row.disputed == "Yes":
        yield from _dispute(row)
    yield ReceivePayment(
        at=instant_of(row.settled),
        customer=row.customer,
        payment=f"{row.invoice}-P1",
        amount=row.amount,
        invoices=(row.invoice,),
        value_date=row.settled,
    )


def _dispute(row: Row) -> Iterator[Entry]:
    dispute = f"{row.invoice}-D1"
    halfway = row.issued + (row.settled - row.issued) // 2
    paid_late = row.settled > row.due
    yield OpenDispute(
        at=instant_of(halfway),
        customer=row.customer,
        dispute=dispute,
        invoice=row.invoice,
        amount=row.amount,
        reason=Reason.OTHER,
        statement=STATEMENTS[Reason.OTHER],
    )
    yield ResolveDispute(
        at=instant_of(row.settled),
        customer=row.customer,
        dispute=dispute,
        invoice=row.invoice,
        outcome=DisputeOutcome.REJECTED if paid_late else DisputeOutcome.WITHDRAWN,
        credit=Money.zero(CURRENCY),
        reason="The sample shows the invoice paid in full.",
    )
