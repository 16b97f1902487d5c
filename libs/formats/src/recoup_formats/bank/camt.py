"""ISO 20022 camt.053 and camt.054, versions 2 to 14, entry by entry, however long the file is."""

import re
from collections.abc import Iterable, Iterator

from recoup_formats.amounts import known_currency, short
from recoup_formats.bank.balancing import Account
from recoup_formats.bank.camt_entries import CamtEntry
from recoup_formats.bank.camt_tree import Node
from recoup_formats.bank.statement import Balance, Detail, Item, Statement, account_of
from recoup_formats.codes import Code
from recoup_formats.problems import FileRefused, Location
from recoup_formats.xml import Element, events, name_of, namespace_of

_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.(053|054)\.001\.([0-9]{2})")
_VERSIONS = range(2, 15)
_MESSAGES = {"Stmt": "BkToCstmrStmt", "Ntfctn": "BkToCstmrDbtCdtNtfctn"}
_OPENING = ("OPBD", "PRCD", "ITBD")
_CLOSING = ("CLBD", "ITBD")
_TAGS = tuple(f"{{*}}{name}" for name in ("Document", "Stmt", "Ntfctn", "Ntry", "TxDtls"))


def read_camt(chunks: Iterable[bytes]) -> Iterator[Item]:
    """Each statement, its entries, and its end.

    What is wrong with one statement is said at its end; ``FileRefused`` means the whole file.
    """
    file = _File()
    for event, element in events(chunks, _TAGS):
        yield from file.takes(event, element)
    if not file.format:
        raise _unknown("no message of ISO 20022", Location(1))
    if not file.statements:
        raise FileRefused.because(
            Code.STATEMENT_BROKEN,
            "The file has no statement (Stmt) and no notification (Ntfctn). Ask the bank for it "
            "again.",
            Location(path="/Document"),
        )


class _File:
    """Where in the file we are."""

    def __init__(self) -> None:
        self.format = ""
        self.statements = 0
        self._report: Element | None = None
        """The statement or notification that is open."""
        self._account: Account | None = None
        """The same, once its head was read: its first entry or its end has come."""
        self._details: list[Detail] = []
        self._entry: CamtEntry | None = None

    def takes(self, event: str, element: Element) -> Iterator[Item]:
        name = name_of(element)
        if not self.format:
            self.format = _format_of(element)
        if name in _MESSAGES and event == "start":
            self.statements += 1
            self._report, self._account = element, None
        elif self._report is None:
            return
        elif name in _MESSAGES:
            yield from self._head()
            yield from self._end()
            _forget(element)
        elif name == "Ntry" and event == "start":
            yield from self._head()
            self._starts(element)
        elif name == "Ntry":
            yield from self._entry_ends()
            _forget(element)
        elif event == "end" and self._entry is not None:
            self._entry.takes_detail(element)
            _forget(element)

    @property
    def _path(self) -> str:
        name = name_of(self._report)
        return f"/Document/{_MESSAGES[name]}/{name}[{self.statements}]"

    def _head(self) -> Iterator[Item]:
        """What stands above the first entry, once it is all there."""
        if self._account is not None:
            return
        node = Node(self._report, self._path)
        statement, problem = _statement(node, self.statements, self.format)
        self._account = Account(statement, must_balance=self.format.startswith("camt.053"))
        if problem is not None:
            self._account.add(*problem.problems)
        yield statement

    def _starts(self, element: Element) -> None:
        assert self._account is not None, "the head was read"
        number = self._account.entries + 1
        path = f"{self._path}/Ntry[{number}]"
        self._entry = CamtEntry(Node(element, path), number)

    def _entry_ends(self) -> Iterator[Item]:
        entry, self._entry = self._entry, None
        if entry is None or self._account is None:
            return
        try:
            read = entry.read()
        except FileRefused as refused:
            self._account.entries += 1
            self._account.add(*refused.problems)
            return
        if self._account.passes(read):
            yield read

    def _end(self) -> Iterator[Item]:
        assert self._account is not None, "the head was read"
        node = Node(self._report, self._path)
        closing: Balance | None = None
        try:
            closing = _balance(node, _CLOSING, last=True)
        except FileRefused as refused:
            self._account.add(*refused.problems)
        yield self._account.end(closing, node.at)
        self._report = self._account = None


def _forget(element: Element) -> None:
    """Let go of what was read, and of what came before it but the head of its statement."""
    element.clear()
    before = element.getprevious()
    while before is not None and name_of(before) in ("Ntry", "Stmt", "Ntfctn", "TxDtls"):
        element.getparent().remove(before)
        before = element.getprevious()


def _format_of(root: Element) -> str:
    known = _NAMESPACE.fullmatch(namespace_of(root))
    if name_of(root) == "Document" and known and int(known[2]) in _VERSIONS:
        return f"camt.{known[1]}"
    what = short(namespace_of(root) or name_of(root))
    raise _unknown(what, Location(root.sourceline, f"/{name_of(root)}"))


def _unknown(what: str, at: Location) -> FileRefused:
    sentence = f"The file is {what}. Send camt.053 or camt.054 in a version from 02 to 14."
    return FileRefused.because(Code.FORMAT_UNKNOWN, sentence, at)


def _statement(node: Node, number: int, format: str) -> tuple[Statement, FileRefused | None]:
    """With a problem where a part of the head cannot be read."""
    account = node.text("Acct/Id/IBAN") or node.text("Acct/Id/Othr/Id")
    statement = Statement(
        number=number,
        format=format,
        id=node.text("Id"),
        account=account_of(account or ""),
        currency=None,
        sequence=node.text("ElctrncSeqNb") or node.text("LglSeqNb"),
        at=node.at,
    )
    try:
        if account is None:
            raise node.refusal(Code.MISSING, "The account (Acct/Id) is missing.", "Acct/Id")
        currency = node.text("Acct/Ccy")
        if currency is not None:
            statement = statement._replace(currency=known_currency(currency, node.at))
        return statement._replace(opening=_balance(node, _OPENING, last=False)), None
    except FileRefused as refused:
        return statement, refused


def _balance(node: Node, types: tuple[str, ...], *, last: bool) -> Balance | None:
    """The best kind that is there; a page in the middle has interim ones at both ends."""
    balances = node.all("Bal")
    for wanted in types:
        of_type = [each for each in balances if each.text("Tp/CdOrPrtry/Cd") == wanted]
        if of_type:
            found = of_type[-1 if last else 0]
            return Balance(found.signed("Amt"), found.day("Dt"))
    return None
