"""What an e-invoice becomes: the body of a request, as an ERP would send it to the API."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from stdnum import iso11649
from stdnum.ch import esr

from invoice.einvoices.domain.choices import Choices
from invoice.einvoices.domain.parts import lines_of, taxes_of
from invoice.invoices.domain.payment_reference import compact
from recoup_events.kernel.money import Money
from recoup_formats.codes import Code
from recoup_formats.einvoice.document import EInvoice
from recoup_formats.problems import FileRefused, Location

INVOICE = "invoice"
CREDIT_NOTE = "credit_note"
DIGEST = "document_digest"
"""Of the file, in the metadata of what it became."""
LONGEST_NAME = 200
LONGEST_WORDS = 500
Body = Mapping[str, Any]


def body_of(document: EInvoice, choices: Choices, digest: str) -> tuple[str, Body] | None:
    """The kind of thing and its body; nothing where nothing is owed either way."""
    payable = document.totals.payable
    if not payable:
        return None
    common = _common(document, choices, digest)
    if document.is_credit:
        return CREDIT_NOTE, {**common, **_credit(document)}
    if payable.minor_units < 0:
        raise FileRefused.because(
            Code.SIGN_UNCLEAR,
            f"A credit note over {payable} would be owed. Send it as an invoice.",
            Location(path="/"),
        )
    return INVOICE, {**common, **_invoice(document, choices)}


def _common(document: EInvoice, choices: Choices, digest: str) -> Body:
    customer = choices.customer_of(document.buyer, document.buyer_reference)
    if customer is None:
        raise FileRefused.because(
            Code.MISSING,
            f"The buyer {document.buyer.name!r} has none of the ids by which customers are found. "
            "Choose another by customer_by.",
            Location(path="/"),
        )
    fields = {
        DIGEST: f"sha256:{digest}",
        "document_syntax": str(document.syntax),
        "document_type": document.type_code,
        "buyer_reference": document.buyer_reference,
        "contract": document.contract,
        "payment_means": document.payment.means,
        "remittance": document.payment.remittance,
        "payment_terms": document.terms,
    }
    return {
        "external_id": document.number[:LONGEST_NAME],
        "number": document.number[:LONGEST_NAME],
        "source": choices.source,
        "creditor": choices.creditor_of(document.seller),
        "customer_external_id": customer[:LONGEST_NAME],
        "issue_date": document.issue_date.isoformat(),
        "metadata": {key: text[:LONGEST_WORDS] for key, text in fields.items() if text},
    }


def _invoice(document: EInvoice, choices: Choices) -> Body:
    body: dict[str, Any] = {
        "total": _amount(document.totals.payable),
        "lines": [
            {
                "description": part.description[:LONGEST_WORDS],
                "net": _amount(part.net),
                "tax": _amount(part.tax),
            }
            for part in lines_of(document)
        ],
        "taxes": [
            {"rate": _plain(row.rate), "net": _amount(row.net), "tax": _amount(row.tax)}
            for row in taxes_of(document)
        ],
        "discounts": [
            {"until": each.until.isoformat(), **_given(each.percent, each.amount)}
            for each in document.discounts
        ],
        **_due(document, choices),
    }
    reference = _reference(document.payment.remittance)
    if reference is not None:
        body["payment_reference"] = reference
    if document.purchase_order is not None:
        body["purchase_order"] = document.purchase_order[:LONGEST_NAME]
    return body


def _reference(remittance: str | None) -> str | None:
    """One that is structured; free text may be the same on many invoices."""
    reference = compact(remittance or "")
    structured = iso11649.is_valid(reference) or (len(reference) == 27 and esr.is_valid(reference))
    return reference if structured else None


def _due(document: EInvoice, choices: Choices) -> Body:
    if len(document.due) > 1:
        parts = [
            {"due_date": part.due_date.isoformat(), "amount": _amount(part.amount)}
            for part in document.due
            if part.amount is not None
        ]
        return {"schedule": parts}
    if document.due:
        return {"due_date": document.due[0].due_date.isoformat()}
    if choices.net_days is not None:
        return {"due_date": (document.issue_date + timedelta(days=choices.net_days)).isoformat()}
    raise FileRefused.because(
        Code.DUE_UNCLEAR,
        f"The document says when it is due in words alone ({document.terms!r}). Choose net_days, or "
        "add a due date (BT-9).",
        Location(path="/"),
    )


def _credit(document: EInvoice) -> Body:
    """A credit of the whole document; it lowers the invoices it names as preceding."""
    totals = document.totals
    payable = totals.payable if totals.payable.minor_units > 0 else -totals.payable
    body: dict[str, Any] = {
        "amount": _amount(payable),
        "reason": (next(iter(document.notes), None) or f"Credit note {document.number}")[
            :LONGEST_WORDS
        ],
        "references": [{"invoice": each.number[:LONGEST_NAME]} for each in document.preceding],
    }
    if totals.payable == totals.gross:
        body["tax"] = _amount(totals.tax)
    return body


def _amount(money: Money) -> Mapping[str, str]:
    return {"amount": money.decimal, "currency": money.currency}


def _given(percent: Any, amount: Money | None) -> Body:
    return {"percent": _plain(percent)} if amount is None else {"amount": _amount(amount)}


def _plain(number: Any) -> str:
    """Without an exponent and without zeros that say nothing."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
