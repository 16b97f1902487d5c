"""What kind of thing an event is about, by which a timeline is filtered."""

from enum import StrEnum

from recoup_events.kernel.event import Event


class Kind(StrEnum):
    CUSTOMER = "customer"
    INVOICE = "invoice"
    MONEY = "money"
    MESSAGE = "message"
    REFUSAL = "refusal"
    CALL = "call"
    CHASE = "chase"
    TASK = "task"
    DISPUTE = "dispute"
    PLAN = "plan"
    PROMISE = "promise"
    PLACEMENT = "placement"
    CREDIT = "credit"
    BOOKS = "books"
    ACTION = "action"


_BY_PREFIX = {
    "customer": Kind.CUSTOMER,
    "agreement": Kind.CUSTOMER,
    "consent": Kind.CUSTOMER,
    "document": Kind.CUSTOMER,
    "document_set": Kind.MESSAGE,
    "invoice": Kind.INVOICE,
    "charge": Kind.INVOICE,
    "payment": Kind.MONEY,
    "credit_note": Kind.MONEY,
    "clearing": Kind.MONEY,
    "message": Kind.MESSAGE,
    "reply": Kind.MESSAGE,
    "contact": Kind.MESSAGE,
    "call": Kind.CALL,
    "enrolment": Kind.CHASE,
    "reminder": Kind.CHASE,
    "task": Kind.TASK,
    "dispute": Kind.DISPUTE,
    "plan": Kind.PLAN,
    "promise": Kind.PROMISE,
    "placement": Kind.PLACEMENT,
    "credit": Kind.CREDIT,
    "credit_decision": Kind.CREDIT,
    "posting": Kind.BOOKS,
    "action": Kind.ACTION,
}
_EXCEPTIONS = {
    "contact.refused": Kind.REFUSAL,
    "call.refused": Kind.REFUSAL,
    "message.failed": Kind.REFUSAL,
    "message.undelivered": Kind.REFUSAL,
    "invoice.payment_applied": Kind.MONEY,
    "invoice.payment_unapplied": Kind.MONEY,
    "invoice.paid": Kind.MONEY,
}


def kind_of(event: Event) -> Kind:
    """Of a type nobody has thought of, a change of the customer's."""
    name = event.type.rpartition(".v")[0]
    return _EXCEPTIONS.get(name) or _BY_PREFIX.get(name.partition(".")[0], Kind.CUSTOMER)
