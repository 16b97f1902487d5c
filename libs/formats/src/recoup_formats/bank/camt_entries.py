"""One entry of a camt file, and the payments it is made of."""

from datetime import date
from decimal import Decimal

from recoup_events.kernel.money import Money, total
from recoup_formats.amounts import decimal_of
from recoup_formats.bank.camt_tree import Node
from recoup_formats.bank.statement import (
    Counterparty,
    Detail,
    Entry,
    EntryState,
    Exchange,
    Return,
    account_of,
    reference_or_none,
)
from recoup_formats.codes import Code
from recoup_formats.problems import FileRefused, Problem
from recoup_formats.xml import Element

MOST_DETAILS = 100_000
_STATES = {
    "BOOK": EntryState.BOOKED,
    "PDNG": EntryState.PENDING,
    "FUTR": EntryState.PENDING,
    "INFO": EntryState.INFORMATION,
}
_RETURNS = frozenset(("RRTN", "UPDD", "RPCR", "PRDD", "ARET", "AREV", "UPCQ", "RVSL"))
"""Sub-families of the bank transaction code for money that comes back."""
_DOCUMENTS = ("RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/RfrdDocInf/Nb")


class CamtEntry:
    """It arrives in parts: details come, are read and let go before the entry is over."""

    def __init__(self, node: Node, number: int) -> None:
        self._node = node
        self._number = number
        self._details: list[Detail] = []
        self._taken = 0
        self._problems: list[Problem] = []

    def takes_detail(self, element: Element) -> None:
        self._taken += 1
        node = Node(element, f"{self._node.path}/NtryDtls/TxDtls[{self._taken}]")
        if self._taken > MOST_DETAILS:
            raise FileRefused.because(
                Code.TOO_LARGE,
                f"One entry has more than {MOST_DETAILS:,} payments. Ask the bank for smaller "
                "batches.",
                node.at,
            )
        try:
            self._details.append(self._detail(node))
        except FileRefused as refused:
            self._problems.extend(refused.problems)

    def read(self) -> Entry:
        node = self._node
        if self._problems:
            raise FileRefused(*self._problems)
        amount, booked, valued = node.signed("Amt"), self._day("BookgDt"), self._day("ValDt")
        some_day = valued or booked
        if some_day is None:
            raise node.refusal(Code.MISSING, "BookgDt and ValDt are missing.", "BookgDt")
        batch = node.text("NtryDtls/Btch/NbOfTxs") or ""
        stated = int(batch) if batch.isascii() and batch.isdigit() and len(batch) < 10 else 0
        return Entry(
            number=self._number,
            amount=amount,
            state=self._state(),
            value_date=valued or some_day,
            booking_date=booked or some_day,
            details=self._whole(amount),
            parts=max(stated, len(self._details), 1),
            reversal=node.text("RvslInd") in ("true", "1"),
            bank_reference=reference_or_none(node.text("AcctSvcrRef"))
            or reference_or_none(node.text("NtryRef")),
            code=_code(node),
            text=node.text("AddtlNtryInf"),
            at=node.at,
        )

    def _state(self) -> EntryState:
        status = self._node.text("Sts/Cd") or self._node.text("Sts") or ""
        if status not in _STATES:
            detail = f"Sts is {status!r} and must be BOOK, PDNG, FUTR or INFO."
            raise self._node.refusal(Code.RECORD_INVALID, detail, "Sts")
        return _STATES[status]

    def _day(self, path: str) -> date | None:
        return None if self._node.find(path) is None else self._node.day(path)

    def _whole(self, amount: Money) -> tuple[Detail, ...]:
        """The details, if they come to the entry; else the entry stands for itself."""
        details = self._details
        if len(details) == 1:
            kept = details[0].charges or _charges(self._node)
            return (details[0]._replace(amount=amount, charges=kept),)
        same = all(each.amount.currency == amount.currency for each in details)
        if details and same and total((each.amount for each in details), amount.currency) == amount:
            return tuple(details)
        if len(details) > 1:
            sums = ", ".join(str(each.amount) for each in details[:5])
            detail = (
                f"The entry is of {amount}, and its {len(details)} details ({sums}"
                f"{', …' if len(details) > 5 else ''}) do not come to it."
            )
            raise self._node.refusal(Code.CONTROL_TOTAL, detail, "NtryDtls")
        returned = _returned(self._node, self._node)
        text = self._node.text("AddtlNtryInf")
        return (Detail(amount, text=text, charges=_charges(self._node), returned=returned),)

    def _detail(self, node: Node) -> Detail:
        """Its direction is the entry's where it states none."""
        credit = self._node.is_credit() if node.find("CdtDbtInd") is None else node.is_credit()
        amount = self._amount(node)
        return Detail(
            amount=amount if credit else -amount,
            end_to_end_id=reference_or_none(node.text("Refs/EndToEndId")),
            bank_reference=reference_or_none(node.text("Refs/AcctSvcrRef"))
            or reference_or_none(node.text("Refs/UETR")),
            structured=tuple(
                text for path in _DOCUMENTS for each in node.all(path) if (text := each.text())
            ),
            text=_joined(node.all("RmtInf/Ustrd")) or node.text("AddtlTxInf"),
            counterparty=_counterparty(node, credit=credit),
            charges=_charges(node),
            exchange=_exchange(node, amount),
            returned=_returned(node, self._node),
            mandate=reference_or_none(node.text("Refs/MndtId")),
        )

    def _amount(self, node: Node) -> Money:
        for path in ("Amt", "AmtDtls/TxAmt/Amt"):
            if node.find(path) is not None:
                return node.money(path)
        return self._node.money("Amt")


def _joined(nodes: list[Node]) -> str | None:
    return " ".join(filter(None, (each.text() for each in nodes)))[:2000] or None


def _code(node: Node) -> str | None:
    parts = (
        node.text("BkTxCd/Domn/Cd"),
        node.text("BkTxCd/Domn/Fmly/Cd"),
        node.text("BkTxCd/Domn/Fmly/SubFmlyCd"),
    )
    return "-".join(filter(None, parts)) or node.text("BkTxCd/Prtry/Cd")


def _counterparty(node: Node, *, credit: bool) -> Counterparty:
    """Who paid, of what came in; who was paid, of what went out."""
    role = "Dbtr" if credit else "Cdtr"
    of = f"RltdPties/{role}"
    ultimate = f"RltdPties/Ultmt{role}"
    names = (f"{of}/Nm", f"{of}/Pty/Nm", f"{ultimate}/Nm", f"{ultimate}/Pty/Nm")
    name = next(filter(None, map(node.text, names)), None)
    accounts = (f"{of}Acct/Id/IBAN", f"{of}Acct/Id/Othr/Id")
    account = next(filter(None, map(node.text, accounts)), None)
    return Counterparty(name, None if account is None else account_of(account))


def _charges(node: Node) -> Money | None:
    """What the bank kept, of this entry or payment alone."""
    records = node.all("Chrgs/Rcrd") or [each for each in node.all("Chrgs") if each.find("Amt")]
    kept = [each.money("Amt") for each in records if each.text("CdtDbtInd") != "CRDT"]
    currencies = {each.currency for each in kept}
    return total(kept, currencies.pop()) if len(currencies) == 1 else None


def _exchange(node: Node, amount: Money) -> Exchange | None:
    for path in ("AmtDtls/InstdAmt", "AmtDtls/TxAmt", "AmtDtls/CntrValAmt"):
        found = node.find(path)
        if found is None or found.find("Amt") is None:
            continue
        instructed = found.money("Amt")
        if instructed.currency != amount.currency:
            return Exchange(instructed, _rate(node))
    return None


def _rate(node: Node) -> Decimal | None:
    for path in ("InstdAmt", "TxAmt", "CntrValAmt"):
        rate = node.find(f"AmtDtls/{path}/CcyXchg/XchgRate")
        if rate is not None:
            return decimal_of(rate.element.text or "", rate.at)
    return None


def _returned(node: Node, entry: Node) -> Return | None:
    information = node.find("RtrInf")
    if information is not None:
        reason = information.text("Rsn/Cd") or information.text("Rsn/Prtry")
        return Return(reason, _joined(information.all("AddtlInf")))
    codes = (each.text("BkTxCd/Domn/Fmly/SubFmlyCd") for each in (node, entry))
    return Return() if _RETURNS & set(filter(None, codes)) else None
