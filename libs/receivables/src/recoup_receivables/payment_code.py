"""What banking apps read: the EPC's code for euros, and the one of Swiss QR bills."""

import re

from recoup_events.invoice import BankAccount
from recoup_events.kernel.money import Money
from recoup_events.kernel.postal_address import PostalAddress

_EUROS, _SWISS = ("EUR",), ("CHF", "EUR")
_MOST_EUROS = 99_999_999_999
_QR_BANKS = range(30_000, 32_000)
"""IBANs of these banks want a QR reference, and no others take one."""


def payment_code(
    account: BankAccount | None, address: PostalAddress | None, total: Money, reference: str
) -> str | None:
    """The one that a debtor's app can read; ``None`` where there is none for this account."""
    if account is None or account.iban is None or total.minor_units <= 0:
        return None
    if account.iban[:2] in ("CH", "LI"):
        return _swiss(account.iban, account.holder, address, total, reference)
    if total.currency in _EUROS and total.minor_units <= _MOST_EUROS:
        return _epc(account.iban, account, total, reference)
    return None


def _epc(iban: str, account: BankAccount, total: Money, reference: str) -> str:
    """EPC069-12, version 002."""
    structured = _is_rf(reference)
    return "\n".join(
        (
            *("BCD", "002", "1", "SCT", account.bic or "", account.holder[:70]),
            *(iban, f"EUR{total.decimal}", ""),
            *((reference.replace(" ", ""), "") if structured else ("", reference[:140])),
        )
    )


def _swiss(
    iban: str, holder: str, address: PostalAddress | None, total: Money, reference: str
) -> str | None:
    """Swiss Implementation Guidelines for the QR bill, 2.3: structured address, debtor left open."""
    if total.currency not in _SWISS or address is None or address.postal_code is None:
        return None
    kind, given, words = _swiss_reference(iban, reference)
    if kind is None:
        return None
    street = address.lines[-1] if address.lines else ""
    nobody = ("",) * 7
    return "\n".join(
        (
            *("SPC", "0200", "1", iban),
            *("S", holder[:70], street[:70], "", address.postal_code, address.city[:35]),
            *(address.country, *nobody, total.decimal, total.currency, *nobody),
            *(kind, given, words[:140], "EPD"),
        )
    )


def _swiss_reference(iban: str, reference: str) -> tuple[str | None, str, str]:
    """Its type, the reference, and what is said in words; no type where the IBAN wants another."""
    plain = reference.replace(" ", "")
    if int(iban[4:9]) in _QR_BANKS if iban[4:9].isdigit() else False:
        return ("QRR", plain, "") if re.fullmatch(r"\d{27}", plain) else (None, "", "")
    if _is_rf(reference):
        return "SCOR", plain, ""
    return "NON", "", reference


def _is_rf(reference: str) -> bool:
    """A creditor reference of ISO 11649, its checksum right."""
    plain = reference.replace(" ", "").upper()
    if not re.fullmatch(r"RF\d{2}[0-9A-Z]{1,21}", plain):
        return False
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(each, 36)) for each in turned)) % 97 == 1
