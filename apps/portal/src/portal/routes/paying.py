"""How to pay: by transfer, with the code that banking apps read."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from portal.forms import text_of
from portal.render import HEADERS, page
from portal.routes.account import sums
from portal.visit import Account, ServiceAway, Visit
from recoup_documents.codes import code_svg
from recoup_events.invoice import BankAccount
from recoup_events.kernel.money import Money
from recoup_events.kernel.postal_address import PostalAddress
from recoup_receivables.payment_code import payment_code

router = APIRouter()
DEBITS = {"sepa_debit": "EUR", "ach_debit": "USD"}
MOST_INVOICES = 50
"""As the invoice service takes them at once."""
LONGEST_REFERENCE = 140
"""What the line of a transfer holds."""
DETAILS = ("holder", "iban", "bic", "account_number", "routing_number", "bank")


@router.get("/pay")
async def how_to_pay(visit: Account, invoice: str | None = None) -> Response:
    """One invoice, or all that is open: a way for each currency."""
    return await _page(visit, invoice)


async def _page(
    visit: Visit, invoice: str | None, problem: str = "", status: int = 200
) -> Response:
    invoices = await _meant(visit, invoice)
    ways = [_way(visit, each["open"], invoices) for each in sums(visit, invoices)]
    return page(visit, "pay.html", status, ways=ways, invoice=invoice or "", problem=problem)


async def _meant(visit: Visit, invoice: str | None) -> Sequence[Mapping[str, Any]]:
    """What is paid: one invoice, or all that is open."""
    return [await visit.invoice(invoice)] if invoice else await visit.open_invoices()


@router.post("/pay/online")
async def pay_online(visit: Account) -> Response:
    """Leads to the provider's page; a form that is sent twice leads to the same one."""
    form = await visit.request.form()
    method, currency, invoice = (text_of(form, each) for each in ("method", "currency", "invoice"))
    if visit.ports.settings.payment_pages is None or method not in methods_for(currency):
        return await _page(visit, invoice, visit.words("problem.choose"), 422)
    meant = await _meant(visit, invoice)
    own = [each["id"] for each in meant if each["balance"]["currency"] == currency]
    body = {
        "customer_id": visit.link.customer_id,
        "creditor": visit.creditor["code"],
        "invoices": own[:MOST_INVOICES],
        "method": method,
        "return_url": str(visit.request.url_for("paid")),
    }
    answer = await visit.api.send("POST", "/v1/payment-attempts", body, visit.once(form))
    if answer.away:
        raise ServiceAway
    if not answer.done:
        return await _page(visit, invoice, visit.words("problem.refused"), 409)
    return RedirectResponse(answer.body["url"], 303, HEADERS)


@router.get("/paid", name="paid")
async def paid(visit: Account, paid: str = "") -> Response:
    """Where the provider leads back to; whether money came, only its callback says."""
    if paid != "yes":
        return await _page(visit, None, visit.words("pay.not_paid"))
    return page(visit, "done.html", sentences=[visit.words("done.paid")])


def methods_for(currency: str) -> Sequence[str]:
    """Debits are of one currency each; cards are of all."""
    return ("card", *(method for method, of in DEBITS.items() if of == currency))


def _way(
    visit: Visit, amount: Mapping[str, str], invoices: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any]:
    own = [each for each in invoices if each["balance"]["currency"] == amount["currency"]]
    online = visit.ports.settings.payment_pages
    methods = methods_for(amount["currency"]) if online else ()
    return {**transfer_of(visit, amount, own), "methods": methods}


def transfer_of(
    visit: Visit, amount: Mapping[str, str], invoices: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any]:
    """Where to, what for, and the code that banking apps read."""
    account = account_in(visit, amount["currency"])
    reference = reference_of(invoices)
    code = None
    if account is not None:
        address = PostalAddress.model_validate(visit.creditor["address"])
        money = Money.parse(amount["amount"], amount["currency"])
        code = payment_code(account, address, money, reference)
    return {
        "amount": amount,
        "account": account,
        "details": [] if account is None else list(_details(account)),
        "reference": reference,
        "code": None if code is None else b64encode(code_svg(code).encode()).decode(),
    }


def account_in(visit: Visit, currency: str) -> BankAccount | None:
    """The first of the currency is the one that debtors are told."""
    accounts = map(BankAccount.model_validate, visit.creditor["bank_accounts"])
    return next((each for each in accounts if each.currency == currency), None)


def reference_of(invoices: Sequence[Mapping[str, Any]]) -> str:
    """What a payer is to name: each number, as far as a line of a transfer holds them."""
    named = [str(each["payment_reference"] or each["number"]) for each in invoices]
    whole = named[0] if len(named) == 1 else ", ".join(str(each["number"]) for each in invoices)
    if len(whole) <= LONGEST_REFERENCE:
        return whole
    return whole[:LONGEST_REFERENCE].rpartition(",")[0]


def _details(account: BankAccount) -> Iterator[tuple[str, str]]:
    for name in DETAILS:
        value = getattr(account, name)
        if value is not None:
            yield name, _in_fours(value) if name == "iban" else value


def _in_fours(iban: str) -> str:
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))
