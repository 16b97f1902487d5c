"""Money is what the bank's file says it is: booked or pending, whole or in parts, with charges."""

from datetime import date
from decimal import Decimal

import pytest

from recoup_events.kernel.money import Money
from recoup_formats.bank.camt import read_camt
from recoup_formats.bank.statement import (
    Counterparty,
    Detail,
    End,
    Entry,
    EntryState,
    Return,
    Statement,
    identity_of,
)
from recoup_formats.codes import Code
from recoup_testing.bank_example import camt053, detail, entry


def eur(amount: str) -> Money:
    return Money.parse(amount, "EUR")


def read(*entries: str, opening: str = "0.00", closing: str = "0.00") -> tuple[list[Entry], End]:
    items = list(read_camt([camt053(entries, opening=opening, closing=closing)]))
    assert isinstance(items[0], Statement)
    end = items[-1]
    assert isinstance(end, End)
    return [item for item in items if isinstance(item, Entry)], end


def only(*entries: str, closing: str) -> Entry:
    found, end = read(*entries, closing=closing)
    assert end.problems == ()
    [one] = found
    return one


def test_an_entry_says_who_paid_how_much_when_and_for_what() -> None:
    one = only(entry(), closing="10.00")
    assert (one.amount, one.state) == (eur("10.00"), EntryState.BOOKED)
    assert (one.booking_date, one.value_date) == (date(2026, 1, 2), date(2026, 1, 2))
    assert one.details == (
        Detail(
            amount=eur("10.00"),
            end_to_end_id="E1",
            text="Invoice R-1",
            counterparty=Counterparty("Sandmann GmbH", "DE02120300000000202051"),
        ),
    )
    assert (one.at.path or "").endswith("/Stmt[1]/Ntry[1]")


def test_opening_and_entries_come_to_closing_or_nothing_is_believed() -> None:
    good, end = read(entry("10.00"), entry("4.00", credit=False), opening="5.00", closing="11.00")
    assert [one.amount for one in good] == [eur("10.00"), eur("-4.00")]
    assert (end.booked, end.problems) == (eur("6.00"), ())
    _, wrong = read(entry("10.00"), opening="5.00", closing="16.00")
    [problem] = wrong.problems
    assert problem.code is Code.BALANCE
    for number in ("5.00 EUR", "10.00 EUR", "16.00 EUR", "15.00 EUR", "1.00 EUR"):
        assert number in problem.detail


def test_what_is_pending_is_in_no_balance() -> None:
    found, end = read(entry("10.00", state="PDNG"), entry("7.00", state="INFO"), closing="0.00")
    assert [one.state for one in found] == [EntryState.PENDING, EntryState.INFORMATION]
    assert end.problems == ()


def test_a_booked_batch_is_its_payments() -> None:
    parts = "".join(
        detail(f"E{number}", more=f'<Amt Ccy="EUR">{amount}</Amt>')
        for number, amount in enumerate(("4.00", "6.00"))
    )
    one = only(entry("10.00", details=f"<Btch><NbOfTxs>2</NbOfTxs></Btch>{parts}"), closing="10.00")
    assert [part.amount for part in one.details] == [eur("4.00"), eur("6.00")]
    assert (one.parts, one.is_unlisted_batch) == (2, False)


def test_a_batch_that_is_not_listed_is_known_as_one() -> None:
    one = only(entry(details="<Btch><NbOfTxs>17</NbOfTxs></Btch>"), closing="10.00")
    assert (one.parts, one.is_unlisted_batch) == (17, True)


def test_parts_that_do_not_come_to_their_entry_are_not_believed() -> None:
    parts = detail(more='<Amt Ccy="EUR">4.00</Amt>') * 2
    found, end = read(entry("10.00", details=parts), closing="10.00")
    assert found == []
    assert [problem.code for problem in end.problems] == [Code.CONTROL_TOTAL]
    assert "10.00 EUR" in end.problems[0].detail


def test_charges_stand_apart_from_the_amount() -> None:
    kept = (
        "<Chrgs><Rcrd><Amt Ccy='EUR'>2.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>"
        "<ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>"
    )
    one = only(entry("98.00", details=detail(more=kept)), closing="98.00")
    assert (one.details[0].amount, one.details[0].charges) == (eur("98.00"), eur("2.00"))


def test_another_currency_comes_with_its_rate() -> None:
    exchanged = (
        "<AmtDtls><InstdAmt><Amt Ccy='USD'>11.00</Amt></InstdAmt><TxAmt><Amt Ccy='EUR'>10.00</Amt>"
        "<CcyXchg><SrcCcy>USD</SrcCcy><XchgRate>1.1</XchgRate></CcyXchg></TxAmt></AmtDtls>"
    )
    exchange = only(entry(details=detail(more=exchanged)), closing="10.00").details[0].exchange
    assert exchange is not None
    assert (exchange.instructed, exchange.rate) == (Money.parse("11.00", "USD"), Decimal("1.1"))


def test_a_return_says_why() -> None:
    back = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Account closed</AddtlInf></RtrInf>"
    one = only(
        entry(credit=False, details=detail(more=back), more="<RvslInd>true</RvslInd>"),
        closing="-10.00",
    )
    assert one.reversal
    assert one.details[0].returned == Return("AC04", "Account closed")
    assert one.details[0].amount == eur("-10.00")


def test_references_are_those_that_the_payer_structured() -> None:
    stated = (
        "<RmtInf><Strd><RfrdDocInf><Nb>R-1</Nb></RfrdDocInf><CdtrRefInf><Ref>RF18539007547034</Ref>"
        "</CdtrRefInf></Strd></RmtInf>"
    )
    bare = f"<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>{stated}</TxDtls>"
    [one] = only(entry(details=bare), closing="10.00").details
    assert (one.end_to_end_id, one.structured) == (None, ("RF18539007547034", "R-1"))


@pytest.mark.parametrize(
    ("wrong", "code", "where"),
    [
        (entry(value="2026-02-30"), Code.DAY_INVALID, "ValDt/Dt"),
        (entry("1,00"), Code.AMOUNT_INVALID, "Amt"),
        (entry("1.001"), Code.DECIMALS, "Amt"),
        (entry("10.00", currency="USD"), Code.CURRENCIES_MIXED, "Ntry[1]"),
        (entry("10.00", currency="XYZ"), Code.CURRENCY_UNKNOWN, "Amt"),
        (entry(state="WHAT"), Code.RECORD_INVALID, "Sts"),
        (entry().replace("CRDT", "BOTH"), Code.DIRECTION_UNKNOWN, "CdtDbtInd"),
    ],
)
def test_one_wrong_entry_is_named_and_the_statement_not_believed(
    wrong: str, code: Code, where: str
) -> None:
    _, end = read(wrong, closing="10.00")
    problem = next(each for each in end.problems if each.code is code)
    assert (problem.at.path or "").endswith(where)
    assert problem.at.line is not None


def test_another_statement_of_the_file_is_believed_all_the_same() -> None:
    wrong = camt053([entry()], closing="11.00").decode().partition("<Stmt>")
    good = camt053([entry()], closing="10.00").decode().partition("<Stmt>")[2]
    both = f"{wrong[0]}<Stmt>{wrong[2].partition('</Stmt>')[0]}</Stmt><Stmt>{good}".encode()
    ends = [item for item in read_camt([both]) if isinstance(item, End)]
    assert [len(end.problems) for end in ends] == [1, 0]


def test_every_version_is_read_alike() -> None:
    def of(version: int) -> list[Entry]:
        space = f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version:02}"
        content = camt053([entry()], closing="10.00", space=space)
        if version < 8:  # before a party and a state were choices
            for new, old in (("<Pty>", ""), ("</Pty>", ""), ("<Sts><Cd>", "<Sts>")):
                content = content.replace(new.encode(), old.encode())
            content = content.replace(b"</Cd></Sts>", b"</Sts>")
        return [item for item in read_camt([content]) if isinstance(item, Entry)]

    assert len({tuple(of(version)) for version in range(2, 15)}) == 1


def test_a_payment_has_one_identity_in_overlapping_statements() -> None:
    [one] = read(entry(), closing="10.00")[0]
    again = read(entry(), entry(reference="B2"), closing="20.00")[0]
    identities = [identity_of("DE1", each, each.details[0], 1) for each in (one, *again)]
    assert identities[0] == identities[1]
    assert identities[2] != identities[1]
    without = one._replace(bank_reference=None)
    twice = [identity_of("DE1", without, without.details[0], number) for number in (1, 2)]
    assert twice[0] != twice[1]
