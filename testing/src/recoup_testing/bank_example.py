"""Statements of a bank: camt.053 and MT940 with entries of one's choice, balanced unless told."""

from collections.abc import Iterable

ACCOUNT = "DE89370400440532013000"
SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def entry(
    amount: str = "10.00",
    *,
    credit: bool = True,
    reference: str = "A1",
    value: str = "2026-01-02",
    state: str = "BOOK",
    details: str | None = None,
    more: str = "",
    currency: str = "EUR",
) -> str:
    """One entry of a camt file."""
    sign = "CRDT" if credit else "DBIT"
    inside = detail() if details is None else details
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>{more}'
        f"<Sts><Cd>{state}</Cd></Sts><BookgDt><Dt>2026-01-02</Dt></BookgDt>"
        f"<ValDt><Dt>{value}</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef>"
        f"<NtryDtls>{inside}</NtryDtls></Ntry>\n"
    )


def detail(
    end_to_end_id: str = "E1",
    *,
    payer: str = "Sandmann GmbH",
    text: str = "Invoice R-1",
    more: str = "",
) -> str:
    return (
        f"<TxDtls><Refs><EndToEndId>{end_to_end_id}</EndToEndId></Refs>{more}"
        f"<RltdPties><Dbtr><Pty><Nm>{payer}</Nm></Pty></Dbtr><DbtrAcct><Id>"
        "<IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct></RltdPties>"
        f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>"
    )


def head(opening: str, closing: str, *, currency: str = "EUR", space: str = SPACE) -> str:
    """Up to the first entry, where a statement is written piece by piece."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{space}"><BkToCstmrStmt>'
        "<GrpHdr><MsgId>M1</MsgId></GrpHdr><Stmt><Id>S1</Id><ElctrncSeqNb>7</ElctrncSeqNb>"
        f"<Acct><Id><IBAN>{ACCOUNT}</IBAN></Id><Ccy>{currency}</Ccy></Acct>\n"
        f"{_balance('OPBD', opening, currency)}{_balance('CLBD', closing, currency)}\n"
    )


TAIL = "</Stmt></BkToCstmrStmt></Document>\n"


def camt053(
    entries: Iterable[str] = (), *, opening: str = "0.00", closing: str = "0.00", space: str = SPACE
) -> bytes:
    return (head(opening, closing, space=space) + "".join(entries) + TAIL).encode()


def _balance(kind: str, amount: str, currency: str) -> str:
    sign = "DBIT" if amount.startswith("-") else "CRDT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="{currency}">{amount.removeprefix("-")}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'
        "<Dt><Dt>2026-01-02</Dt></Dt></Bal>"
    )


def mt940(*fields: str, opening: str = "C260101EUR0,00", closing: str = "C260102EUR0,00") -> bytes:
    """Of fields 61 and 86."""
    lines = (":20:REF1", f":25:{ACCOUNT}", ":28C:7/1", f":60F:{opening}", *fields)
    return "\r\n".join((*lines, f":62F:{closing}", "-", "")).encode()
