"""What may happen to an invoice: the events of each way, with marks for what differs from one to the next."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from recoup_testing.console_example import GOLDEN

ISSUED, CHASED = -30, -20
"""Days before an invoice is due."""
WAYS: Mapping[str, int] = {
    "paid": 50,
    "chased": 22,
    "quiet": 13,
    "part": 5,
    "promised": 5,
    "contested": 3,
    "planned": 2,
}
"""How many in a hundred invoices go which way."""


class Scripted(NamedTuple):
    """One event of a way; days are counted from the due date."""

    script: str
    nth: int
    days: int
    stream: str
    version: int
    type: str
    data: str


Step = tuple[int, str, str, Mapping[str, Any]]
"""Day, stream, type, and what it says otherwise than the example everybody knows."""

TOTAL, HALF, REST, NOTHING = (
    {"minor_units": amount, "currency": "EUR"} for amount in ("~total~", "~half~", "~rest~", 0)
)
ABOUT = {
    "invoice_id": "inv_~inv~",
    "customer_id": "~cus~",
    "receivable_id": "rcv_~inv~",
}
OF = {**ABOUT, "creditor_id": "~crd~"}
SLICES = [{"invoice_id": "inv_~inv~", "receivable_id": "rcv_~inv~", "amount": TOTAL}]
INVOICE, ENROLMENT = "invoice.invoice-inv_~inv~", "workflow_scheduler.enrolment-enr_~inv~"


def scripts() -> Sequence[Scripted]:
    return [
        *_numbered("customer", _customer()),
        *(each for way in WAYS for each in _numbered(way, _way(way))),
    ]


def shares() -> Sequence[str]:
    """A hundred names of ways, each as often as invoices go it."""
    return [way for way, share in WAYS.items() for _ in range(share)]


def example(type: str, says: Mapping[str, Any]) -> str:
    known = _golden(type)
    return json.dumps({**known, **{name: each for name, each in says.items() if name in known}})


@lru_cache
def _golden(type: str) -> Mapping[str, Any]:
    written: Mapping[str, Any] = json.loads((GOLDEN / f"{type}.json").read_text())
    return written


def _numbered(script: str, steps: Iterator[Step]) -> Iterator[Scripted]:
    versions: dict[str, int] = {}
    for nth, (days, stream, type, says) in enumerate(steps):
        versions[stream] = versions.get(stream, 0) + 1
        yield Scripted(script, nth, days, stream, versions[stream], type, example(type, says))


def _customer() -> Iterator[Step]:
    says = {
        "customer_id": "~cus~",
        "external_id": "C-~nth~",
        "name": {"person": "~cus~", "value": "~name~"},
    }
    yield 0, "invoice.customer-~cus~", "customer.registered.v1", says


def _way(way: str) -> Iterator[Step]:
    """In the order of their days."""
    yield ISSUED, INVOICE, "invoice.issued.v1", _issued()
    yield CHASED, ENROLMENT, "enrolment.started.v1", OF
    yield from _reminded(-3)
    if way not in ("quiet", "paid"):
        yield 1, INVOICE, "invoice.became_overdue.v1", {**OF, "balance": TOTAL, "due_date": "~due~"}
    if way in ("chased", "part", "promised"):
        yield from _reminded(7)
    yield from _ends(way)


def _ends(way: str) -> Iterator[Step]:
    if way == "paid":
        yield from _paid(2, TOTAL, NOTHING)
        yield 2, INVOICE, "invoice.paid.v1", {**OF, "paid_on": "~on~"}
    elif way == "chased":
        yield from _refused(14)
        yield from _reminded(15)
        yield 28, "workflow_scheduler.task-tsk_~inv~", "task.created.v1", _named("task", "tsk")
    elif way == "part":
        yield from _paid(12, HALF, REST)
    elif way in CASES:
        yield CASES[way]


def _issued() -> Mapping[str, Any]:
    term = {"receivable_id": "rcv_~inv~", "due_date": "~due~", "amount": TOTAL}
    return {
        **OF,
        "external_id": "E-~nth~",
        "number": "R-~nth~",
        "purchase_order": None,
        "total": TOTAL,
        "terms": [term],
        "issue_date": "~issued~",
        "lines": [],
        "taxes": [],
        "discounts": [],
        "chase": "now",
        "chase_from": None,
        "taken": None,
    }


def _reminded(days: int) -> Iterator[Step]:
    id = f"~inv~{days + 10:x}"
    message = {**OF, "message_id": f"msg_{id}", "reminder_id": f"rem_{id}"}
    yield days, ENROLMENT, "enrolment.step_due.v1", {**OF, "enrolment_id": "enr_~inv~"}
    item = {**_golden("reminder.requested.v1")["items"][0], **ABOUT, "amount": TOTAL}
    item.pop("customer_id")
    requested = {**message, "items": [item]}
    yield days, f"workflow_scheduler.reminder-rem_{id}", "reminder.requested.v1", requested
    yield days, f"notification.message-msg_{id}", "message.sent.v1", message


def _refused(days: int) -> Iterator[Step]:
    id = f"~inv~{days + 10:x}"
    says = {**OF, "message_id": f"msg_{id}", "reminder_id": f"rem_{id}"}
    yield days, f"notification.message-msg_{id}", "contact.refused.v1", says


def _paid(days: int, amount: Mapping[str, Any], left: Mapping[str, Any]) -> Iterator[Step]:
    payment = {**OF, "payment_id": "pay_~inv~", "amount": amount, "value_date": "~on~"}
    received = {**payment, "external_id": "P-~nth~", "exchange": None, "charges": None}
    yield days, "invoice.payment-pay_~inv~", "payment.received.v1", received
    applied = {**payment, "payer_id": "~cus~", "balance": left, "applied_on": "~on~"}
    yield days, INVOICE, "invoice.payment_applied.v1", applied


def _named(what: str, prefix: str) -> Mapping[str, Any]:
    return {**OF, f"{what}_id": f"{prefix}_~inv~", "slices": SLICES}


CASES: Mapping[str, Step] = {
    "promised": (
        *(9, "workflow_scheduler.promise-prm_~inv~", "promise.made.v1"),
        {**_named("promise", "prm"), "due_on": "~on~", "made_on": "~on~"},
    ),
    "contested": (
        *(8, "dispute.dispute-dsp_~inv~", "dispute.opened.v1"),
        _named("dispute", "dsp"),
    ),
    "planned": (8, "payment_plan.plan-pln_~inv~", "plan.agreed.v1", _named("plan", "pln")),
}
