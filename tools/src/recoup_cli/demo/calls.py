"""What a ledger's entries are in the words of Recoup's public APIs."""

from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from recoup_cli.demo_key import DEMO_TENANT
from recoup_cli.ledger import entries as ledger
from recoup_events.kernel.ids import derived, invoice_id_of
from recoup_events.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Call:
    """One request; ``key`` makes it safe to send again."""

    service: str
    path: str
    key: str
    body: dict[str, Any]
    method: str = "POST"


@singledispatch
def call_of(entry: object) -> Call:
    """The request an ERP, a bank or an ops person would send for this entry."""
    raise TypeError(f"nobody knows how to send {entry!r}")


@call_of.register
def _(entry: ledger.RegisterCustomer) -> Call:
    details = entry.model_dump(mode="json", exclude={"at", "customer"})
    body = {"external_id": entry.customer, **details}
    return Call("invoice", "/v1/customers", f"customer:{entry.customer}", body)


@call_of.register
def _(entry: ledger.JoinGroup) -> Call:
    path, key = f"/v1/customers/{_id(entry)}/group", f"group:{entry.customer}"
    return Call("invoice", path, key, {"parent": entry.parent}, "PUT")


@call_of.register
def _(entry: ledger.GrantConsent) -> Call:
    body = entry.model_dump(mode="json", exclude={"at", "customer"})
    key = f"consent:{entry.customer}:{entry.channel}"
    named = {"customer_id": _id(entry), "person_external_id": "billing"}
    return Call("notification", "/v1/consents", key, {**named, **body})


@call_of.register
def _(entry: ledger.IssueInvoice) -> Call:
    body = {
        **_named(entry),
        "creditor": entry.creditor,
        "external_id": entry.invoice,
        "number": entry.invoice,
        "total": _amount(entry.total),
        "issue_date": entry.issue_date.isoformat(),
        "due_date": entry.due_date.isoformat(),
    }
    return Call("invoice", "/v1/invoices", f"invoice:{entry.invoice}", body)


@call_of.register
def _(entry: ledger.OpenDispute) -> Call:
    body = {
        **_named(entry),
        "creditor": entry.creditor,
        "invoice_external_id": entry.invoice,
        "reference": entry.dispute,
        "amount": _amount(entry.amount),
        "reason": entry.reason,
        "statement": entry.statement,
    }
    return Call("dispute", "/v1/disputes", f"dispute:{entry.dispute}", body)


@call_of.register
def _(entry: ledger.ResolveDispute) -> Call:
    path = f"/v1/disputes/{derived('dsp', DEMO_TENANT, entry.dispute)}"
    key = f"dispute-end:{entry.dispute}"
    if entry.outcome is ledger.DisputeOutcome.WITHDRAWN:
        return Call("dispute", f"{path}/withdrawal", key, {"reason": entry.reason})
    body: dict[str, Any] = {"outcome": entry.outcome, "reason": entry.reason}
    if entry.outcome is ledger.DisputeOutcome.PARTLY_UPHELD:
        body["credit"] = _amount(entry.credit)
    return Call("dispute", f"{path}/resolution", key, body)


@call_of.register
def _(entry: ledger.AgreePlan) -> Call:
    body = {
        **_named(entry),
        "reference": entry.plan,
        "slices": [
            {
                "creditor": entry.creditor,
                "invoice_external_id": share.invoice,
                "amount": _amount(share.amount),
            }
            for share in entry.shares
        ],
        "schedule": [
            {"due_on": part.due_on.isoformat(), "amount": _amount(part.amount)}
            for part in entry.schedule
        ],
        "grace_days": entry.grace_days,
    }
    return Call("payment_plan", "/v1/plans", f"plan:{entry.plan}", body)


@call_of.register
def _(entry: ledger.ReceivePayment) -> Call:
    body = {
        "customer_external_id": entry.payer or entry.customer,
        "creditor": entry.creditor,
        "external_id": entry.payment,
        "amount": _amount(entry.amount),
        "method": "transfer",
        "value_date": entry.value_date.isoformat(),
        "references": [{"invoice": invoice} for invoice in entry.invoices],
    }
    return Call("invoice", "/v1/payments", f"payment:{entry.payment}", body)


@call_of.register
def _(entry: ledger.WriteOff) -> Call:
    id = invoice_id_of(DEMO_TENANT, entry.invoice, entry.creditor)
    path = f"/v1/invoices/{id}/write-off"
    return Call("invoice", path, f"write-off:{entry.invoice}", {"reason": entry.reason})


@call_of.register
def _(entry: ledger.Charge) -> Call:
    id = invoice_id_of(DEMO_TENANT, entry.invoice, entry.creditor)
    body = {"invoice_id": id, "kind": entry.kind, "law": entry.law}
    return Call("invoice", "/v1/charges", f"charge:{entry.invoice}", body)


@call_of.register
def _(entry: ledger.OptOut) -> Call:
    body = {"channel": entry.channel, "address": entry.address, "source": entry.source}
    key = f"opt-out:{entry.customer}:{entry.channel}"
    return Call("notification", "/v1/addresses/opt-outs", key, body)


@call_of.register
def _(entry: ledger.RecordCondition) -> Call:
    body = {
        "condition": entry.condition,
        "source": entry.source,
        "effective_from": entry.effective_from.isoformat(),
    }
    path = f"/v1/customers/{_id(entry)}/conditions"
    return Call("invoice", path, f"{entry.condition}:{entry.customer}", body)


@call_of.register
def _(entry: ledger.AskCall) -> Call:
    body = {
        **_named(entry),
        "creditor": entry.creditor,
        "reference": entry.call,
        "person_external_id": "billing",
        "invoices": [{"invoice_external_id": entry.invoice}],
    }
    return Call("notification", "/v1/calls", f"call:{entry.call}", body)


@call_of.register
def _(entry: ledger.RecordCall) -> Call:
    path = f"/v1/calls/{derived('cal', DEMO_TENANT, entry.call)}/outcome"
    body = {"outcome": entry.outcome, "note": entry.note}
    return Call("notification", path, f"call-outcome:{entry.call}", body)


def _id(entry: ledger.LedgerEntry) -> str:
    return derived("cus", DEMO_TENANT, entry.customer)


def _named(entry: ledger.LedgerEntry) -> dict[str, Any]:
    return {"customer_external_id": entry.customer}


def _amount(amount: Money) -> dict[str, str]:
    return {"amount": amount.decimal, "currency": amount.currency}
