"""Receipts, and what they may be for: of Ada, who owes Bolts."""

from datetime import date, timedelta
from typing import Any

from invoice.receipts.domain.entry import BankEntry
from invoice.receipts.domain.known_items import Item, KnownItems, KnownPayer
from recoup_events.kernel.ids import CreditorId, CustomerId, InvoiceId, ReceivableId
from recoup_testing.money import eur, eur_json

BOLTS, OTHERS = CreditorId("crd_bolts"), CreditorId("crd_others")
ADA, BOB = CustomerId("cus_ada"), CustomerId("cus_bob")


def entry(cents: int, **more: Any) -> BankEntry:
    fields = {
        "creditor_id": BOLTS,
        "external_id": "B-1",
        "amount": eur(cents),
        "value_date": date(2026, 2, 1),
    }
    return BankEntry.model_validate(fields | more)


def item(nth: int, cents: int, number: str = "", **more: Any) -> Item:
    one = Item(
        customer_id=ADA,
        creditor_id=BOLTS,
        invoice_id=InvoiceId(f"inv_{nth}"),
        receivable_id=ReceivableId(f"rcv_{nth}"),
        number=number or f"2026-{nth:04}",
        balance=eur(cents),
        free=eur(cents),
        due_date=date(2026, 1, 1) + timedelta(nth),
    )
    return one._replace(**more)


def of_ada(*items: Item, by_account: bool = True) -> KnownItems:
    return KnownItems(payers=[KnownPayer(ADA, [ADA], by_account)], due={ADA: items})


def receipt(external_id: str, euros: str = "100.00", **more: Any) -> dict[str, Any]:
    """As a request has it."""
    body: dict[str, Any] = {
        "external_id": external_id,
        "amount": eur_json(euros),
        "value_date": "2026-01-20",
    }
    return body | more
