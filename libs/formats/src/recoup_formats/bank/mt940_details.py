"""What field 86 of an MT940 says, in the two ways in which banks structure it."""

import re
from collections.abc import Mapping

from recoup_events.kernel.money import Money
from recoup_formats.amounts import decimal_of, money_of
from recoup_formats.bank.statement import (
    Counterparty,
    Detail,
    Return,
    account_of,
    reference_or_none,
)
from recoup_formats.problems import FileRefused

_GERMAN = re.compile(r"(?P<gvc>[0-9]{3})(?P<mark>[^0-9A-Za-z\s])(?=[0-9]{2})")
_SEPA = re.compile(
    r"(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC|COAM|OAMT|MDAT|PURP|MTLG)[+:] ?"
)
_SLASHED = re.compile(
    r"/(EREF|IREF|PREF|MARF|CSID|ORDP|BENM|CNTP|NAME|IBAN|BIC|REMI|USTD|STRD|RTRN|TRTP|UDTR|UCRD|"
    r"CDTRREFTP|CDTRREF|ISDT|ADDR)/"
)
RETURNED = frozenset(("108", "109", "159", "181", "184"))
"""German transaction codes of money that comes back."""
BATCH = frozenset(("079", "192", "194", "195", "196", "198"))
"""German transaction codes of many payments booked as one."""


def details_of(text: str, amount: Money) -> tuple[Detail, str | None]:
    """What is said of the payment, and the bank's code for what it is."""
    german = _GERMAN.match(text)
    if german is not None:
        return _german(text[3:], german["mark"], german["gvc"], amount), german["gvc"]
    if _SLASHED.search(text):
        return _slashed(text, amount), None
    return Detail(amount, text=" ".join(text.split()) or None), None


def _german(text: str, mark: str, gvc: str, amount: Money) -> Detail:
    parts: dict[str, str] = {}
    for piece in text.split(mark)[1:]:
        key, value = piece[:2], piece[2:]
        parts[key] = parts.get(key, "") + value
    purpose = "".join(parts.get(str(key), "") for key in (*range(20, 30), *range(60, 64)))
    fields = _keyed(_SEPA, purpose)
    account = fields.get("IBAN") or parts.get("31", "")
    name = parts.get("32", "") + parts.get("33", "")
    return Detail(
        amount=amount,
        end_to_end_id=reference_or_none(fields.get("EREF")),
        text=_clean(fields.get("SVWZ") or fields.get("MTLG") or fields.get("", "")),
        counterparty=Counterparty(_clean(fields.get("ABWA") or name), account_of(account) or None),
        charges=_charges(fields.get("COAM"), amount.currency),
        returned=Return(parts.get("34"), _clean(parts.get("00", ""))) if gvc in RETURNED else None,
        mandate=reference_or_none(fields.get("MREF")),
    )


def _slashed(text: str, amount: Money) -> Detail:
    fields = _keyed(_SLASHED, text)
    remittance = fields.get("USTD") or fields.get("REMI") or fields.get("")
    counterparty = _of_cntp(fields.get("CNTP", ""))
    if "NAME" in fields or "IBAN" in fields:
        account = fields.get("IBAN", "").strip("/")
        counterparty = Counterparty(_clean(fields.get("NAME", "")), account_of(account) or None)
    structured = tuple(filter(None, (_clean(fields.get("CDTRREF", "")),)))
    returned = Return(_clean(fields["RTRN"])) if "RTRN" in fields else None
    return Detail(
        amount=amount,
        end_to_end_id=reference_or_none(_clean(fields.get("EREF", ""))),
        structured=structured,
        text=_clean(remittance or ""),
        counterparty=counterparty,
        returned=returned,
        mandate=reference_or_none(_clean(fields.get("MARF", ""))),
    )


def _of_cntp(text: str) -> Counterparty:
    """IBAN, BIC, name and place between slashes."""
    account, _, name, *_ = (*text.split("/"), "", "", "")
    return Counterparty(_clean(name), account_of(account) or None)


def _keyed(pattern: re.Pattern[str], text: str) -> Mapping[str, str]:
    """What follows each key, and under no key what comes before the first."""
    first, *rest = pattern.split(text)
    fields = {"": first}
    for key, value in zip(rest[::2], rest[1::2], strict=True):
        fields.setdefault(key, value)
    return fields


def _clean(text: str) -> str | None:
    return " ".join(text.replace("//", " ").split()).strip("/ ")[:2000] or None


def _charges(text: str | None, currency: str) -> Money | None:
    """What a bank asks for a return; it may be written in any way, so it may be unreadable."""
    if not text:
        return None
    try:
        return money_of(decimal_of(text.strip().replace(",", ".")), currency)
    except FileRefused:
        return None
