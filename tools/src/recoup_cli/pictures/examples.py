"""Three creditors, six readers, and what they owe: invented, as is everything in the pictures."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from notification.templates.domain.context import CreditorContext, ItemContext
from recoup_events.invoice import BankAccount, CollectorRole
from recoup_events.kernel.money import Money
from recoup_events.kernel.postal_address import PostalAddress
from recoup_events.workflow_scheduler import Intention, Measure

BOLTS = CreditorContext(
    name="Bolts & Brackets",
    legal_name="Bolts & Brackets GmbH",
    on_behalf_of=None,
    address="Schraubenweg 1, 10115 Berlin, DE",
    register_line="Amtsgericht Charlottenburg, HRB 12345 B; Geschäftsführerin: Hanna Voss",
    vat_id="DE136695976",
    phone="+49 30 901820-17",
    reply_to="receivables@bolts.example",
    pay_link="https://pay.bolts.example/?invoice={number}&amount={amount}",
    account=BankAccount(
        currency="EUR",
        holder="Bolts & Brackets GmbH",
        iban="DE89370400440532013000",
        bic="COBADEFFXXX",
        bank="Commerzbank",
    ),
)
SWISS = CreditorContext(
    name="Alpenwerk",
    legal_name="Alpenwerk Maschinen AG",
    on_behalf_of=None,
    address="Seestrasse 12, 8002 Zürich, CH",
    postal_address=PostalAddress(
        lines=("Seestrasse 12",), postal_code="8002", city="Zürich", country="CH"
    ),
    register_line="Handelsregister des Kantons Zürich, CHE-116.281.710",
    vat_id="CHE-116.281.710 MWST",
    phone="+41 44 500 12 34",
    reply_to="debitoren@alpenwerk.example",
    pay_link=None,
    account=BankAccount(
        currency="CHF", holder="Alpenwerk Maschinen AG", iban="CH9300762011623852957"
    ),
)
AGENCY = CreditorContext(
    name="Harbor Recovery",
    legal_name="Harbor Recovery LLC",
    on_behalf_of="Pacific Garden Supply, Inc.",
    address="40 Pier Street, Oakland, CA 94607, US",
    register_line="California debt collection license 10042-99",
    phone="+1 510-555-0142",
    reply_to="help@harborrecovery.example",
    pay_link="https://pay.harborrecovery.example/",
    account=BankAccount(
        currency="USD",
        holder="Harbor Recovery LLC",
        account_number="000123456789",
        routing_number="121000248",
        bank="Bay Trust Bank",
    ),
    role=CollectorRole.AGENCY,
)


class Reader(NamedTuple):
    name: str
    customer: str


READERS: Mapping[str, Reader] = {
    "en": Reader("Ada Byron", "Byron Looms Ltd"),
    "de": Reader("Kreditorenbuchhaltung", "Sandmann GmbH"),
    "fr": Reader("Claire Fontaine", "Fontaine et Fils SARL"),
    "es": Reader("Lucía Herrera", "Talleres Herrera SL"),
    "it": Reader("Marco Bellini", "Bellini Macchine Srl"),
    "nl": Reader("Administratie", "Van Dijk Installaties BV"),
}


def items_of(level: str, due: date, currency: str) -> tuple[ItemContext, ...]:
    """One invoice before it is due; later three, one of them contested in part."""
    first = _item("2026-0417", due, 184_250, currency, level)
    if level == "upcoming":
        return (first.model_copy(update={"purchase_order": "PO-7731"}),)
    contested = _item("2026-0433", due + timedelta(days=9), 96_000, currency, "friendly_reminder")
    contested = contested.model_copy(
        update={
            "amount": Money(minor_units=60_000, currency=currency),
            "contested": Money(minor_units=36_000, currency=currency),
        }
    )
    last = _item("2026-0440", due + timedelta(days=17), 21_780, currency, "friendly_reminder")
    if level == "final_notice":
        return (first,)
    return (first, contested, last)


def _item(number: str, due: date, cents: int, currency: str, template: str) -> ItemContext:
    amount, nothing = Money(minor_units=cents, currency=currency), Money.zero(currency)
    asides = dict.fromkeys(("contested", "credited", "planned", "reserved", "other"), nothing)
    return ItemContext(
        number=number,
        issue_date=due - timedelta(days=30),
        due_date=due,
        template=template,
        amount=amount,
        balance=amount,
        **asides,
    )


def measures_of(today: date) -> tuple[Intention, ...]:
    return (
        Intention(measure=Measure.AGENCY, on=today + timedelta(days=14)),
        Intention(measure=Measure.SUIT, on=today + timedelta(days=14)),
    )
