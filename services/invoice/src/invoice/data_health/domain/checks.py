"""What is missing or in the way, and what to do about it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Check(StrEnum):
    UNREACHABLE_CUSTOMER = "unreachable_customer"
    INVOICE_WITHOUT_TERMS = "invoice_without_terms"
    CUSTOMER_WITHOUT_AGREEMENT = "customer_without_agreement"
    LATE_INVOICE = "late_invoice"
    HELD_BACK_INVOICE = "held_back_invoice"
    MONEY_ON_ACCOUNT = "money_on_account"


class Advice(NamedTuple):
    subject: str
    """What is found: customers, invoices or payments."""
    finds: str
    advises: str


ADVICE: Mapping[Check, Advice] = {
    Check.UNREACHABLE_CUSTOMER: Advice(
        "customer",
        "Customers with unpaid invoices, of whom no person has an email address or a phone.",
        "Send a person with the role billing: POST /v1/customers/{id}/persons.",
    ),
    Check.INVOICE_WITHOUT_TERMS: Advice(
        "invoice",
        "Unpaid invoices that are due on their issue date or before it: no time to pay was given.",
        "PATCH the invoice with the due date that was agreed, or leave it where cash was agreed.",
    ),
    Check.CUSTOMER_WITHOUT_AGREEMENT: Advice(
        "customer",
        "Customers with unpaid invoices of a creditor, where neither of them has terms in force.",
        "Record the creditor's own terms, or those agreed with the customer: POST /v1/agreements.",
    ),
    Check.LATE_INVOICE: Advice(
        "invoice",
        "Unpaid invoices that came more than seven days after their issue date: the customer had "
        "less time than it says, and cannot be reminded in time.",
        "Send invoices on the day on which they are issued; give these a later due date.",
    ),
    Check.HELD_BACK_INVOICE: Advice(
        "invoice",
        "Unpaid invoices that nobody is asked for: never to be chased, or waiting for a release.",
        "Release them (POST /v1/releases), chase them (POST /v1/invoices/{id}/chase), or write "
        "off what is too small to ask for.",
    ),
    Check.MONEY_ON_ACCOUNT: Advice(
        "payment",
        "Payments of more than a week ago with money that pays no invoice and is reserved for none.",
        "Allocate it (POST /v1/payments/{id}/allocations), or refund it.",
    ),
}
