"""A call that notification has permitted, about the invoice in ``reminders_example``."""

from datetime import timedelta

from recoup_events.kernel.ids import CallId, PersonId, debt_id_of
from recoup_events.notification import CallItem, CallPermitted
from recoup_testing.creditors import CREDITOR
from recoup_testing.reminders_example import CUSTOMER, INVOICE, RECEIVABLE, berlin, eur

PERMITTED = CallPermitted(
    call_id=CallId("cal_1"),
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    person_id=PersonId("per_ada"),
    items=(CallItem(invoice_id=INVOICE, receivable_id=RECEIVABLE, amount=eur("100.00")),),
    debts=(debt_id_of(CUSTOMER, CREDITOR),),
    address_hash="a1",
    until=berlin("2026-03-23 12:00") + timedelta(minutes=30),
    caps=(),
    rules_version="rules-1",
)
