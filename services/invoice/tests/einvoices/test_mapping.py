"""An e-invoice becomes what an ERP would have sent: owed is what is payable, in parts that add up."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoice.credit_notes.api.schemas import NewCreditNote
from invoice.einvoices.domain.choices import Choices, CustomerBy
from invoice.einvoices.domain.mapping import body_of
from invoice.einvoices.domain.parts import shared
from invoice.invoices.api.schemas import NewInvoice
from recoup_events.kernel.money import Money, total
from recoup_formats.codes import Code
from recoup_formats.einvoice.reader import read_einvoice
from recoup_formats.problems import FileRefused
from recoup_testing.einvoice_example import ubl

DIGEST = "0" * 64


def invoice(choices: Choices | None = None, **document: str) -> NewInvoice:
    mapped = body_of(read_einvoice(ubl(**document)), choices or Choices(), DIGEST)
    assert mapped is not None
    kind, body = mapped
    assert kind == "invoice"
    return NewInvoice.model_validate(body)


def in_sum(parts: Any) -> Money:
    return total((each.net.money + each.tax.money for each in parts), "EUR")


def test_an_invoice_is_sent_as_an_erp_would_send_it() -> None:
    sent = invoice()
    assert (sent.external_id, sent.number, sent.creditor) == ("R-1", "R-1", "default")
    assert sent.customer_external_id == "C-1"
    assert (str(sent.total.money), str(sent.due_date)) == ("163.00 EUR", "2026-02-04")
    assert [(line.description, line.net.amount, line.tax.amount) for line in sent.lines] == [
        ("Article 1", "100.00", "20.00"),
        ("Article 2", "50.00", "5.00"),
        ("Rebate", "-10.00", "-2.00"),
    ]
    assert [(row.rate, row.net.amount, row.tax.amount) for row in sent.taxes] == [
        ("20", "90.00", "18.00"),
        ("10", "50.00", "5.00"),
    ]
    assert (sent.metadata or {})["document_digest"] == f"sha256:{DIGEST}"


def test_what_was_prepaid_is_not_owed_and_everything_still_adds_up() -> None:
    sent = invoice(prepaid="100.00", rounding="0.37", payable="63.37")
    assert str(sent.total.money) == "63.37 EUR"
    assert in_sum(sent.lines) == in_sum(sent.taxes) == sent.total.money
    assert [line.description for line in sent.lines][-2:] == [
        "Paid before the invoice was written",
        "Rounding",
    ]


def test_several_due_dates_are_terms() -> None:
    parts = "".join(
        f"<cac:PaymentTerms><cbc:Amount>{amount}</cbc:Amount>"
        f"<cbc:PaymentDueDate>{day}</cbc:PaymentDueDate></cac:PaymentTerms>"
        for day, amount in (("2026-02-04", "100.00"), ("2026-03-04", "63.00"))
    )
    sent = invoice(due="", more=parts)
    assert sent.schedule is not None
    assert [(str(t.due_date), t.amount.amount) for t in sent.schedule] == [
        ("2026-02-04", "100.00"),
        ("2026-03-04", "63.00"),
    ]


def test_terms_in_words_need_a_choice() -> None:
    soon = "<cac:PaymentTerms><cbc:Note>Soon</cbc:Note></cac:PaymentTerms>"
    with pytest.raises(FileRefused) as refused:
        invoice(due="", more=soon)
    assert refused.value.problems[0].code is Code.DUE_UNCLEAR
    assert str(invoice(Choices(net_days=30), due="", more=soon).due_date) == "2026-02-04"


def test_the_creditor_is_found_by_the_seller_and_the_customer_by_what_is_chosen() -> None:
    choices = Choices(creditors=(("S-1", "north"),), customer_by=CustomerBy.ELECTRONIC_ADDRESS)
    sent = invoice(choices)
    assert (sent.creditor, sent.customer_external_id) == ("north", "C-10000000000")
    with pytest.raises(FileRefused) as refused:
        invoice(Choices(customer_by=CustomerBy.VAT_ID))
    assert refused.value.problems[0].code is Code.MISSING


def test_a_structured_reference_is_what_its_payer_is_asked_to_name() -> None:
    def asked(text: str) -> str | None:
        means = f"<cac:PaymentMeans><cbc:PaymentID>{text}</cbc:PaymentID></cac:PaymentMeans>"
        return invoice(more=means).payment_reference

    assert asked("RF18 5390 0754 7034") == "RF18539007547034"
    assert asked("RF19 5390 0754 7034") is None
    assert asked("Payref1") is None


def test_a_credit_note_lowers_what_it_precedes() -> None:
    preceding = (
        "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>R-0</cbc:ID>"
        "</cac:InvoiceDocumentReference></cac:BillingReference>"
    )
    document = ubl("G-1", kind="CreditNote", type_code="381", due="", more=preceding)
    mapped = body_of(read_einvoice(document), Choices(), DIGEST)
    assert mapped is not None
    kind, body = mapped
    note = NewCreditNote.model_validate(body)
    assert (kind, note.amount.amount, note.references[0].invoice) == (
        "credit_note",
        "163.00",
        "R-0",
    )
    assert note.tax is not None
    assert note.tax.amount == "23.00"


def test_an_invoice_below_zero_is_a_credit_and_one_that_is_paid_is_nothing() -> None:
    below = body_of(read_einvoice(ubl(prepaid="200.00", payable="-37.00")), Choices(), DIGEST)
    assert below is not None
    assert below[0] == "credit_note"
    assert NewCreditNote.model_validate(below[1]).amount.amount == "37.00"
    paid = read_einvoice(ubl(prepaid="163.00", payable="0.00"))
    assert body_of(paid, Choices(), DIGEST) is None


@given(
    st.integers(-(10**9), 10**9),
    st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=20),
)
def test_shares_come_to_the_whole(amount: int, weights: list[int]) -> None:
    whole = Money(minor_units=amount, currency="EUR")
    assert total(shared(whole, weights), "EUR") == whole
