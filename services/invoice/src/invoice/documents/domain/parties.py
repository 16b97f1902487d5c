"""From whom a document is, to whom, and where the money goes."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from stdnum import iso11649

from invoice.creditors.domain.creditor import Creditor
from invoice.customers.domain.customer import Customer
from invoice.documents.domain.words import Words
from invoice.invoices.domain.invoice import Invoice
from recoup_documents.letter import HowToPay, Labelled, address_lines, paper_of
from recoup_events.invoice import AddressUse, BankAccount
from recoup_events.kernel.money import Money
from recoup_events.kernel.postal_address import PostalAddress

LONGEST_NAME: Final = 70
"""Of a payee, as EPC069-12 has it."""


class Parties(NamedTuple):
    creditor: Creditor
    customer: Customer


def head_of(parties: Parties, words: Words) -> dict[str, Any]:
    """What every letter has of who sends it, to whom, and in which words."""
    creditor, customer = parties
    home = creditor.details.address.country
    text = creditor.text_in(words.language)
    return {
        "language": words.language,
        "paper": paper_of(home),
        "sender": (text and text.sender) or sender_of(creditor),
        "recipient": recipient_of(customer, home, words),
        "footer": (text and text.footer) or footer_of(creditor, words),
        "page": words.texts["page"],
    }


def sender_of(creditor: Creditor) -> tuple[str, ...]:
    details = creditor.details
    return (details.trading_name or details.legal_name, *address_lines(details.address))


def address_of(customer: Customer) -> PostalAddress | None:
    """For bills, or any there is."""
    by_use = {each.use: each.address for each in customer.addresses}
    return by_use.get(AddressUse.BILLING) or next(iter(by_use.values()), None)


def reference_of(invoice: Invoice) -> str:
    """What a payer is asked to name."""
    return invoice.issued.payment_reference or invoice.number


def recipient_of(customer: Customer, home: str, words: Words) -> tuple[str, ...]:
    """The country is named where post crosses a border."""
    address = address_of(customer)
    if address is None:
        return (customer.name,)
    abroad = () if address.country == home else (words.country(address.country),)
    return (customer.name, *address_lines(address), *abroad)


def footer_of(creditor: Creditor, words: Words) -> tuple[str, ...]:
    details, sender = creditor.details, creditor.details.sender
    lines = (
        details.legal_name,
        details.register_line,
        None if details.vat_id is None else words("vat_id", id=details.vat_id),
        None if sender.phone is None else words("phone", phone=sender.phone),
        None if sender.reply_to is None else words("email", email=sender.reply_to),
    )
    return tuple(line for line in lines if line)


def how_to_pay(creditor: Creditor, amount: Money, reference: str, words: Words) -> HowToPay | None:
    """To the account of the currency; the code is for transfers in euro."""
    account = creditor.account_for(amount.currency)
    if account is None and creditor.details.pay_link is None:
        return None
    details = (*_account(account, words), *_details(creditor, amount, reference, words))
    code = None if account is None else transfer_code(account, amount, reference)
    return HowToPay(
        title=words("how_to_pay"),
        details=details,
        code=code,
        code_title=None if code is None else words("code"),
    )


def _account(account: BankAccount | None, words: Words) -> Iterator[Labelled]:
    if account is None:
        return
    yield Labelled(label=words("holder"), value=account.holder)
    for name in ("iban", "bic", "account_number", "routing_number", "bank"):
        value = getattr(account, name)
        if value is not None:
            shown = _in_fours(value) if name == "iban" else value
            yield Labelled(
                label=words(name), value=shown, strong=name in ("iban", "account_number")
            )


def _details(creditor: Creditor, amount: Money, reference: str, words: Words) -> Iterator[Labelled]:
    yield Labelled(label=words("amount"), value=words.money(amount), strong=True)
    yield Labelled(label=words("reference"), value=reference, strong=True)
    if creditor.details.pay_link is not None:
        yield Labelled(label=words("pay_link"), value=creditor.details.pay_link)


def _in_fours(iban: str) -> str:
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def transfer_code(account: BankAccount, amount: Money, reference: str) -> str | None:
    """As the European Payments Council has it (EPC069-12), which banking apps read."""
    if account.iban is None or amount.currency != "EUR" or amount.minor_units <= 0:
        return None
    structured = iso11649.is_valid(reference)
    lines = (
        *("BCD", "002", "1", "SCT", account.bic or "", account.holder[:LONGEST_NAME]),
        *(account.iban, f"EUR{amount.decimal}", ""),
        *((reference, "") if structured else ("", reference[:140])),
    )
    return "\n".join(lines)
