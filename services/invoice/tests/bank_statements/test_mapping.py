"""What a bank says becomes receipts and returns; the rest is left out for a reason."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from invoice.bank_statements.domain.choices import Choices
from invoice.bank_statements.domain.mapping import SENTENCES, Left, StatementMapping, Taken
from recoup_formats.bank.camt import read_camt
from recoup_formats.bank.statement import Entry, Statement
from recoup_testing.bank_example import ACCOUNT, camt053, detail, entry


def taken(*entries: str, choices: Choices | None = None) -> list[Taken]:
    items = list(read_camt([camt053(entries)]))
    statement = items[0]
    assert isinstance(statement, Statement)
    mapping = StatementMapping(statement, choices or Choices(), Counter())
    return [each for item in items if isinstance(item, Entry) for each in mapping.taken(item)]


def only(*entries: str, choices: Choices | None = None) -> tuple[str, Mapping[str, Any]]:
    [one] = taken(*entries, choices=choices)
    return one.kind, one.body


def test_money_that_came_in_is_a_receipt_with_all_the_bank_says() -> None:
    kind, body = only(entry())
    assert kind == "receipt"
    external_id = body["external_id"]
    assert external_id.startswith("2026-01-02/")
    assert body == {
        "external_id": external_id,
        "source": "bank",
        "creditor": "default",
        "amount": {"amount": "10.00", "currency": "EUR"},
        "value_date": "2026-01-02",
        "method": "transfer",
        "payer": {"name": "Sandmann GmbH", "account": "DE02120300000000202051"},
        "end_to_end_id": "E1",
        "text": "Invoice R-1",
    }


def test_an_account_has_its_creditor() -> None:
    _, body = only(entry(), choices=Choices(creditors=((ACCOUNT, "north"),)))
    assert body["creditor"] == "north"


def test_what_the_bank_took_back_is_a_return_without_the_banks_charge() -> None:
    back = (
        "<Chrgs><Rcrd><Amt Ccy='EUR'>3.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd></Chrgs>"
        "<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>"
    )
    kind, body = only(entry("13.00", credit=False, details=detail(more=back)))
    assert (kind, body["reason"]) == ("return", "AM04")
    assert body["amount"] == {"amount": "10.00", "currency": "EUR"}
    assert body["end_to_end_id"] == "E1"


def test_what_is_not_ours_is_left_out_for_a_reason() -> None:
    back = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"
    kinds = [
        each.kind
        for each in taken(
            entry(state="PDNG"),
            entry(state="INFO"),
            entry(credit=False),
            entry(details=detail(more=back)),
            entry(details="<Btch><NbOfTxs>9</NbOfTxs></Btch>"),
            entry("0.00"),
        )
    ]
    assert kinds == [
        *(Left.PENDING, Left.INFORMATION, Left.PAID_OUT),
        *(Left.OWN_RETURN, Left.UNLISTED_BATCH, Left.NOTHING),
    ]
    assert set(SENTENCES) == set(Left)


def test_each_payment_of_a_batch_is_a_receipt_of_its_own() -> None:
    parts = "".join(detail(f"E{n}", more='<Amt Ccy="EUR">5.00</Amt>') for n in (1, 2))
    ids = {each.body["external_id"] for each in taken(entry(details=parts))}
    assert len(ids) == 2


def test_overlapping_statements_name_a_payment_alike_and_equals_apart() -> None:
    equal = entry(reference="NONREF")
    first = [each.body["external_id"] for each in taken(equal, equal, entry(reference="A9"))]
    again = [each.body["external_id"] for each in taken(entry(reference="A9"), equal, equal)]
    assert len(set(first)) == 3
    assert set(first) == set(again)


def test_another_currency_settles_what_was_sent_where_it_is_chosen() -> None:
    exchanged = "<AmtDtls><InstdAmt><Amt Ccy='USD'>11.00</Amt></InstdAmt></AmtDtls>"
    sent = entry(details=detail(more=exchanged))
    assert "exchange" not in only(sent)[1]
    _, body = only(sent, choices=Choices(settles_instructed=True))
    assert body["exchange"] == {
        "taken": {"amount": "10.00", "currency": "EUR"},
        "settles": {"amount": "11.00", "currency": "USD"},
        "rate": "1.10000000",
    }
